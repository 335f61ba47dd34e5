"""Reading reviews, discharges, open handoffs and follow-ups that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from stepwell.care.transitions.gathering import stay_facts
from stepwell.care.transitions.models import Discharge, FollowUp, Handoff, StayReview
from stepwell.care.transitions.policies import FOLLOW_UP, REASONS, STAY_REVIEW
from stepwell.care.transitions.rules.criteria import held
from stepwell.care.transitions.rules.discharge import may_discharge
from stepwell.care.transitions.rules.discharge_facts import DischargeFacts, MayDischarge
from stepwell.care.transitions.rules.stay import advise
from stepwell.care.transitions.rules.stay_facts import StayAdvice, StayFacts
from stepwell.care.transitions.summary import Leaving, summary_pdf
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.episodes.queries import Step

STEP_DOWN = "step_down"


@dataclass(frozen=True)
class Ending:
    """How a stay ended. teds: the reporting code of the reason. stepped_down: a review came to stepping down."""

    reason: str
    teds: int
    stepped_down: bool


@query(Permission.NOTE_READ)
def stay_reviews(access: Access, *, episode: Episode) -> list[StayReview]:
    """Reviews of a stay, the latest first."""
    return list(StayReview.objects.select_related("approved_by").filter(episode=episode).order_by("-on", "-id"))


@query(Permission.NOTE_READ)
def discharge_of(access: Access, *, episode: Episode) -> Discharge | None:
    """How a stay ended, or None while it goes on."""
    rows = Discharge.objects.select_related("summary", "aftercare_document", "approved_by")
    return rows.filter(episode=episode).first()


@query(Permission.REPORT_READ)
def endings_of(access: Access, *, episodes: Sequence[Episode]) -> dict[int, Ending]:
    """How each ended stay ended, by the stay's number: for counting, without anything else."""
    down = set(
        StayReview.objects.filter(Q(recommended=STEP_DOWN) | Q(decided=STEP_DOWN), episode__in=episodes).values_list(
            "episode_id", flat=True
        )
    )
    rows = Discharge.objects.filter(episode__in=episodes).values_list("episode_id", "reason", "teds")
    return {stay: Ending(reason, teds, stay in down) for stay, reason, teds in rows}


@query(Permission.FOLLOW_UP)
def handoffs_of(access: Access, *, discharge: Discharge) -> list[Handoff]:
    """The handoffs of a discharge, open and closed."""
    rows = Handoff.objects.select_related("discharge__episode", "subject").filter(discharge=discharge)
    return list(rows.order_by("id"))


@query(Permission.FOLLOW_UP)
def handoffs_open(access: Access) -> list[Handoff]:
    """Handoffs that are not kept, declined or documented yet, the earliest appointment first."""
    rows = Handoff.objects.select_related("discharge__episode", "subject").filter(outcome="")
    found = list(rows.order_by("appointment_at", "id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.FOLLOW_UP)
def handoff_by_id(access: Access, *, handoff_id: int) -> Handoff:
    """One handoff. Raises NotFound."""
    found = Handoff.objects.select_related("discharge__episode", "subject").filter(pk=handoff_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.FOLLOW_UP)
def follow_ups_of(access: Access, *, discharge: Discharge) -> list[FollowUp]:
    """The follow-ups of a discharge by their day."""
    rows = FollowUp.objects.select_related("discharge__episode", "subject").filter(discharge=discharge)
    return list(rows.order_by("due_on"))


@query(Permission.FOLLOW_UP)
def follow_ups_due(access: Access, *, on: date) -> list[FollowUp]:
    """Follow-ups due by the day that have not ended, the longest due first."""
    rows = FollowUp.objects.select_related("discharge__episode", "subject").filter(due_on__lte=on, done_on=None)
    found = list(rows.order_by("due_on", "id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.FOLLOW_UP)
def follow_up_by_id(access: Access, *, follow_up_id: int) -> FollowUp:
    """One follow-up. Raises NotFound."""
    found = FollowUp.objects.select_related("discharge__episode", "subject").filter(pk=follow_up_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@dataclass(frozen=True)
class Criterion:
    """One criterion of a review. asked: the policy's values; holds: whether it is met. for_what: step-down or thin."""

    for_what: str
    name: str
    asked: dict[str, Any]
    holds: bool


@dataclass(frozen=True)
class StayLook:
    """A stay looked at without deciding: what is known, each criterion, what they come to."""

    facts: StayFacts
    criteria: tuple[Criterion, ...]
    advice: Ruling[StayAdvice]


@query(Permission.NOTE_READ)
def stay_look(access: Access, *, episode: Episode, step: Step, on: date, given: dict[str, Any]) -> StayLook:
    """What the criteria come to on the day. given: facts only people know. Raises BadInput.

    Source: transitions/stay-review. It recommends; a named licensed clinician decides.
    """
    policy = load(STAY_REVIEW, on)
    facts = stay_facts(access, episode=episode, step=step, on=on, given=given)
    criteria = tuple(
        Criterion(rule, name, dict(policy.rule(rule)["all"][name] or {}), holds)
        for rule in ("step-down", "thin")
        for name, holds in held(facts, policy.rule(rule)["all"]).items()
    )
    return StayLook(facts, criteria, advise(facts, policy))


@query(Permission.NOTE_READ)
def may_leave(access: Access, *, facts: DischargeFacts, on: date) -> Ruling[MayDischarge]:
    """Whether anything stands in the way of a discharge, before anybody decides. Raises BadInput at the fact."""
    try:
        return may_discharge(facts, load(REASONS, on), load(FOLLOW_UP, on))
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}.") from None


@query(Permission.NOTE_READ)
def summary_preview(access: Access, *, episode: Episode, leaving: Leaving) -> bytes:
    """The discharge summary as it would be printed; nothing is kept."""
    return summary_pdf(access, episode=episode, leaving=leaving)
