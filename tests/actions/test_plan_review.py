"""Reviews of a plan: motivation and family again, how far objectives are, the next date."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as work
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.episodes import actions as episodes
from tests.actions.care_stay import drafted, in_care, with_plan
from tests.world import TODAY

LATER = TODAY + timedelta(days=26)


def review(stay, plan=None, **changed):
    act = stay.world.access(Role.COUNSELOR)
    plan = plan or of_plans.plan_in_force(act, episode=stay.episode, on=TODAY)
    given = {
        "motivation": {"importance": 9, "confidence": 7, "readiness": 8},
        "family": "Her sister would come again.",
        "progress": [{"objective": stay.objective.pk, "percent": 50}] if "progress" not in changed else [],
        "says": "On the way.",
        "by": stay.world.a.staff[Role.COUNSELOR][0],
    }
    return plans.review_plan(act, plan=plan, on=LATER, **{**given, **changed})


def test_a_review_moves_the_date_by_the_programs_rule(world):
    stay = with_plan(world)
    row = review(stay)
    assert row.next_due_on == LATER + timedelta(days=30)
    assert row.progress[0]["status"] == "progressing"
    act = world.access(Role.COUNSELOR)
    plan = of_plans.plan_in_force(act, episode=stay.episode, on=LATER)
    assert plan.review_due_on == row.next_due_on
    assert stay.objective.percent_met == 50
    due = [task for task in work.open_about(act, subject=stay.subject) if task.kind == "review-plan"]
    assert [task.due_at.date() for task in due] == [row.next_due_on]


@pytest.mark.parametrize("missing", [{"motivation": {}}, {"family": "  "}])
def test_motivation_and_family_are_looked_at_again(world, missing):
    stay = with_plan(world)
    with pytest.raises(NotAllowed, match="what moves the person and at the family"):
        review(stay, **missing)
    assert of_plans.reviews_of(world.access(Role.COUNSELOR), episode=stay.episode) == []


def test_only_the_plan_in_force_is_reviewed(world):
    stay = in_care(world)
    with pytest.raises(Conflict, match="not in force"):
        review(stay, plan=drafted(stay), progress=[])


def test_an_objective_of_another_plan_is_not_taken(world):
    stay, other = with_plan(world), with_plan(world, world.ben())
    with pytest.raises(BadInput, match="not of this version"):
        review(stay, progress=[{"objective": other.objective, "percent": 10}])


def test_progress_goes_on_in_known_steps(world):
    stay = with_plan(world)
    act, objective = world.access(Role.COUNSELOR), stay.objective
    with pytest.raises(BadInput, match="100 percent"):
        plans.progress(act, objective=objective, percent=90, status="met", on=TODAY)
    plans.progress(act, objective=objective, percent=100, status="met", on=TODAY)
    with pytest.raises(Conflict, match="is met"):
        plans.progress(act, objective=objective, percent=0, status="new", on=TODAY)
    plans.progress(act, objective=objective, percent=60, status="progressing", on=TODAY)
    plans.progress(act, objective=objective, percent=60, status="discontinued", on=TODAY)
    assert of_plans.objectives_in_force(act, episode=stay.episode, on=TODAY) == []


@pytest.mark.django_db(transaction=True)
def test_a_change_of_level_asks_for_a_look_at_the_plan(committed_world):
    stay = with_plan(committed_world)
    act = committed_world.access(Role.CLINICIAN)
    episodes.change_level(act, episode=stay.episode, on=LATER, level="1.5", weekly_hours=Decimal(3), days_per_week=1)
    drain()
    drain()
    asked = [one for one in work.open_about(act, subject=stay.subject) if one.kind == "review-plan-change"]
    assert len(asked) == 1
    assert "1.5" in asked[0].says
