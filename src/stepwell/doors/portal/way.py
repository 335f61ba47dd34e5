"""A client's way and plan, in their own words: the stair, the week's hours, goals, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepwell.care.plans import actions, queries
from stepwell.care.plans.models import Goal, Plan, PlanSignature
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import queries as sessions
from stepwell.doors.drawing.stair import Stair
from stepwell.doors.portal.mine import Me, OwnHours, behalf, hours_of, me_of
from stepwell.doors.portal.stairs import level_name, stair_of
from stepwell.doors.portal.today import plan_to_sign
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.episodes import queries as episodes

#: How far ahead the stair shows planned days.
AHEAD = timedelta(days=21)


@dataclass(frozen=True)
class Step:
    """A step toward a goal: what, by when, how far."""

    says: str
    by: date
    percent: int


@dataclass(frozen=True)
class OwnGoal:
    """What the client wants, in their words, and the steps there."""

    quote: str
    outcome: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Way:
    """What the page prints. review_on: when the plan is looked at again. ends_on: about when this part may end."""

    me: Me
    stair: Stair | None
    hours: OwnHours | None
    goals: tuple[OwnGoal, ...]
    level: str
    review_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class OwnPlan:
    """The plan as a document to read. signatures: who signed. to_sign: it waits for the client."""

    me: Me
    plan: Plan
    goals: tuple[OwnGoal, ...]
    path: tuple[str, ...]
    signatures: tuple[PlanSignature, ...]
    to_sign: bool


@query(Permission.OWN_READ)
def way(access: Access, *, now: datetime) -> Way:
    """Gather the page."""
    me = me_of(access, now=now)
    if me.stay is None:
        return Way(me, None, None, (), "", None, None)
    whole = episodes.way_of(access, episode=me.stay)
    attended = sessions.dates_attended(access, episode=me.stay)
    seats = scheduling.seats_of(access, episode=me.stay, from_on=me.today, to_on=me.today + AHEAD)
    plan = queries.plan_in_force(access, episode=me.stay, on=me.today)
    step = whole.step_on(me.today)
    return Way(
        me=me,
        stair=stair_of(whole.steps, attended, {seat.on for seat in seats}, whole.leaves, me.today),
        hours=hours_of(access, me),
        goals=goals_of(access, plan) if plan else (),
        level=level_name(step.level) if step else "",
        review_on=plan.review_due_on if plan else None,
        ends_on=plan.est_end_on if plan else None,
    )


@query(Permission.OWN_READ)
def plan(access: Access, *, now: datetime) -> OwnPlan | Me:
    """The plan that waits for the client's word, else the one in force; only who asks where there is none."""
    me = me_of(access, now=now)
    waits = plan_to_sign(access, me)
    found = waits or (queries.plan_in_force(access, episode=me.stay, on=me.today) if me.stay else None)
    if found is None:
        return me
    return OwnPlan(
        me=me,
        plan=found,
        goals=goals_of(access, found),
        path=tuple(level_name(str(one.get("level", ""))) for one in found.level_path if isinstance(one, dict)),
        signatures=tuple(queries.signatures_of(access, plan=found)),
        to_sign=waits is not None,
    )


@action(Permission.OWN_WRITE)
def sign(
    access: Access, *, plan_id: int, name: str, drawn: bytes | None, now: datetime, declined: str = ""
) -> PlanSignature:
    """Signed the plan, or said why not. Raises NotFound for any other version, Conflict, BadInput."""
    me = me_of(access, now=now)
    waits = plan_to_sign(access, me)
    if waits is None or waits.pk != plan_id:
        raise NotFound
    own = behalf(access)
    return actions.sign_plan(
        own,
        plan=queries.plan_by_id(own, plan_id=plan_id),
        signer="client",
        name=name,
        at=now,
        method="drawn" if drawn else "typed",
        declined_reason=declined,
        drawn=drawn,
    )


def goals_of(access: Access, plan: Plan) -> tuple[OwnGoal, ...]:
    """Goals of a version in the person's own words. Called inside an open gate."""
    return tuple(_goal(goal) for problem in queries.tree_of(access, plan=plan) for goal in problem.goals.all())


def _goal(goal: Goal) -> OwnGoal:
    return OwnGoal(
        goal.quote,
        goal.outcome,
        tuple(Step(one.behaviour, one.target_on, one.percent_met) for one in goal.objectives.all()),
    )
