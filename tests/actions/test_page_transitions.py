"""Pages of a stay: reviewed with its criteria, left by a checklist, handed over, called afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from stepwell.care.transitions import actions as transitions
from stepwell.care.transitions import queries as of_transitions
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import queries as episodes
from tests.actions.care_pages import said, sent, signed_in, statements, staying, today
from tests.actions.care_stay import CareStay, in_care
from tests.world import World

LEAVING = {
    "reason": "completed", "next_to": "Dr. Toma Fictitious", "next_clock": "16:00", "client_signature": "signed",
    "substance_use_only": "no", "positive_test_only": "no", "credential": "LMFT", "after_naloxone": "At home",
}  # fmt: skip


def leaving() -> dict[str, str]:
    return {**LEAVING, "on": today().isoformat(), "next_on": (today() + timedelta(days=5)).isoformat()}


def left(world: World, stay: CareStay):
    """Somebody who has left with an appointment five days later."""
    return transitions.discharge(
        world.access(Role.CLINICIAN), episode=stay.episode, on=today(), reason="completed",
        by=world.a.staff[Role.CLINICIAN][0], credential="LMFT", aftercare={"naloxone": "At home"}, next_to="Dr. Toma",
        next_at=world.at(today() + timedelta(days=5)), client_signature="signed", at=world.at(today()),
    )  # fmt: skip


def test_a_review_shows_each_criterion_and_a_clinician_decides_with_a_reason(world: World):
    stay, client = in_care(world, on=today() - timedelta(days=10)), signed_in(world, Role.CLINICIAN)
    path = reverse("stay-review", args=[stay.person.pk])
    page = said(client.get(path))
    assert "At least 80% attended in each of 4 weeks." in page
    assert "What would change it" in page
    shown = client.post(reverse("stay-preview", args=[stay.person.pk]), {"new_withdrawal": "yes"})
    assert "More than this level gives is needed" in said(shown)
    assert of_transitions.stay_reviews(world.access(Role.CLINICIAN), episode=stay.episode) == []
    fewer = {"decided": "thin", "weekly_hours": "6", "days_per_week": "2", "credential": "LMFT"}
    refused = sent(client, path, fewer)
    assert refused.status_code in (403, 422)
    assert "differs" in said(refused)
    assert sent(client, path, {**fewer, "why": "Work starts again"}).status_code == 302
    step = episodes.level_on(world.access(Role.CLINICIAN), episode=stay.episode, on=today())
    assert step.days_per_week == 2
    assert "Thin" in said(client.get(reverse("stay", args=[stay.person.pk])))


def test_the_checklist_says_what_stands_in_the_way_before_anybody_is_let_go(world: World):
    stay, client = staying(world), signed_in(world, Role.CLINICIAN)
    look = reverse("discharge-preview", args=[stay.person.pk])
    assert "Nothing stands in the way" in said(client.post(look, leaving()))
    page = said(client.post(look, {**leaving(), "next_on": "", "positive_test_only": "yes"}))
    assert "Not ready yet" in page
    assert "by itself it never ends treatment" in page
    summary = client.post(reverse("discharge-summary", args=[stay.person.pk]), leaving())
    assert summary.content.startswith(b"%PDF")
    refused = sent(client, reverse("discharge", args=[stay.person.pk]), {**leaving(), "next_on": ""})
    assert refused.status_code != 302
    assert of_transitions.discharge_of(world.access(Role.CLINICIAN), episode=stay.episode) is None


def test_a_discharge_opens_the_handoff_and_the_calls_and_closing_is_kept(world: World):
    stay, client = staying(world), signed_in(world, Role.CLINICIAN)
    assert sent(client, reverse("discharge", args=[stay.person.pk]), leaving()).status_code == 302
    row = of_transitions.discharge_of(world.access(Role.CLINICIAN), episode=stay.episode)
    assert "Discharge summary" in said(client.get(reverse("stay", args=[stay.person.pk])))
    manager = signed_in(world, Role.CASE_MANAGER)
    listed = said(manager.get(reverse("handoffs")))
    assert "Dr. Toma Fictitious" in listed
    assert "Wait for the appointment, then ask" in listed
    handoff = of_transitions.handoffs_of(world.access(Role.CASE_MANAGER), discharge=row)[0]
    path = reverse("handoff-outcome", args=[handoff.pk])
    assert sent(manager, path, {"outcome": "documented"}).status_code != 302
    assert sent(manager, path, {"outcome": "kept", "says": "She went."}).status_code == 302
    assert "No handoff is open" in said(manager.get(reverse("handoffs")))
    assert "She went." in said(manager.get(path))


def test_a_call_is_kept_with_what_they_said_and_an_attempt_stays_on_the_list(world: World):
    stay, manager = staying(world), signed_in(world, Role.CASE_MANAGER)
    row = left(world, stay)
    call = of_transitions.follow_ups_of(world.access(Role.CASE_MANAGER), discharge=row)[0]
    path = reverse("follow-up-outcome", args=[call.pk])
    assert stay.person.name in said(manager.get(reverse("handoffs")))
    assert sent(manager, path, {"reached": "no"}).status_code == 302
    assert sent(manager, path, {"reached": "yes"}).status_code == 422
    assert sent(manager, path, {"reached": "yes", "how": "Well"}).status_code == 302
    assert of_transitions.follow_up_by_id(world.access(Role.CASE_MANAGER), follow_up_id=call.pk).attempts == 2


def test_a_page_costs_at_most_twenty_statements(world: World):
    stay, client = staying(world), signed_in(world, Role.CLINICIAN)
    person = stay.person.pk
    client.get(reverse("stay", args=[person]))
    costs = {name: statements(client, reverse(name, args=[person])) for name in ("stay", "discharge")}
    row = left(world, stay)
    access = world.access(Role.CASE_MANAGER)
    handoff = of_transitions.handoffs_of(access, discharge=row)[0]
    call = of_transitions.follow_ups_of(access, discharge=row)[0]
    costs["ended"] = statements(client, reverse("stay", args=[person]))
    costs["handoffs"] = statements(client, reverse("handoffs"))
    costs["handoff"] = statements(client, reverse("handoff-outcome", args=[handoff.pk]))
    costs["call"] = statements(client, reverse("follow-up-outcome", args=[call.pk]))
    assert {name: cost for name, cost in costs.items() if cost > 20} == {}, costs


@pytest.mark.parametrize("role", [Role.BILLER, Role.COORDINATOR])
def test_who_does_not_treat_neither_reviews_nor_discharges(world: World, role: Role):
    stay, client = staying(world), signed_in(world, role)
    for name in ("stay", "stay-review", "discharge"):
        assert client.get(reverse(name, args=[stay.person.pk])).status_code in (403, 404), name


def test_hostile_input_is_answered_and_never_a_crash(world: World):
    stay, client = staying(world), signed_in(world, Role.CLINICIAN)
    person = stay.person.pk
    for name, number in (("stay", 99999), ("stay-review", 99999), ("handoff-outcome", 9), ("follow-up-outcome", 9)):
        assert client.get(reverse(name, args=[number])).status_code == 404, name
    bad = {"reason": "terminated", "on": "x", "next_on": "y", "next_clock": "z", "attempts": "-1"}
    for name in ("discharge-preview", "discharge-summary", "stay-preview"):
        assert client.post(reverse(name, args=[person]), bad).status_code == 200, name
        assert client.get(reverse(name, args=[person])).status_code == 405, name
    assert sent(client, reverse("discharge", args=[person]), bad).status_code == 422
    assert sent(client, reverse("stay-review", args=[person]), {"decided": "expel"}).status_code == 422
