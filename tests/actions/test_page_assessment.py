"""The pages of an assessment: screens kept apart, a level looked at, instruments with what they ask for, the tablet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from stepwell.care.measures import actions as measures
from stepwell.care.measures import queries as of_measures
from stepwell.care.placement import actions as placement
from stepwell.care.placement import queries as of_placement
from stepwell.doors.cli.journey.arriving import ANSWERS, CRITERIA, RATINGS
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.refusals import Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.people.models import Person
from tests.actions.stay import in_treatment
from tests.world import World, today_there

PASSWORD = "an-invented-password"


def signed_in(world: World, role: Role) -> Client:
    """Somebody on staff of clinic `a`, signed in."""
    member = world.a.staff[role][0]
    login = Login.objects.create_user(f"{role}@a", PASSWORD, world.a.operator, [role], member.name)
    Login.objects.filter(pk=login.pk).update(staff_id=member.pk)
    client = Client()
    client.force_login(Login.objects.get(pk=login.pk))
    return client


def begun(world: World, person: Person, **ratings: str) -> Any:
    """An open assessment with these ratings."""
    row = placement.begin_assessment(
        world.access(Role.CLINICIAN),
        subject=person.subject,
        by=world.a.staff[Role.CLINICIAN][0],
        on=today_there(),
    )
    if ratings:
        placement.rate(world.access(Role.CLINICIAN), assessment=row, ratings=ratings)
    return row


def sent(client: Client, path: str, given: dict[str, Any]) -> Any:
    """Open a form and send it with these words."""
    page = client.get(path)
    return client.post(path, {"sheet": page.context["sheet"].token.signed(), **given})


def give(world: World, person: Person, name: str, answers: list[Any], days_ago: int = 0) -> Any:
    """One giving, that many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    return measures.give(
        world.access(Role.CLINICIAN), subject=person.subject, instrument=name, answers=answers, at=at, given_by="Test"
    )


