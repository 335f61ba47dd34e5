"""Seats that are held for people who asked for help: on the board of a week, and of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists
from django.utils import timezone

from stepwell.care.scheduling.holds import seated, standing
from stepwell.care.scheduling.models import EndedHold, Group, SeatHold
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Program


@dataclass(frozen=True)
class Held:
    """A place that is held in every meeting of a group that begins after `at`, until a moment. key: of the request."""

    group_id: int
    at: datetime
    until: datetime
    key: str


@dataclass(frozen=True)
class HeldSeat:
    """A place that is or was held for one person. state: held, seated (they have it now), ended (somebody let it go:
    ended_at, by, why) or over (it ran out)."""

    group: Group
    at: datetime
    until: datetime
    state: str
    ended_at: datetime | None = None
    by: str = ""
    why: str = ""


@query(Permission.SCHEDULE_READ, once=True)
def held_in(access: Access, *, program: Program) -> list[Held]:
    """Places that are held in the program's groups now, the first to end first. One read."""
    rows = list(standing().filter(group__program=program).order_by("until", "id"))
    concerns(*(row.subject_id for row in rows))
    return [Held(row.group_id, row.at, row.until, row.key) for row in rows]


@query(Permission.PERSON_READ)
def held_for(access: Access, *, subject: Subject) -> list[HeldSeat]:
    """Every place that is or was held for somebody who asked for help, in the order of the week. One read."""
    rows = SeatHold.objects.select_related("group", "ended").annotate(taken=Exists(seated())).filter(subject=subject)
    now = timezone.now()
    concerns(subject.pk)
    return [_held(row, now) for row in rows.order_by("group__weekday", "group__starts", "id")]


def _held(row: SeatHold, now: datetime) -> HeldSeat:
    ended: EndedHold | None = getattr(row, "ended", None)
    if ended is not None:
        return HeldSeat(row.group, row.at, row.until, "ended", ended.at, ended.by, ended.why)
    state = "seated" if getattr(row, "taken", False) else "held" if row.until > now else "over"
    return HeldSeat(row.group, row.at, row.until, state)
