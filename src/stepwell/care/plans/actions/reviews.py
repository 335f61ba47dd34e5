"""How far objectives are, and reviews of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from stepwell.care.plans.clock import morning_of, zone_of
from stepwell.care.plans.events import PlanReviewed
from stepwell.care.plans.models import Objective, Plan, PlanReview
from stepwell.care.plans.queries import PLAN, plan_in_force
from stepwell.care.plans.reviewing import expect_review
from stepwell.care.plans.rules.signing import GOES_ON
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff


@action(Permission.PLAN_WRITE)
def progress(access: Access, *, objective: Objective, percent: int, status: str, on: date) -> Objective:
    """Say how far an objective is. percent: 0 to 100; status: new, progressing, met (100), revised or discontinued.

    What was written and signed does not change. Raises BadInput, Conflict for a step that does not follow.
    """
    if not 0 <= percent <= 100:
        raise BadInput("percent", "Progress is between 0 and 100 percent.")
    if status not in GOES_ON:
        raise BadInput("status", f"An objective is one of {', '.join(GOES_ON)}.")
    if status == "met" and percent != 100:
        raise BadInput("percent", "What is met is met by 100 percent.")
    row = Objective.objects.select_for_update().get(pk=objective.pk)
    if status not in GOES_ON[row.status]:
        raise Conflict(f"This objective is {row.status}; what comes next is a new version of the plan.")
    row.percent_met, row.status = percent, status
    row.save()
    objective.percent_met, objective.status = percent, status
    return row


@action(Permission.PLAN_WRITE)
def review_plan(
    access: Access,
    *,
    plan: Plan,
    on: date,
    motivation: Mapping[str, Any],
    family: str,
    progress: Sequence[Mapping[str, Any]],
    says: str,
    by: Staff,
) -> PlanReview:
    """Review the plan in force: motivation and family again, each objective, and the date of the next review.

    motivation: what the program asks (importance, confidence, readiness), 0 to 10 or in words. progress: of objectives,
    each {objective (row or number), percent, status (default by the percent), says}. The next date comes from the
    program's review rule. Raises NotAllowed where motivation or family is left out, Conflict for a plan that is not in
    force.
    """
    in_force = plan_in_force(access, episode=plan.episode, on=on)
    if in_force is None or in_force.pk != plan.pk:
        raise Conflict("This version of the plan is not in force; review the one that is.")
    policy = load(PLAN, on)
    missing = [name for name, given in (("motivation", motivation), ("family", family.strip())) if not given]
    if missing:
        raise NotAllowed((policy.reason("review", {"missing": missing, "would_change": missing}),))
    kept = [_progressed(access, plan, entry, on, place) for place, entry in enumerate(progress)]
    rules = programs.rules_of(access, program=plan.episode.program, on=on)
    review = PlanReview.objects.create(
        subject_id=plan.subject_id,
        plan=plan,
        on=on,
        motivation=dict(motivation),
        family=family,
        progress=kept,
        says=says,
        by=by,
        next_due_on=on + timedelta(days=rules.review_every_days),
    )
    plan.review_due_on = review.next_due_on
    plan.save()
    _next(access, review)
    announce(PlanReviewed(review.pk, plan.pk, plan.subject_id))
    return review


@action(Permission.REACT)
def ask_for_review(access: Access, *, episode: Episode, on: date, says: str) -> None:
    """Put a look at the plan on Today, sooner than its date, because something has changed. Source: plans/plan."""
    plan = plan_in_force(access, episode=episode, on=on)
    if plan is None:
        return
    days = load(PLAN, on).rule("review-on-change")["days"]
    jobs.ask_for(
        access,
        subject=plan.subject,
        kind="review-plan-change",
        says=says,
        for_role=Role.COUNSELOR,
        due_at=morning_of(on + timedelta(days=days), zone_of(access, episode.program)),
        about=f"plan:{plan.pk}",
    )


def _progressed(access: Access, plan: Plan, entry: Mapping[str, Any], on: date, place: int) -> dict[str, Any]:
    given = entry.get("objective")
    number: int = given.pk if isinstance(given, Objective) else int(given or 0)
    row = Objective.objects.filter(pk=number, goal__problem__plan=plan).first()
    if row is None:
        raise BadInput(f"progress[{place}].objective", "This objective is not of this version of the plan.")
    percent = entry.get("percent", row.percent_met)
    status = entry.get("status") or ("met" if percent == 100 else "progressing")
    row = progress(access, objective=row, percent=percent, status=status, on=on)
    return {"objective": row.pk, "percent": row.percent_met, "status": row.status, "says": entry.get("says", "")}


def _next(access: Access, review: PlanReview) -> None:
    plan = review.plan
    moment = morning_of(review.on, zone_of(access, plan.episode.program))
    kinds, about = ("review-plan", "review-plan-change"), [f"plan:{plan.pk}"]
    jobs.finish_all_about(access, subject=plan.subject, kinds=kinds, about=about, at=moment, outcome="Reviewed.")
    expect_review(access, plan, on=review.next_due_on)
