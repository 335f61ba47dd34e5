"""Reading reviews, discharges, open handoffs and follow-ups that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from stepwell.care.transitions.models import Discharge, FollowUp, Handoff, StayReview
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

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
