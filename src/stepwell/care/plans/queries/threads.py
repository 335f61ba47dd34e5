"""Reading objectives: the thread behind one, and which of them a note may cite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from stepwell.care.plans.models import (
    Objective,
    Plan,
)
from stepwell.care.plans.rules.signing import WORKED_ON, is_in_force
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    pass
from stepwell.care.plans.queries.plans import PLAN


@dataclass(frozen=True)
class Thread:
    """From an objective back to what was found: each number with a short word. Empty ids are 0."""

    objective_id: int
    objective: str
    goal_id: int
    goal: str
    problem_id: int
    problem: str
    plan_id: int
    plan_version: int
    diagnosis_id: int
    diagnosis: str
    assessment_id: int


@query(Permission.EPISODE_READ)
def thread(access: Access, *, objective: Objective) -> Thread:
    """The golden thread behind an objective: goal, problem, plan, diagnosis and assessment. Raises NotFound."""
    found = threads(access, objective_ids=[objective.pk])
    if not found:
        raise NotFound
    return found[objective.pk]


@query(Permission.EPISODE_READ)
def threads(access: Access, *, objective_ids: Sequence[int]) -> dict[int, Thread]:
    """The golden threads behind several objectives by number, in one read; a number of nobody here is left out."""
    rows = Objective.objects.select_related("goal__problem__plan", "goal__problem__diagnosis").filter(
        pk__in=objective_ids
    )
    found = {row.pk: _thread(row) for row in rows}
    concerns(*(row.subject_id for row in rows))
    return found


def _thread(row: Objective) -> Thread:
    problem = row.goal.problem
    diagnosis = problem.diagnosis
    return Thread(
        objective_id=row.pk,
        objective=row.behaviour,
        goal_id=row.goal_id,
        goal=row.goal.quote,
        problem_id=problem.pk,
        problem=problem.says,
        plan_id=problem.plan_id,
        plan_version=problem.plan.version,
        diagnosis_id=diagnosis.pk if diagnosis else 0,
        diagnosis=f"{diagnosis.code} {diagnosis.label}" if diagnosis else "",
        assessment_id=diagnosis.assessment_id if diagnosis else 0,
    )


@query(Permission.EPISODE_READ)
def objective_by_id(access: Access, *, objective_id: int) -> Objective:
    """One objective. Raises NotFound."""
    found = Objective.objects.filter(pk=objective_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EPISODE_READ)
def worked_on(access: Access, *, episode_ids: Sequence[int], on: date, before: datetime) -> dict[int, list[Objective]]:
    """Objectives a note may cite, for each of the stays, in two reads: those worked on in the plan in force.

    before: the end of the day at the site. Stays without a plan in force are left out.
    """
    policy = load(PLAN, on)
    rows = Plan.objects.filter(episode__in=episode_ids, starts_on__lte=on).exclude(superseded_on__lte=on)
    signed = rows.annotate(signers=ArrayAgg("signatures__signer", filter=Q(signatures__at__lt=before), default=[]))
    in_force: dict[int, int] = {}
    for stay, number, signers in signed.order_by("version").values_list("episode_id", "id", "signers"):
        if is_in_force(signers, policy):
            in_force[number] = stay
    newest = {stay: number for number, stay in in_force.items()}
    found: dict[int, list[Objective]] = {stay: [] for stay in newest}
    objectives = Objective.objects.select_related("goal__problem").filter(
        goal__problem__plan__in=list(newest.values()), status__in=WORKED_ON
    )
    for one in objectives.order_by("id"):
        found[in_force[one.goal.problem.plan_id]].append(one)
        concerns(one.subject_id)
    return found
