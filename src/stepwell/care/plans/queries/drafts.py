"""Reading the next version of a plan while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from stepwell.care.plans.gathering import diagnoses_named, facts_of, hours_of_level
from stepwell.care.plans.models import (
    PlanDraft,
)
from stepwell.care.plans.rules.holding import Holding, hangs_together
from stepwell.care.plans.rules.suggesting import Found, Suggested, suggestions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.care.placement.models import Diagnosis
    from stepwell.registry.episodes.models import Episode
from stepwell.care.plans.queries.plans import PLAN


@query(Permission.EPISODE_READ)
def draft_of(access: Access, *, episode: Episode) -> PlanDraft | None:
    """The next version while it is written, or None."""
    return PlanDraft.objects.filter(episode=episode).exclude(words={}).first()


@query(Permission.EPISODE_READ)
def draft_holds(
    access: Access, *, draft: PlanDraft, episode: Episode, known: Sequence[Diagnosis], on: date
) -> Ruling[Holding]:
    """What the draft still needs before it can be finished, with why. known: diagnoses active on the day."""
    frame, problems = draft.words["frame"], draft.words["problems"]
    codes = {one.code for one in known}
    # A diagnosis that no longer holds names nobody's problem; it is said as unanswered, not refused.
    answered = [{**one, "diagnosis": one.get("diagnosis") if one.get("diagnosis") in codes else ""} for one in problems]
    facts = facts_of(
        answered,
        diagnoses_named(answered, known),
        known,
        weekly_hours=Decimal(frame.get("weekly_hours") or 0),
        hours=hours_of_level(access, episode, on),
        acknowledged=frame.get("acknowledged", ""),
    )
    return hangs_together(facts, load(PLAN, on))


@query(Permission.NOTE_READ)
def suggested(access: Access, *, found: Found, on: date) -> Ruling[tuple[Suggested, ...]]:
    """What an assessment suggests for the plan on the day. Source: the policy plans/suggestions."""
    return suggestions(found, load("plans/suggestions", on))
