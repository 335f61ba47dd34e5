"""Seats that are held for people who asked for help: on the board of a week, and of one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, ExpressionWrapper, Q
from django.db.models.functions import Now

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
    rows = SeatHold.objects.select_related("group", "ended").filter(subject=subject)
    over = ExpressionWrapper(Q(until__lte=Now()), BooleanField())
    concerns(subject.pk)
    rows = rows.annotate(taken=Exists(seated()), over=over).order_by("group__weekday", "group__starts", "id")
    return [_held(row, taken=row.taken, over=row.over) for row in rows]


def _held(row: SeatHold, *, taken: bool, over: bool) -> HeldSeat:
    ended: EndedHold | None = getattr(row, "ended", None)
    if ended is not None:
        return HeldSeat(row.group, row.at, row.until, "ended", ended.at, ended.by, ended.why)
    return HeldSeat(row.group, row.at, row.until, "seated" if taken else "over" if over else "held")
