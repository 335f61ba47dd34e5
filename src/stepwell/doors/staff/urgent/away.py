"""Somebody of the staff is away: what they leave today, and who could stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.models import StaffAbsence
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import ToCover, ToHandOver
from stepwell.doors.staff.urgent.changes import key_of
from stepwell.doors.staff.urgent.who import Moment, moment_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff

CHANGES = "scheduling/changes"


@dataclass(frozen=True)
class NewPage:
    """Before anything is written: who could be away, and who is."""

    moment: Moment
    staff: tuple[Staff, ...]
    away: tuple[StaffAbsence, ...]


@dataclass(frozen=True)
class Cover:
    """A meeting they leave. key: how its addresses name it."""

    one: ToCover
    key: str


@dataclass(frozen=True)
class Page:
    """One absence. covers: meetings nobody has decided about. tasks: open work about their people."""

    moment: Moment
    row: StaffAbsence
    covers: tuple[Cover, ...]
    tasks: tuple[ToHandOver, ...]
    reasons: tuple[Reason, ...]
    may_change: bool


@query(P.STAFF_AWAY)
def new(access: Access, *, now: datetime) -> NewPage:
    """Who may be away, and who is already."""
    moment = moment_of(access, now)
    starts = datetime.combine(moment.today, time(), moment.zone)
    rows = scheduling.absences(access, starts=starts, ends=starts + timedelta(days=14))
    return NewPage(moment, tuple(people.staff(access, on=moment.today)), tuple(rows))


@query(P.SCHEDULE_READ)
def page(access: Access, *, absence_id: int, now: datetime) -> Page:
    """One absence with the meetings it leaves and who could stand in. Raises NotFound."""
    row = scheduling.absence_by_id(access, absence_id=absence_id)
    moment = moment_of(access, now)
    covers = sessions.to_cover(access, absence=row) if row.ended_at is None else []
    tasks = sessions.to_hand_over(access, absence=row, on=moment.today) if row.ended_at is None else []
    return Page(
        moment=moment,
        row=row,
        covers=tuple(Cover(one, key_of(one.entry)) for one in covers),
        tasks=tuple(tasks),
        reasons=(load(CHANGES, moment.today).reason("stand-in"),),
        may_change=allowed(access.roles, P.SESSION_CHANGE),
    )