def statements(client: Client, address: str) -> int:
    """How many statements a page costs, without what only a test's own transaction adds around each open gate."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    own = [one for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]]
    return sum("set_config('stepwell.operator', ''" not in one["sql"] for one in own)


def test_a_page_costs_at_most_twenty_statements(world: World):
    amara = in_treatment(world, on=today_there()).person
    begun(world, amara, **RATINGS)
    for name, answers in ANSWERS.items():
        give(world, amara, name, answers, 14)
        give(world, amara, name, answers)
    client = signed_in(world, Role.CLINICIAN)
    row = of_measures.history(world.access(Role.CLINICIAN), subject=amara.subject, instrument="phq-9")[-1]
    client.get(reverse("chart-assessment", args=[amara.pk]))
    for address in (
        reverse("chart-assessment", args=[amara.pk]),
        reverse("placement", args=[amara.pk]),
        reverse("placement-confirmation", args=[amara.pk]),
        reverse("diagnoses", args=[amara.pk]),
        reverse("instrument", args=[amara.pk, "phq-9"]),
        reverse("instrument-giving", args=[amara.pk, "phq-9"]),
        reverse("instrument-result", args=[amara.pk, "phq-9", row.pk]),
    ):
        assert statements(client, address) <= 20, address


def test_two_screens_written_at_once_keep_each_others_words(world: World):
    amara, access = world.amara(), world.access(Role.CLINICIAN)
    one = begun(world, amara)
    two = of_placement.assessment_by_id(access, assessment_id=one.pk)
    placement.write_screen(access, assessment=one, words={"withdrawal": "Shaky hands"}, ratings={"1B": "1"})
    placement.write_screen(access, assessment=two, words={"hopes": "To keep her job"})
    row = of_placement.assessment_by_id(access, assessment_id=one.pk)
    assert (row.words["withdrawal"], row.words["hopes"]) == ("Shaky hands", "To keep her job")
    assert row.ratings == {"1B": "1"}
    assert "Shaky hands" in row.findings
    assert "To keep her job" in row.findings


def test_two_people_on_the_same_screen_both_see_it_and_nobodys_words_vanish(world: World):
    amara = world.amara()
    row = begun(world, amara)
    client = signed_in(world, Role.COUNSELOR)
    path = reverse("assessment-screen", args=[amara.pk, row.pk, "d1"])
    token = client.get(path).context["sheet"].token.signed()
    placement.write_screen(
        world.access(Role.CLINICIAN), assessment=row, words={"withdrawal": "Sweats since noon"}, ratings={"1B": "2"}
    )
    answer = client.post(path, {"sheet": token, "withdrawal": "Hands shake", "r-1B": "1"})
    assert answer.status_code == 409
    for words in ("Hands shake", "Sweats since noon", "Moderate: needs to be seen daily"):
        assert words in answer.content.decode()


def test_findings_from_before_the_screens_stay_and_a_rating_can_be_taken_back(world: World):
    amara, access = world.amara(), world.access(Role.CLINICIAN)
    row = begun(world, amara)
    placement.rate(access, assessment=row, ratings={"4A": "B"}, findings="Told on the phone.")
    placement.write_screen(access, assessment=row, words={"risk": "Evenings"}, ratings={"4A": ""})
    row = of_placement.assessment_by_id(access, assessment_id=row.pk)
    assert row.findings.startswith("Told on the phone.")
    assert "Evenings" in row.findings
    assert row.ratings == {}


def test_after_the_level_is_confirmed_nothing_is_written_any_more(world: World):
    amara, access = world.amara(), world.access(Role.CLINICIAN)
    row = begun(world, amara, **RATINGS)
    client = signed_in(world, Role.CLINICIAN)
    path = reverse("placement-confirmation", args=[amara.pk])
    answer = sent(client, path, {"credential": "LMFT", "selected": "2.1", "actual": "2.1"})
    assert answer.status_code == 302
    decision = of_placement.decision_of(access, subject=amara.subject)
    assert decision is not None
    assert (decision.recommended, decision.actual, decision.credential) == ("2.1", "2.1", "LMFT")
    with pytest.raises(Conflict):
        placement.write_screen(access, assessment=row, words={"hopes": "More"})
    assert b"2.1" in client.get(reverse("chart-assessment", args=[amara.pk])).content


def test_another_level_needs_its_reason_and_the_words_stay_on_the_form(world: World):
    amara = world.amara()
    begun(world, amara, **RATINGS)
    client = signed_in(world, Role.CLINICIAN)
    path = reverse("placement-confirmation", args=[amara.pk])
    given = {"credential": "LMFT", "selected": "2.5", "actual": "2.1", "reason_text": "She asks for more days."}
    answer = sent(client, path, given)
    assert answer.status_code in (409, 422, 403)
    assert b"She asks for more days." in answer.content
    assert of_placement.decision_of(world.access(Role.CLINICIAN), subject=amara.subject) is None
    given |= {"reason_code": "patient_preference", "risk_plan": "Daily call"}
    assert sent(client, path, given).status_code == 302


def test_a_preview_writes_nothing_and_says_the_level(world: World):
    amara = world.amara()
    row = begun(world, amara, **RATINGS)
    client = signed_in(world, Role.COUNSELOR)
    answer = client.post(reverse("placement-preview", args=[amara.pk]), {"r-5C": "B"})
    assert b"Level 3.1" in answer.content
    assert of_placement.assessment_by_id(world.access(Role.CLINICIAN), assessment_id=row.pk).ratings == RATINGS
    hostile = client.post(reverse("placement-preview", args=[amara.pk]), {"r-5C": "<script>", "r-9Z": "x"})
    assert hostile.status_code == 200
    assert b"<script>" not in hostile.content


def test_an_answer_about_harm_opens_the_screener_at_once_in_the_same_sitting(world: World):
    amara = world.amara()
    client = signed_in(world, Role.COUNSELOR)
    path = reverse("instrument-giving", args=[amara.pk, "phq-9"])
    answer = sent(client, path, {f"q-{number}": "1" for number in range(1, 10)})
    page = client.get(answer["Location"])
    assert "Open the C-SSRS now" in page.content.decode()
    opener = page.context["page"].here.measure
    then = f"{reverse('instrument-giving', args=[amara.pk, 'c-ssrs'])}?opened_by={opener.pk}"
    assert "is due in the same sitting" in client.get(reverse("chart-assessment", args=[amara.pk])).content.decode()
    answer = sent(client, then, {"q-1": "1", "q-2": "0", "q-6": "0"})
    page = client.get(answer["Location"]).context["page"]
    assert page.here.measure.sitting == opener.sitting
    assert page.here.measure.band == "low"
    assert of_measures.open_sitting(world.access(Role.COUNSELOR), subject=amara.subject) == []


def test_a_safety_question_left_open_is_asked_again_with_the_rest_kept(world: World):
    amara = world.amara()
    client = signed_in(world, Role.COUNSELOR)
    path = reverse("instrument-giving", args=[amara.pk, "phq-9"])
    answer = sent(client, path, {f"q-{number}": "2" for number in range(1, 9)})
    assert answer.status_code == 422
    assert "This question needs an answer." in answer.content.decode()
    assert answer.content.decode().count("checked") == 8
    assert of_measures.history(world.access(Role.COUNSELOR), subject=amara.subject, instrument="phq-9") == []


def test_change_since_last_time_is_said(world: World):
    amara = world.amara()
    give(world, amara, "phq-9", [3, 3, 3, 3, 3, 0, 0, 0, 0], 14)
    row = give(world, amara, "phq-9", [1, 1, 1, 1, 1, 1, 1, 0, 0])
    client = signed_in(world, Role.CLINICIAN)
    page = client.get(reverse("instrument-result", args=[amara.pk, "phq-9", row.pk])).content.decode()
    assert "8 points better, more than chance" in page
    assert "8 points better" in client.get(reverse("chart-assessment", args=[amara.pk])).content.decode()


def test_a_tablet_shows_the_questions_alone_until_the_password_takes_it_back(world: World):
    amara = world.amara()
    people.describe(world.access(Role.COORDINATOR), person=amara, language="es")
    client = signed_in(world, Role.COUNSELOR)
    path = reverse("instrument-tablet", args=[amara.pk, "phq-9"])
    page = client.get(path)
    text = page.content.decode()
    assert "Poco interés o placer en hacer cosas" in text
    assert "Sampleworth" not in text
    assert f'href="{reverse("people")}"' not in text
    for away in ("/", reverse("person", args=[amara.pk]), reverse("instrument", args=[amara.pk, "phq-9"]), "/people/"):
        assert client.get(away)["Location"] == path
    answer = client.post(
        path, {"sheet": page.context["sheet"].token.signed(), **{f"q-{number}": "1" for number in range(1, 10)}}
    )
    thanks = client.get(answer["Location"])
    assert "Gracias" in thanks.content.decode()
    assert b"item" not in thanks.content
    assert client.post(answer["Location"], {"password": "wrong"}).status_code == 422
    assert client.get("/")["Location"] == path
    back = client.post(answer["Location"], {"password": PASSWORD})
    assert "/results/" in back["Location"]
    assert "Open the C-SSRS now" in client.get(back["Location"]).content.decode()


def test_five_wrong_passwords_sign_the_tablet_out(world: World):
    client, amara = signed_in(world, Role.COUNSELOR), world.amara()
    client.get(reverse("instrument-tablet", args=[amara.pk, "gad-7"]))
    thanks = reverse("tablet-thanks", args=[amara.pk, "gad-7"])
    for _ in range(5):
        answer = client.post(thanks, {"password": "wrong"})
    assert answer["Location"] == reverse("login")
    assert client.get(reverse("people")).status_code == 302


def test_staff_rate_withdrawal_scales_themselves(world: World):
    client, amara = signed_in(world, Role.NURSE), world.amara()
    assert client.get(reverse("instrument-tablet", args=[amara.pk, "ciwa-ar"])).status_code == 404
    names = ["nausea", "tremor", "sweats", "anxiety", "agitation", "tactile", "auditory", "visual", "headache"]
    names += ["orientation"]
    path = reverse("instrument-giving", args=[amara.pk, "ciwa-ar"])
    answer = sent(client, path, {f"q-{name}": "4" for name in names})
    assert "emergency" in client.get(answer["Location"]).content.decode()


def test_a_question_with_parts_is_asked_part_by_part_and_scales_are_never_one_number(world: World):
    client, amara = signed_in(world, Role.COUNSELOR), world.amara()
    path = reverse("instrument-giving", args=[amara.pk, "bam"])
    asked = client.get(path).context["asked"].questions
    assert [one.id for one in asked][6:9] == ["7A", "7B", "7C"]
    assert "how many days did you use: cannabis" in client.get(path).content.decode()
    answer = sent(client, path, {one.field: one.options[1][0] for one in asked})
    page = client.get(answer["Location"])
    assert page.context["page"].here.score == "use 3, risk 6, protective 9"
    assert len(page.context["page"].answers) == 23
    old = give(world, amara, "bam", ANSWERS["bam"])
    page = client.get(reverse("instrument-result", args=[amara.pk, "bam", old.pk]))
    assert len(page.context["page"].answers) == 17


def test_criteria_come_to_a_severity_and_only_the_licensed_diagnose(world: World):
    amara = world.amara()
    begun(world, amara)
    client = signed_in(world, Role.CLINICIAN)
    given = {"substance": "alcohol", "criteria": CRITERIA}
    live = client.post(reverse("diagnosis-preview", args=[amara.pk]), given).content.decode()
    assert "alcohol use disorder, moderate. F10.20." in live
    answer = sent(client, reverse("diagnoses", args=[amara.pk]), {**given, "principal": "on"})
    assert answer.status_code == 302
    (row,) = of_placement.diagnosis_history(world.access(Role.CLINICIAN), subject=amara.subject)
    assert (row.code, row.principal) == ("F10.20", True)
    path = reverse("diagnosis-resolution", args=[amara.pk, row.pk])
    assert sent(client, path, {"on": today_there().isoformat()}).status_code == 302
    assert signed_in(world, Role.COUNSELOR).get(reverse("diagnoses", args=[amara.pk])).status_code == 403


def test_two_kinds_of_diagnosis_at_once_are_asked_apart_and_another_code_needs_why(world: World):
    amara = world.amara()
    begun(world, amara)
    client, path = signed_in(world, Role.CLINICIAN), reverse("diagnoses", args=[amara.pk])
    assert sent(client, path, {"substance": "alcohol", "code": "F41.1"}).status_code == 422
    answer = sent(client, path, {"other_code": "G47.00"})
    assert answer.status_code == 422
    assert "needs its name and why" in answer.content.decode()
    given = {"other_code": "g47.00", "label": "Insomnia", "other_code_because": "Three months of broken sleep"}
    assert sent(client, path, given).status_code == 302


def test_family_is_invited_by_consent_alone(world: World):
    amara, desk = world.amara(), world.access(Role.COORDINATOR)
    row = begun(world, amara)
    today = today_there()
    sister = people.relate(desk, subject=amara.subject, kind="relative", name="Nia", on=today, how_related="sister")
    client = signed_in(world, Role.COUNSELOR)
    path = reverse("assessment-screen", args=[amara.pk, row.pk, "family"])
    refused = sent(client, path, {"family": str(sister.pk), "family_note": "She worries."})
    assert "consent" in refused.content.decode()
    assert "She worries." in refused.content.decode()
    assert of_placement.assessment_by_id(desk_reader(world), assessment_id=row.pk).family_note == ""
    consents.grant(
        desk, subject=amara.subject, kind="relative", patient=amara.name, discloser="Fountain Grove",
        recipients=["Nia"], purposes=["treatment"], categories=["assessment"], relation_id=sister.pk,
        signed_by=amara.name, signed_at=timezone.now(), starts_on=today, expires_when="the end of the stay",
    )  # fmt: skip
    assert sent(client, path, {"family": str(sister.pk), "family_note": "She worries."}).status_code == 302
    assert of_placement.assessment_by_id(desk_reader(world), assessment_id=row.pk).family_invited_id == sister.pk


def desk_reader(world: World) -> Any:
    """Somebody who reads notes."""
    return world.access(Role.COUNSELOR)


@pytest.mark.parametrize("role", [Role.BILLER, Role.DIRECTOR, Role.COORDINATOR])
def test_who_reads_no_notes_sees_no_assessment(world: World, role: Role):
    amara = world.amara()
    row = begun(world, amara)
    client = signed_in(world, role)
    for address in (
        reverse("chart-assessment", args=[amara.pk]),
        reverse("assessment", args=[amara.pk, row.pk]),
        reverse("assessment-screen", args=[amara.pk, row.pk, "d1"]),
        reverse("placement", args=[amara.pk]),
        reverse("instrument", args=[amara.pk, "phq-9"]),
    ):
        assert client.get(address).status_code in (403, 404), address


def test_what_does_not_exist_or_is_somebody_elses_is_not_found(world: World):
    amara, ben = world.amara(), world.ben()
    row, given = begun(world, amara), give(world, amara, "gad-7", ANSWERS["gad-7"])
    client = signed_in(world, Role.CLINICIAN)
    for address in (
        reverse("chart-assessment", args=[987654]),
        reverse("assessment", args=[ben.pk, row.pk]),
        reverse("assessment-screen", args=[amara.pk, row.pk, "d9"]),
        reverse("placement", args=[ben.pk]),
        reverse("instrument", args=[amara.pk, "no-such"]),
        reverse("instrument-giving", args=[ben.pk, "phq-9"]) + f"?opened_by={given.pk}",
        reverse("instrument-result", args=[ben.pk, "gad-7", given.pk]),
        reverse("instrument-result", args=[amara.pk, "phq-9", given.pk]),
        reverse("diagnosis-resolution", args=[amara.pk, 987654]),
    ):
        assert client.get(address).status_code == 404, address
    odd = "?opened_by=x'--&sitting=%00&language=<b>"
    assert client.get(reverse("instrument-giving", args=[amara.pk, "phq-9"]) + odd).status_code == 200
