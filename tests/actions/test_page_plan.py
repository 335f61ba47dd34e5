"""The plan as a document: begun, suggested, written in place by two, finished, signed, reviewed, on paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.foundation.gate.roles import Role
from tests.actions.care_pages import said, sent, signed_in, statements, staying, today
from tests.actions.care_stay import CareStay, drafted, sign
from tests.world import World


def begin(client, stay: CareStay) -> str:
    assert client.post(reverse("plan-draft", args=[stay.person.pk])).status_code == 302
    return reverse("plan-draft", args=[stay.person.pk])


def key_of(world: World, stay: CareStay, kind: str) -> str:
    from stepwell.care.plans.rules.drafting import nodes

    draft = of_plans.draft_of(world.access(Role.COUNSELOR), episode=stay.episode)
    return next(node["id"] for found, node in nodes(draft.words) if found == kind)


def test_from_a_suggestion_to_a_plan_that_both_have_signed(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    person = stay.person.pk
    assert "Begin the plan" in said(client.get(reverse("chart-plan", args=[person])))
    draft = begin(client, stay)
    suggested = client.get(reverse("plan-suggestions", args=[person]), headers={"HX-Request": "true"})
    assert "stopping alone has not held" in said(suggested)
    assert "<html" not in said(suggested)
    for _ in range(2):
        assert client.post(reverse("plan-suggestion", args=[person, "use-disorder"])).status_code == 302
    assert said(client.get(draft)).count("<h2>Use goes on although") == 1
    refused = client.post(reverse("plan-finish", args=[person]))
    assert refused.status_code == 422
    assert "own words" in said(refused)
    goal = reverse("plan-part", args=[person, key_of(world, stay, "goal")])
    assert sent(client, goal, {"quote": "I want my evenings back."}).status_code == 302
    step = reverse("plan-part", args=[person, key_of(world, stay, "objective")])
    fields = {"behaviour": "Two skills", "measure": "Days", "baseline": "5", "target": "0", "target_on": "2030-01-01"}
    assert sent(client, step, fields).status_code == 302
    assert "It hangs together" in said(client.get(draft))
    made = client.post(reverse("plan-finish", args=[person]))
    assert made.status_code == 302
    version = of_plans.plans_of(world.access(Role.COUNSELOR), episode=stay.episode)[0]
    sign_here = [reverse("plan-signature", args=[person, version.pk, one]) for one in ("client", "clinician")]
    assert sent(client, sign_here[0], {"name": stay.person.name}).status_code == 302
    clinician = signed_in(world, Role.CLINICIAN)
    name = world.a.staff[Role.CLINICIAN][0].name
    assert sent(clinician, sign_here[1], {"name": name, "credential": "LMFT"}).status_code == 302
    page = said(client.get(reverse("chart-plan", args=[person])))
    assert "In force" in page
    assert "I want my evenings back." in page
    assert client.get(reverse("plan-print", args=[person, version.pk])).content.startswith(b"%PDF")


def test_two_who_write_the_same_part_both_see_it_and_neither_loses_a_word(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    begin(client, stay)
    path = reverse("plan-part", args=[stay.person.pk, "strengths"])
    token = client.get(path).context["sheet"].token.signed()
    sent(signed_in(world, Role.CLINICIAN), path, {"text": "Her sister"})
    answer = client.post(path, {"sheet": token, "text": "Steady work"})
    assert answer.status_code == 409
    assert "Her sister" in said(answer)
    assert "Steady work" in said(answer)


def test_a_part_opens_in_place_and_without_scripts_as_a_page(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    begin(client, stay)
    path = reverse("plan-part", args=[stay.person.pk, "frame"])
    assert "<html" in said(client.get(path))
    inside = said(client.get(path, headers={"HX-Request": "true"}))
    assert "<html" not in inside
    assert 'id="open-frame"' in inside
    frame = {"weekly_hours": "9", "days_per_week": "3", "est_end_on": "2030-02-01", "level1": "2.1", "weeks1": "8"}
    assert sent(client, path, frame).status_code == 302
    assert "Level 2.1, intensive outpatient, 8 weeks" in said(client.get(reverse("plan-draft", args=[stay.person.pk])))


def test_a_person_who_does_not_sign_is_heard_and_the_plan_goes_on(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    made = drafted(stay, on=today())
    path = reverse("plan-refusal", args=[stay.person.pk, made.pk])
    assert sent(client, path, {"reason": "Too many evenings"}).status_code == 302
    assert "Too many evenings" in said(client.get(reverse("plan-version", args=[stay.person.pk, made.pk])))


def test_the_review_shows_what_changed_and_asks_for_motivation_and_family(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    made = drafted(stay, on=today())
    sign(stay, made, today())
    row = of_plans.objectives(world.access(Role.COUNSELOR), plan=made)[0]
    told = reverse("plan-progress", args=[stay.person.pk, row.pk])
    assert sent(client, told, {"percent": "40", "status": "progressing"}).status_code == 302
    path = reverse("plan-review", args=[stay.person.pk])
    assert "40%" in said(client.get(path))
    given = {"ask_importance": "8", "ask_confidence": "6", "ask_readiness": "7", "says": "Goes on.",
             f"percent_{row.pk}": "60", f"says_{row.pk}": "Two quiet weekends"}  # fmt: skip
    assert sent(client, path, given).status_code == 422
    assert sent(client, path, {**given, "family": "Sister comes on Thursday."}).status_code == 302
    review = of_plans.reviews_of(world.access(Role.COUNSELOR), episode=stay.episode)[0]
    assert (review.motivation["importance"], review.progress[0]["percent"]) == (8, 60)


def test_the_team_is_joined_by_those_with_room_and_left_again(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    counselor = world.a.staff[Role.COUNSELOR][0]
    path = reverse("plan-team-join", args=[stay.person.pk])
    given = {"place": f"counselor-{counselor.pk}", "since": today().isoformat()}
    assert sent(client, path, given).status_code == 302
    page = reverse("plan-team", args=[stay.person.pk])
    assert counselor.name in said(client.get(page))
    member = of_plans.team_of(world.access(Role.COUNSELOR), episode=stay.episode, on=today())[0]
    for _ in range(2):
        assert client.post(reverse("plan-team-end", args=[stay.person.pk, member.pk])).status_code == 302
    assert "until" in said(client.get(page))


def test_what_a_version_changed_is_told(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    drafted(stay, on=today())
    second = drafted(stay, on=today(), strengths="Her sister", est_end_on=today() + timedelta(weeks=12))
    page = said(client.get(reverse("plan-changes", args=[stay.person.pk, second.pk])))
    assert "Her sister" in page
    assert "Expected end" in page
    assert "Objective" not in page


def test_a_page_costs_at_most_twenty_statements(world: World):
    stay, client = staying(world), signed_in(world, Role.CLINICIAN)
    made = drafted(stay, on=today())
    sign(stay, made, today())
    plans.begin_draft(world.access(Role.COUNSELOR), episode=stay.episode, on=today(), at=world.at(today()))
    person = stay.person.pk
    row = of_plans.objectives(world.access(Role.COUNSELOR), plan=made)[0]
    client.get(reverse("chart-plan", args=[person]))
    costs = {
        name: statements(client, reverse(name, args=args))
        for name, args in {
            "chart-plan": [person], "plan-draft": [person], "plan-part": [person, "frame"],
            "plan-part-new": [person, "plan"], "plan-suggestions": [person], "plan-version": [person, made.pk],
            "plan-changes": [person, made.pk], "plan-signature": [person, made.pk, "counselor"],
            "plan-refusal": [person, made.pk],
            "plan-review-measures": [person], "plan-progress": [person, row.pk], "plan-review": [person],
            "plan-team": [person], "plan-team-join": [person], "plan-team-outside": [person],
        }.items()
    }  # fmt: skip
    assert {name: cost for name, cost in costs.items() if cost > 20} == {}, costs


@pytest.mark.parametrize("role", [Role.BILLER, Role.DIRECTOR, Role.COORDINATOR])
def test_who_does_not_treat_does_not_read_the_plan(world: World, role: Role):
    stay = staying(world)
    made = drafted(stay, on=today())
    client = signed_in(world, role)
    for name, args in (("chart-plan", []), ("plan-draft", []), ("plan-version", [made.pk]), ("plan-print", [made.pk])):
        assert client.get(reverse(name, args=[stay.person.pk, *args])).status_code in (403, 404), name


def test_hostile_input_is_answered_and_never_a_crash(world: World):
    stay, client = staying(world), signed_in(world, Role.COUNSELOR)
    other = world.ben()
    made = drafted(stay, on=today())
    person = stay.person.pk
    assert client.get(reverse("plan-version", args=[other.pk, made.pk])).status_code == 404
    assert client.get(reverse("plan-draft", args=[person])).status_code == 404
    assert client.post(reverse("plan-draft", args=[other.pk])).status_code in (400, 422)
    begin(client, stay)
    assert client.get(reverse("plan-part", args=[person, "n999"])).status_code == 404
    assert client.get(reverse("plan-part-new", args=[person, "strengths"])).status_code == 404
    assert client.post(reverse("plan-part-removal", args=[person, "frame"])).status_code == 404
    assert client.post(reverse("plan-suggestion", args=[person, "none-such"])).status_code == 404
    assert client.get(reverse("plan-signature", args=[person, made.pk, "nobody"])).status_code == 404
    frame = reverse("plan-part", args=[person, "frame"])
    bad = {"weekly_hours": "many", "days_per_week": "9", "est_end_on": "soon", "level1": "99"}
    assert sent(client, frame, bad).status_code == 422
    long = reverse("plan-part", args=[person, "language_culture"])
    assert sent(client, long, {"text": "x" * 300}).status_code == 422
