"""A plan: the thread holds, both sign, a new version replaces the old."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from stepwell.care.placement import actions as placement
from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as work
from tests.actions.care_stay import drafted, in_care, problem, sign, with_plan
from tests.world import TODAY


def in_force(stay, on=TODAY):
    return of_plans.plan_in_force(stay.world.access(Role.COUNSELOR), episode=stay.episode, on=on)


def test_a_plan_is_in_force_once_both_have_signed(world):
    stay = in_care(world)
    plan = drafted(stay)
    assert in_force(stay) is None
    at = world.at(TODAY, 11)
    plans.sign_plan(world.access(Role.COUNSELOR), plan=plan, signer="client", name=stay.person.name, at=at)
    assert in_force(stay) is None
    name = world.a.staff[Role.CLINICIAN][0].name
    plans.sign_plan(world.access(Role.CLINICIAN), plan=plan, signer="clinician", name=name, credential="LMFT", at=at)
    assert in_force(stay) == plan
    assert in_force(stay, TODAY - timedelta(days=1)) is None
    tasks = {task.kind for task in work.open_about(world.access(Role.COUNSELOR), subject=stay.subject)}
    assert "review-plan" in tasks
    assert "sign-plan" not in tasks


def test_the_review_date_is_the_programs(world):
    assert drafted(in_care(world)).review_due_on == TODAY + timedelta(days=30)


def test_a_new_version_replaces_the_old_when_it_is_signed(world):
    stay = with_plan(world)
    first = in_force(stay)
    later = TODAY + timedelta(days=10)
    second = drafted(stay, on=later)
    assert second.version == 2
    assert in_force(stay, later) == first
    sign(stay, second, later)
    assert in_force(stay, later) == second
    assert in_force(stay, later - timedelta(days=1)) == first
    act = world.access(Role.COUNSELOR)
    assert of_plans.plan_by_id(act, plan_id=first.pk).superseded_on == later
    reviews = [task.about for task in work.open_about(act, subject=stay.subject) if task.kind == "review-plan"]
    assert reviews == [f"plan:{second.pk}"]


def test_a_replaced_version_cannot_be_signed_any_more(world):
    stay = in_care(world)
    first, second = drafted(stay), drafted(stay)
    sign(stay, second)
    with pytest.raises(Conflict, match="newer version"):
        plans.sign_plan(world.access(Role.COUNSELOR), plan=first, signer="client", name="Amara", at=world.at())


def test_a_place_is_signed_once(world):
    stay = with_plan(world)
    with pytest.raises(Conflict, match="signed already"):
        plans.sign_plan(world.access(Role.COUNSELOR), plan=in_force(stay), signer="client", name="Amara", at=world.at())


def test_a_client_who_declines_is_heard_and_the_plan_goes_on(world):
    stay = in_care(world)
    plan = drafted(stay)
    plans.sign_plan(
        world.access(Role.COUNSELOR),
        plan=plan,
        signer="client",
        name=stay.person.name,
        at=world.at(),
        declined_reason="Does not want to sign anything today; agrees with the goals.",
    )
    name = world.a.staff[Role.CLINICIAN][0].name
    plans.sign_plan(
        world.access(Role.CLINICIAN), plan=plan, signer="clinician", name=name, credential="LMFT", at=world.at()
    )
    assert in_force(stay) == plan


@pytest.mark.parametrize(
    ("role", "index", "name", "credential", "refusal"),
    [
        (Role.COUNSELOR, 0, "Alex Exampleton", "CADC", NotAllowed),
        (Role.CLINICIAN, 0, "Sam Specimen", "LCSW", NotAllowed),
        (Role.CLINICIAN, 0, "Dana Mockworth", "LMFT", BadInput),
    ],
    ids=["not licensed", "a credential they do not hold", "another's name"],
)
def test_who_may_not_sign_as_the_clinician(world, role, index, name, credential, refusal):
    plan = drafted(in_care(world))
    with pytest.raises(refusal):
        plans.sign_plan(
            world.access(role, index), plan=plan, signer="clinician", name=name, credential=credential, at=world.at()
        )


def test_the_signature_stands_under_the_text_and_not_under_progress(world):
    stay = in_care(world)
    plan = drafted(stay)
    at = world.at()
    first = plans.sign_plan(world.access(Role.COUNSELOR), plan=plan, signer="client", name=stay.person.name, at=at)
    objective = of_plans.objectives(world.access(Role.COUNSELOR), plan=plan)[0]
    plans.progress(world.access(Role.COUNSELOR), objective=objective, percent=30, status="progressing", on=TODAY)
    name = world.a.staff[Role.CLINICIAN][0].name
    second = plans.sign_plan(
        world.access(Role.CLINICIAN), plan=plan, signer="clinician", name=name, credential="LMFT", at=at
    )
    assert first.version_hash == second.version_hash
    with opened(world.access(Role.COUNSELOR)):
        objective.target = "1"
        objective.save()
    third = plans.sign_plan(
        world.access(Role.COUNSELOR),
        plan=plan,
        signer="counselor",
        name=world.a.staff[Role.COUNSELOR][0].name,
        credential="CADC",
        at=at,
    )
    assert third.version_hash != first.version_hash


def test_an_objective_without_an_intervention(world):
    stay = in_care(world)
    torn = problem(stay)
    torn["goals"][0]["objectives"][0]["interventions"] = []
    with pytest.raises(NotAllowed, match="at least one intervention") as refused:
        drafted(stay, problems=[torn])
    assert refused.value.reasons[0].facts["path"] == "problems[0].goals[0].objectives[0].interventions"
    assert of_plans.plans_of(world.access(Role.COUNSELOR), episode=stay.episode) == []


def test_each_active_diagnosis_is_answered_or_deferred(world):
    stay = in_care(world)
    placement.diagnose(
        world.access(Role.CLINICIAN),
        assessment=stay.diagnosis.assessment,
        by=world.a.staff[Role.CLINICIAN][0],
        on=TODAY,
        code="F41.1",
    )
    with pytest.raises(NotAllowed, match="Each active diagnosis"):
        drafted(stay)
    later = {"dimension": "D3", "diagnosis": "F41.1", "says": "After four weeks without alcohol.", "status": "deferred"}
    assert drafted(stay, problems=[problem(stay), later]).version == 1


def test_another_persons_diagnosis_is_not_taken(world):
    stay, other = in_care(world), in_care(world, world.ben())
    with pytest.raises(BadInput, match="not active for this person"):
        drafted(stay, problems=[problem(stay, diagnosis=other.diagnosis)])


def test_hours_outside_the_program_need_a_reason_that_stays_in_the_plan(world):
    stay = in_care(world)
    with pytest.raises(NotAllowed, match="weekly hours"):
        drafted(stay, weekly_hours=Decimal(6))
    plan = drafted(stay, weekly_hours=Decimal(6), acknowledged="Night shifts until May.")
    assert "Night shifts until May." in plan.barriers


def test_the_thread_leads_back_to_the_assessment(world):
    stay = with_plan(world)
    thread = of_plans.thread(world.access(Role.BILLER), objective=stay.objective)
    assert thread.diagnosis_id == stay.diagnosis.pk
    assert thread.assessment_id == stay.diagnosis.assessment_id
    assert thread.goal == "I want my evenings back."
    assert thread.plan_id == in_force(stay).pk


def test_a_moment_near_midnight_counts_on_the_sites_day(world):
    stay = in_care(world)
    plan = drafted(stay)
    sign(stay, plan)
    with opened(world.access(Role.COUNSELOR)):
        signed = plan.signatures.first().at
    assert signed.date() == date(2026, 3, 2)
    late = drafted(stay, on=TODAY)
    at = world.at(TODAY, 22)
    assert at.date() == TODAY + timedelta(days=1)
    plans.sign_plan(world.access(Role.COUNSELOR), plan=late, signer="client", name=stay.person.name, at=at)
    name = world.a.staff[Role.CLINICIAN][0].name
    plans.sign_plan(world.access(Role.CLINICIAN), plan=late, signer="clinician", name=name, credential="LMFT", at=at)
    assert in_force(stay, TODAY) == late
