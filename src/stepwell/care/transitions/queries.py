"""Reading reviews, discharges, open handoffs and follow-ups that are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from stepwell.care.transitions.models import Discharge, FollowUp, Handoff, StayReview
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.episodes.models import Episode


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
def reasons_of(access: Access, *, episodes: Sequence[Episode]) -> dict[int, str]:
    """The discharge reason of each ended stay, by the stay's number: for counting, without anything else."""
    return dict(Discharge.objects.filter(episode__in=episodes).values_list("episode_id", "reason"))


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


@query(Permission.REPORT_READ)
def follow_ups_by_stay(access: Access, *, episodes: Sequence[Episode]) -> dict[int, list[FollowUp]]:
    """Follow-ups of ended stays by the stay's number: who was reached when."""
    found: dict[int, list[FollowUp]] = defaultdict(list)
    for row in FollowUp.objects.select_related("discharge").filter(discharge__episode__in=episodes).order_by("due_on"):
        found[row.discharge.episode_id].append(row)
    return dict(found)
