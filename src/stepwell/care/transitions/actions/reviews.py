"""The review of a stay: the criteria recommend with reasons, a named licensed clinician decides."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from stepwell.care.placement.qualified import held, holds
from stepwell.care.transitions.events import StayReviewed
from stepwell.care.transitions.gathering import stay_facts
from stepwell.care.transitions.models import StayReview
from stepwell.care.transitions.policies import DEADLINES, STAY_REVIEW
from stepwell.care.transitions.rules.stay import advise, may_approve
from stepwell.care.transitions.rules.stay_facts import Approval, Recommendation, StayAdvice
from stepwell.care.transitions.stored import plain, reasons
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.episodes import queries as stays
from stepwell.registry.episodes.queries import Step

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode, LevelSpan
    from stepwell.registry.people.models import Staff

DECISIONS = ("continue", "thin", "step_down", "step_up")


@action(Permission.STAY_REVIEW)
def review_stay(
    access: Access,
    *,
    episode: Episode,
    on: date,
    by: Staff,
    credential: str,
    decided: str,
    facts: dict[str, Any] | None = None,
    why: str = "",
    level: str | None = None,
    weekly_hours: Decimal | None = None,
    days_per_week: int | None = None,
) -> StayReview:
    """Review a stay and decide: continue, thin, step_down or step_up.

    facts: fields of StayFacts that only people know (a lapse plan, a booked appointment), or that replace what was
    gathered from attendance, objectives, measures and ratings. why: needed where the decision differs from what the
    criteria recommend. level: default the recommended one, or the running one when thinning. weekly_hours,
    days_per_week: of the new span; needed unless decided is continue. Raises NotAllowed and BadInput.
    """
    if decided not in DECISIONS:
        raise BadInput("decided", f"A review decides one of {', '.join(DECISIONS)}.")
    stay = stays.episode_by_id(access, episode_id=episode.pk)
    step = stays.level_on(access, episode=stay, on=on)
    if step is None:
        raise BadInput("on", "The stay has no level of care on that day.")
    holds(held(access, by, on, stay.program.site.state), credential, by, on)
    policy = load(STAY_REVIEW, on)
    known = stay_facts(access, episode=stay, step=step, on=on, given=facts or {})
    ruling = advise(known, policy)
    choice = Approval(ruling.answer.recommended, cast("Recommendation", decided), by.name, credential, why)
    approval = may_approve(choice, policy)
    if not approval.answer:
        raise NotAllowed((*approval.reasons, *ruling.reasons), says=approval.reasons[0].says)
    order = policy.rule("levels")["order"]
    span = _change(access, stay, step, on, decided, ruling.answer, level, weekly_hours, days_per_week, order)
    review = StayReview.objects.create(
        subject_id=stay.subject_id,
        episode=stay,
        on=on,
        facts={**plain(known), "policy": policy.ref},
        ruling=plain(ruling.answer),
        reasons=reasons((*ruling.reasons, *approval.reasons)),
        recommended=ruling.answer.recommended,
        decided=decided,
        why=why,
        approved_by=by,
        credential=credential,
        span=span,
    )
    if ruling.answer.recommended == "review":
        _ask_team(access, stay, review)
    announce(StayReviewed(review.pk, stay.pk, stay.subject_id, decided))
    return review


def _change(
    access: Access,
    stay: Episode,
    step: Step,
    on: date,
    decided: str,
    advice: StayAdvice,
    level: str | None,
    weekly_hours: Decimal | None,
    days_per_week: int | None,
    order: list[str],
) -> LevelSpan | None:
    """Open the span that was decided. Raises BadInput when it is not what the decision says."""
    if decided == "continue":
        return None
    target = level or (step.level if decided == "thin" else advice.level)
    if target is None or target not in order:
        raise BadInput("level", f"Say which level comes next, one of {', '.join(order)}.")
    if weekly_hours is None or days_per_week is None:
        raise BadInput("weekly_hours", "Say how many treatment hours and days a week come next.")
    moved = order.index(target) - order.index(step.level)
    fewer = days_per_week < step.days_per_week or weekly_hours < step.weekly_hours
    if decided == "thin" and (moved or not fewer):
        raise BadInput("days_per_week", "Thinning out keeps the level and takes fewer days or hours a week.")
    if (decided == "step_down" and moved >= 0) or (decided == "step_up" and moved <= 0):
        raise BadInput("level", f"{target} is no {decided.replace('_', ' ')} from {step.level}.")
    return episodes.change_level(
        access, episode=stay, on=on, level=target, weekly_hours=weekly_hours, days_per_week=days_per_week
    )


def _ask_team(access: Access, stay: Episode, review: StayReview) -> None:
    """No criterion speaks for staying or moving: people look at it together."""
    noon = datetime.combine(review.on, time(12), ZoneInfo(stay.program.site.time_zone))
    jobs.ask_for(
        access,
        subject=stay.subject,
        kind="look-at-stay",
        says="Look at the stay together with the person: no criterion speaks for staying or moving.",
        for_role="clinician",
        due_at=noon + timedelta(days=load(DEADLINES, review.on).rule("stay-review")["days"]),
        about=f"stay-review:{review.pk}",
    )
