"""What stands behind a charge: who was there for how long, and who signed for it; never the text of a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stepwell.care.sessions.models import OwnPart, Participation, Presence
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission


@dataclass(frozen=True)
class Signed:
    """The newest signed part of somebody's note: who signed it when, and the objective it cites, if any."""

    note_id: int
    author: str
    credential: str
    signed_at: datetime
    objective_id: int | None


@dataclass(frozen=True)
class Behind:
    """One person in one session. stretches: number and minutes of each time they were there, in order."""

    participation_id: int
    session_id: int
    kind: str
    on: date
    stretches: tuple[tuple[int, int], ...]
    note: Signed | None


@query(Permission.SCHEDULE_READ)
def evidence_of(access: Access, *, participation_ids: Sequence[int]) -> dict[int, Behind]:
    """For each of these people on rosters what stands behind a charge, in three reads. Nothing of a note's text."""
    rows = list(Participation.objects.select_related("session").filter(pk__in=participation_ids))
    concerns(*(row.subject_id for row in rows))
    there: dict[int, list[tuple[int, int]]] = {}
    for one in Presence.objects.filter(participation__in=rows, voided_at=None).order_by("during"):
        minutes = int((one.during.upper - one.during.lower).total_seconds() // 60)
        there.setdefault(one.participation_id, []).append((one.pk, minutes))
    parts = OwnPart.objects.select_related("author").filter(participation__in=rows).order_by("version")
    signed = {
        part.participation_id: Signed(part.pk, part.author.name, part.credential, part.signed_at, part.objective_id)
        for part in parts.only("participation", "author__name", "credential", "signed_at", "objective", "version")
    }
    return {
        row.pk: Behind(
            row.pk, row.session_id, row.session.kind, row.session.on, tuple(there.get(row.pk, ())), signed.get(row.pk)
        )
        for row in rows
    }
