"""The safety check: each danger is somebody's work with a deadline, and nobody is rejected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.admissions import queries as of_admissions
from stepwell.care.admissions.actions import check_safety, put_on_call
from stepwell.care.admissions.queries import enquiry_board
from stepwell.care.admissions.rules.safety import SafetyFacts
from stepwell.care.admissions.rules.withdrawal import scales_indicated
from stepwell.care.measures import actions as measures
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.foundation.jobs.worker import drain
from stepwell.foundation.policy.loading import load
from tests.actions.test_enquiry import first_contact
from tests.rules.policy_cases import policy_cases
from tests.world import TODAY

SCALES = load("withdrawal/scales", TODAY)
ASKED = ("current_heavy_use", "prior_severe_withdrawal", "opioid_withdrawal", "pregnant", "overdose")


@pytest.fixture
def coordinator(world):
    return world.access(Role.COORDINATOR)


@pytest.fixture
def amara(world):
    return first_contact(world).subject


@pytest.fixture
def checked(world, coordinator, amara):
    def made(at=None, **facts):
        return check_safety(coordinator, subject=amara, facts=facts, at=at or world.at())

    return made


def work(access, subject):
    tasks = of_jobs.open_about(access, subject=subject)
    return {task.kind: (task.for_role, task.due_at) for task in tasks if task.about.startswith("safety-check:")}


def test_nothing_found_is_recorded_with_what_was_not_asked(coordinator, amara, checked):
    check = checked()
    assert (check.urgent, list(check.ruling["routes"])) == (False, [])
    assert "overdose" in check.ruling["unasked"]
    assert work(coordinator, amara) == {}


def test_each_route_is_work_for_somebody_with_its_deadline(world, coordinator, amara, checked):
    check = checked(overdose=True, c_ssrs="moderate", pregnant=True, dependent_on_opioids_alcohol_or_sedatives=True)
    assert check.urgent
    assert check.ruling["most_urgent"] == "overdose"
    assert work(coordinator, amara) == {
        "emergency-services": (Role.COORDINATOR, world.at()),
        "risk-assessment": (Role.CLINICIAN, world.at() + timedelta(minutes=480)),
        "priority-obstetric-and-medication": (Role.PRESCRIBER, world.at() + timedelta(hours=48)),
    }


def test_what_has_no_deadline_is_looked_at_within_a_day(world, coordinator, amara, checked):
    checked(consent_unresolved=True)
    assert work(coordinator, amara)["hold-for-consent"] == (Role.CLINICIAN, world.at() + timedelta(hours=24))


def test_every_route_of_the_policy_names_somebody():
    routes = {rule["route"] for rule in load("safety/hard-stops", TODAY).rules.values() if rule.get("trigger")}
    named = load("enquiries/first-contact", TODAY).rule("urgent-work")["routes"]
    assert routes <= set(named)
    assert {work["for_role"] for work in named.values()} <= set(Role)


def test_whatever_is_found_the_enquiry_stays_open(world, coordinator, amara, checked):
    check = checked(unconscious=True)
    assert [card.state for card in enquiry_board(coordinator, at=world.at())] == ["new"]
    assert any(reason["rule"].endswith("#never-rejected") for reason in check.reasons)


def test_in_opening_hours_the_front_desk_answers(world, checked):
    director, sam = world.access(Role.DIRECTOR), world.a.staff[Role.CLINICIAN][0]
    put_on_call(director, staff=sam, starts=world.at(hour=0), ends=world.at(hour=23), phone="714-555-0111")
    check = checked(overdose=True)
    assert check.on_call is None
    assert check.reasons[-1]["facts"]["answers"] == "Front desk"


def test_outside_them_the_one_on_call_is_named(world, coordinator, amara, checked):
    director, sam = world.access(Role.DIRECTOR), world.a.staff[Role.CLINICIAN][0]
    put_on_call(director, staff=sam, starts=world.at(hour=18), ends=world.at(hour=23), phone="714-555-0111")
    check = checked(at=world.at(hour=22), overdose=True)
    assert check.on_call == sam
    assert check.reasons[-1]["facts"]["answers"] == sam.name
    assert "rota-gap" not in {task.kind for task in of_jobs.open_about(coordinator, subject=amara)}


def test_a_gap_in_the_rota_is_the_directors_work_when_it_matters(world, coordinator, amara, checked):
    night = world.at(hour=22)
    assert checked(at=night).on_call is None
    assert work(coordinator, amara) == {}
    checked(at=night, overdose=True)
    assert work(coordinator, amara)["rota-gap"] == (Role.DIRECTOR, night + timedelta(hours=1))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"mood": "low"}, "mood"),
        ({"overdose": "yes"}, "overdose"),
        ({"ciwa_ar": 68}, "ciwa_ar"),
        ({"c_ssrs": "bad"}, "c_ssrs"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_kept(world, coordinator, amara, checked, facts, field):
    with pytest.raises(BadInput) as refused:
        checked(**facts)
    assert refused.value.field == field
    assert of_admissions.safety_checks_of(coordinator, subject=amara) == []


def test_breath_alcohol_is_kept_as_it_was_measured(coordinator, amara, checked):
    assert checked(breath_alcohol=0.08).facts["breath_alcohol"] == "0.08"
    assert "safe-transport" in work(coordinator, amara)


def test_the_neighbour_cannot_check_or_read(world, amara):
    with pytest.raises(NotFound):
        check_safety(world.stranger, subject=amara, facts={}, at=world.at())


def owed(access, subject):
    tasks = of_jobs.open_about(access, subject=subject)
    return {task.kind: (task.for_role, task.due_at) for task in tasks if task.kind.startswith("open-")}


def test_a_withdrawal_scale_is_asked_for_when_indicated_and_not_scored(world, coordinator, amara, checked):
    checked(current_heavy_use=True, ciwa_ar=4, opioid_withdrawal=False)
    assert owed(coordinator, amara) == {}
    checked(current_heavy_use=True, opioid_withdrawal=True, medication_plan=True)
    within = (Role.NURSE, world.at() + timedelta(minutes=60))
    assert owed(coordinator, amara) == {"open-ciwa-ar": within, "open-cows": within}


def test_giving_the_scale_ends_what_was_asked_for(committed_world):
    world = committed_world
    act, subject = world.access(Role.COORDINATOR), first_contact(world).subject
    check_safety(act, subject=subject, facts={"current_heavy_use": True}, at=world.at())
    measures.give(
        world.access(Role.NURSE), subject=subject, instrument="ciwa-ar", answers=[1] * 10,
        at=world.at() + timedelta(minutes=30), given_by="Nadia",
    )  # fmt: skip
    drain()
    assert owed(act, subject) == {}


@given(st.dictionaries(st.sampled_from(ASKED), st.booleans()))
def test_knowing_more_dangers_never_asks_for_fewer_scales(facts):
    def due(given):
        return {one.instrument for one in scales_indicated(SafetyFacts(**given), SCALES).answer}

    assert due(facts) <= due({**facts, **{name: True for name, said in facts.items() if not said}})
    assert due({**facts, "ciwa_ar": 0, "cows": 0}) == set()


@pytest.mark.parametrize(("facts", "expect"), policy_cases("withdrawal/scales"))
def test_the_cases_of_the_withdrawal_scales(facts, expect):
    assert [one.instrument for one in scales_indicated(SafetyFacts(**facts), SCALES).answer] == expect["scales"]
