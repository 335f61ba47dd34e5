"""A claim walked back: minutes, note, objective, problem, diagnosis, assessment, authorization, consent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.plans.models import Goal, Objective, Plan, Problem
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.office.claims import queries
from stepwell.office.claims.actions import make_claims
from tests.actions.stay import attend, authorized, consented, in_treatment, placed
from tests.world import TODAY


@pytest.fixture
def traced(world):
    """A claim of two days whose notes cite the same objective."""
    stay = in_treatment(world)
    (diagnosis,) = placed(world, stay)
    consent = consented(world, stay)
    authorization = authorized(world, stay)
    objective = planned(world, stay, diagnosis)
    came = [attend(world, stay, TODAY + timedelta(days=2 * number), objective=objective) for number in (0, 1)]
    last = TODAY + timedelta(days=2)
    (claim,) = make_claims(
        world.access(Role.BILLER), episode=stay.episode, from_on=TODAY, to_on=last, at=world.at(last, 20)
    )
    return claim, came, objective, diagnosis, authorization, consent


def planned(world, stay, diagnosis) -> Objective:
    subject = stay.subject
    with opened(world.access(Role.CLINICIAN)):
        plan = Plan.objects.create(
            subject=subject,
            episode=stay.episode,
            version=1,
            starts_on=TODAY,
            est_end_on=TODAY + timedelta(days=70),
            review_due_on=TODAY + timedelta(days=30),
            level_path=["2.1"],
            weekly_hours=9,
            days_per_week=3,
        )
        problem = Problem.objects.create(
            subject=subject, plan=plan, dimension="4A", diagnosis=diagnosis, says="Drinks alone", evidence="Interview",
            identified_on=TODAY,
        )  # fmt: skip
        goal = Goal.objects.create(subject=subject, problem=problem, quote="I want my evenings back.")
        return Objective.objects.create(
            subject=subject, goal=goal, behaviour="Spends evenings with others", measure="evenings a week",
            baseline="1", target="5", target_on=TODAY + timedelta(days=60),
        )  # fmt: skip


def test_it_goes_from_the_claim_down_to_the_consent(world, traced):
    claim, came, objective, diagnosis, authorization, consent = traced
    steps = queries.trace(world.access(Role.BILLER), claim_id=claim.claim_id)
    kinds = list(dict.fromkeys(step["kind"] for step in steps))
    assert kinds == [
        "claim",
        "line",
        "attended-day",
        "minutes",
        "note",
        "objective",
        "goal",
        "problem",
        "diagnosis",
        "assessment",
        "authorization",
        "consent",
    ]
    found = {(step["kind"], step["id"]) for step in steps}
    assert ("claim", claim.claim_id) in found
    assert ("objective", objective.pk) in found
    assert ("diagnosis", diagnosis.pk) in found
    assert ("assessment", diagnosis.assessment_id) in found
    assert ("authorization", authorization.pk) in found
    assert ("consent", consent.pk) in found
    assert sum(step["kind"] == "note" for step in steps) == len(came) == 2
    assert sum(step["kind"] == "objective" for step in steps) == 1  # shared by both notes, told once


def test_it_says_where_things_stand_and_never_what_a_note_says(world, traced):
    claim = traced[0]
    told = " ".join(str(step["says"]) for step in queries.trace(world.access(Role.BILLER), claim_id=claim.claim_id))
    assert "180 minutes of group on 2026-03-02" in told
    assert "Signed by Alex Exampleton, CADC" in told
    assert "Spoke of the week" not in told


def test_nobody_else_walks_it(world, traced):
    claim = traced[0]
    with pytest.raises(NotFound):
        queries.trace(world.stranger, claim_id=claim.claim_id)
    with pytest.raises(NotPermitted):
        queries.trace(world.access(Role.COORDINATOR), claim_id=claim.claim_id)
    with pytest.raises(NotFound):
        queries.trace(world.access(Role.BILLER), claim_id="C-0")
