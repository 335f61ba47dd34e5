"""Reading plans: which is in force on a day, what it says, who signed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Prefetch, Q

from stepwell.care.plans.clock import end_of, zone_of
from stepwell.care.plans.contents import contents
from stepwell.care.plans.models import (
    Goal,
    Intervention,
    Objective,
    Plan,
    PlanReview,
    PlanSignature,
    Problem,
)
from stepwell.care.plans.rules.signing import WORKED_ON, is_in_force
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

PLAN = "plans/plan"


@query(Permission.EPISODE_READ)
def plan_in_force(access: Access, *, episode: Episode, on: date) -> Plan | None:
    """The version of the plan that both have signed and nothing has replaced by the end of the day, or None."""
    return plans_in_force(access, episode=episode, days=[on])[on]


@query(Permission.EPISODE_READ)
def plans_in_force(access: Access, *, episode: Episode, days: Sequence[date]) -> dict[date, Plan | None]:
    """The plan in force on each of several days, one at least, as `plan_in_force` tells it of one; one read."""
    zone = zone_of(access, episode.program)
    versions = signed_versions(access, episode=episode)
    return {on: next((plan for plan in versions if _in_force(plan, on, end_of(on, zone))), None) for on in days}


@query(Permission.EPISODE_READ, once=True)
def signed_versions(access: Access, *, episode: Episode) -> list[Plan]:
    """Every version of the plan, the latest first, with `signers` and `signed_at` side by side; one read."""
    signed, order = Q(signatures__isnull=False), ("signatures__at", "signatures__id")
    rows = Plan.objects.filter(episode=episode).annotate(
        signers=ArrayAgg("signatures__signer", filter=signed, default=[], order_by=order),
        signed_at=ArrayAgg("signatures__at", filter=signed, default=[], order_by=order),
    )
    return list(rows.order_by("-version"))


def _in_force(plan: Any, on: date, before: datetime) -> bool:
    """plan: with `signers` and `signed_at`, side by side."""
    if plan.starts_on > on or (plan.superseded_on is not None and plan.superseded_on <= on):
        return False
    signers = [who for who, at in zip(plan.signers, plan.signed_at, strict=True) if at < before]
    return is_in_force(signers, load(PLAN, on))


@query(Permission.EPISODE_READ)
def plans_of(access: Access, *, episode: Episode) -> list[Plan]:
    """Every version of the plan, the latest first."""
    return list(Plan.objects.filter(episode=episode).order_by("-version"))


@query(Permission.NOTE_READ)
def plan_by_id(access: Access, *, plan_id: int) -> Plan:
    """One version of a plan. Raises NotFound."""
    found = Plan.objects.select_related("episode__program__site", "subject").filter(pk=plan_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EPISODE_READ)
def objectives_in_force(access: Access, *, episode: Episode, on: date) -> list[Objective]:
    """Objectives of the plan in force that are worked on: those a note may cite."""
    plan = plan_in_force(access, episode=episode, on=on)
    if plan is None:
        return []
    rows = Objective.objects.select_related("goal__problem").filter(goal__problem__plan=plan, status__in=WORKED_ON)
    return list(rows.order_by("id"))


@query(Permission.EPISODE_READ)
def is_worked_on(access: Access, *, objective: Objective, episode: Episode, on: date) -> bool:
    """Whether an objective is one of `objectives_in_force`."""
    plan = plan_in_force(access, episode=episode, on=on)
    worked_on = Objective.objects.filter(pk=objective.pk, goal__problem__plan=plan, status__in=WORKED_ON)
    return plan is not None and worked_on.exists()


@query(Permission.EPISODE_READ)
def progress_of(access: Access, *, episode: Episode, on: date) -> list[Objective]:
    """All objectives of the plan in force with how far each is, for reviews of the stay."""
    plan = plan_in_force(access, episode=episode, on=on)
    return objectives(access, plan=plan) if plan else []


@query(Permission.EPISODE_READ)
def objectives(access: Access, *, plan: Plan) -> list[Objective]:
    """All objectives of a version of the plan in order, each with its goal and problem."""
    rows = Objective.objects.select_related("goal__problem").filter(goal__problem__plan=plan)
    return list(rows.order_by("id"))


@query(Permission.NOTE_READ)
def written(access: Access, *, plan: Plan) -> dict[str, Any]:
    """All that a version of the plan says, nested as it is signed: see `contents`."""
    return contents(plan)


@query(Permission.EPISODE_READ)
def signatures_of(access: Access, *, plan: Plan) -> list[PlanSignature]:
    """Who signed a version of the plan, or declined, in the order of signing."""
    return list(PlanSignature.objects.filter(plan=plan).order_by("at", "id"))


@query(Permission.EPISODE_READ)
def plans_session_kind(access: Access, *, episode: Episode, kind: str, on: date) -> bool:
    """Whether an intervention of the plan in force is given in that kind of session."""
    plan = plan_in_force(access, episode=episode, on=on)
    if plan is None:
        return False
    return plan.problems.filter(goals__objectives__interventions__session_kind=kind).exists()


@query(Permission.EPISODE_READ)
def planning(access: Access, *, plans: Sequence[Plan], kind: str) -> set[int]:
    """Which of the versions have an intervention given in that kind of session, by number."""
    rows = Plan.objects.filter(pk__in=[plan.pk for plan in plans])
    return set(rows.filter(problems__goals__objectives__interventions__session_kind=kind).values_list("pk", flat=True))


@query(Permission.REPORT_READ)
def stays_planning(access: Access, *, episode_ids: Sequence[int], kind: str) -> set[int]:
    """Which of the stays have that kind of session on any version of their plan, by number; for counting."""
    rows = Plan.objects.filter(episode__in=episode_ids, problems__goals__objectives__interventions__session_kind=kind)
    return set(rows.values_list("episode_id", flat=True))


@query(Permission.EPISODE_READ)
def reviews_of(access: Access, *, episode: Episode) -> list[PlanReview]:
    """Reviews of the person's plans, the latest first."""
    return list(PlanReview.objects.filter(plan__episode=episode).order_by("-on", "-id"))


@query(Permission.EPISODE_READ)
def versions_of(access: Access, *, episode: Episode) -> list[tuple[Plan, list[PlanSignature]]]:
    """Every version of the plan with its signatures and the draft of its stay, the latest first; two reads."""
    rows = Plan.objects.filter(episode=episode).select_related("episode__plan_draft", "episode__program__site")
    rows = rows.prefetch_related("signatures").order_by("-version")
    return [(row, sorted(row.signatures.all(), key=lambda one: (one.at, one.pk))) for row in rows]


@query(Permission.EPISODE_READ)
def tree_of(access: Access, *, plan: Plan) -> list[Problem]:
    """A version's problems with goals, objectives and interventions, all read at once; four reads."""
    work = Prefetch("interventions", Intervention.objects.select_related("responsible").order_by("id"))
    steps = Prefetch("objectives", Objective.objects.prefetch_related(work).order_by("id"))
    goals = Prefetch("goals", Goal.objects.prefetch_related(steps).order_by("id"))
    rows = Problem.objects.select_related("diagnosis").prefetch_related(goals)
    return list(rows.filter(plan=plan).order_by("id"))
