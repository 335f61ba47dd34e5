"""The eligibility screen: factors inform, emergencies come first, what the record knows is gathered."""

from __future__ import annotations

import pytest

from stepwell.care.admissions import queries as of_admissions
from stepwell.care.admissions.actions import check_safety, screen
from stepwell.care.placement.actions import begin_assessment, confirm_level, rate
from stepwell.foundation.gate.refusals import BadInput, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.registry.people import actions as people
from tests.actions.test_placement import INTENSIVE
from tests.world import TODAY


@pytest.fixture
def amara(world):
    return world.amara().subject


@pytest.fixture
def screened(world, amara):
    def made(access=None, subject=amara, **facts):
        coordinator = access or world.access(Role.COORDINATOR)
        return screen(coordinator, subject=subject, facts=facts, on=TODAY, program=world.a.program)

    return made


def test_what_is_proposed_is_kept_with_its_reasons(world, amara, screened):
    kept = screened(factors={"groups": True})
    assert (kept.outcome, kept.policy_ref, kept.by) == ("admit_2.1", "eligibility/iop@1", "Kim Sampleton")
    assert kept.facts["age"] == 33
    assert kept.reasons[0]["rule"] == "eligibility/iop@1#fits"
    assert of_admissions.screens_of(world.access(Role.COORDINATOR), subject=amara) == [kept]


def test_a_hard_life_adds_support_and_refuses_nobody(screened):
    assert screened(factors={"stable_home": False, "prescribed_moud": True}).outcome == "admit_with_conditions"


def test_an_emergency_nobody_has_acted_on_comes_first_until_it_is_done(world, amara, screened):
    coordinator = world.access(Role.COORDINATOR)
    check_safety(coordinator, subject=amara, facts={"chest_pain": True}, at=world.at())
    kept = screened(emergencies=[])
    assert (kept.outcome, kept.facts["emergencies"]) == ("emergency", ["chest-pain"])
    [task] = of_jobs.open_about(coordinator, subject=amara)
    jobs.finish(coordinator, task=task, at=world.at(hour=11), outcome="Seen in the emergency department; fine.")
    assert screened().outcome == "admit_2.1"


def test_what_can_wait_is_no_emergency(world, amara, screened):
    check_safety(world.access(Role.COORDINATOR), subject=amara, facts={"c_ssrs": "low"}, at=world.at())
    assert screened().outcome == "admit_2.1"


def test_the_confirmed_level_is_gathered(world, amara, screened):
    clinician, sam = world.access(Role.CLINICIAN), world.a.staff[Role.CLINICIAN][0]
    assessment = begin_assessment(clinician, subject=amara, by=sam, on=TODAY)
    rate(clinician, assessment=assessment, ratings=INTENSIVE | {"4A": "E"})
    confirm_level(
        clinician,
        assessment=assessment,
        by=sam,
        credential="LMFT",
        selected="3.5",
        actual="3.5",
        at=world.at(),
        age=33,
    )
    kept = screened()
    assert (kept.facts["level"], kept.outcome) == ("3.5", "refer_up")


def test_age_is_asked_where_nothing_tells_it_and_only_adults_are_taken(world, screened):
    ben = world.ben().subject
    assert screened(subject=ben, age=17).outcome == "defer"
    cy = people.register(world.access(Role.COORDINATOR), first_name="Cy", last_name="Standin").subject
    with pytest.raises(BadInput) as refused:
        screened(subject=cy)
    assert refused.value.field == "age"
    assert screened(subject=cy, age=40).outcome == "admit_2.1"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"factors": {"luck": True}}, "factors.luck"),
        ({"level": "9"}, "level"),
        ({"mood": 1}, "mood"),
        ({"age": "x"}, "age"),
    ],
)
def test_what_cannot_be_used_is_named(screened, facts, field):
    with pytest.raises(BadInput) as refused:
        screened(**facts)
    assert refused.value.field == field


def test_who_may_screen(world, screened):
    with pytest.raises(NotPermitted):
        screened(access=world.access(Role.NURSE))
    with pytest.raises(NotFound):
        screened(access=world.stranger)
