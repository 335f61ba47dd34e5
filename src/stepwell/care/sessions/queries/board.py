"""The week of a program as seats, and a day across programs: what is planned, held, moved and called off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.day_entries import DayEntry, entry_of_meeting, entry_of_session
from stepwell.care.sessions.models import Participation, Session, SessionChange
from stepwell.care.sessions.rules.counting import HERE
from stepwell.care.sessions.seated import MeetingShown, meeting_shown
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import StaffAbsence
    from stepwell.care.scheduling.queries import DatedMeeting
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program


@dataclass(frozen=True)
class Board:
    """A program's week from Monday to Sunday, its meetings in order."""

    monday: date
    meetings: tuple[MeetingShown, ...]


@query(Permission.SCHEDULE_READ)
def board(access: Access, *, program: Program, week_of: date) -> Board:
    """The week's meetings with their seats. week_of: any day of the week."""
    monday = week_of - timedelta(days=week_of.weekday())
    sunday = monday + timedelta(days=6)
    found = scheduling.dated_meetings_of(access, programs=[program], from_on=monday, to_on=sunday)
    rows = [row for row in _rows(monday, sunday) if row.program_id == program.pk and row.group_id is not None]
    sessions = {(row.group_id, row.on): row for row in _newest(rows)}
    counts = _counts(rows)
    away = _away(access, [(one.starts, one.ends) for one in found])
    names = people.names(access, subject_ids=sorted({seat.subject_id for one in found for seat in one.seats}))
    watched = timedelta(days=programs.rules_of(access, program=program, on=monday).watched_days)
    held = scheduling.held_in(access, program=program)
    shown = [
        meeting_shown(
            one,
            sessions.get((one.group.pk, one.on)),
            counts,
            away,
            names,
            watched,
            [hold for hold in held if hold.group_id == one.group.pk],
        )
        for one in found
    ]
    return Board(monday, tuple(sorted(shown, key=lambda one: (one.starts, one.group_id))))


@query(Permission.SCHEDULE_READ)
def day(access: Access, *, on: date, staff: Staff | None = None) -> list[DayEntry]:
    """Everything that meets on the day in all programs, the earliest first; of one member of staff who leads or
    co-leads it where one is given."""
    return days(access, from_on=on, to_on=on, staff=staff)


@query(Permission.SCHEDULE_READ)
def days(access: Access, *, from_on: date, to_on: date, staff: Staff | None = None) -> list[DayEntry]:
    """The same for several days, both ends included, in as many reads."""
    every = programs.programs(access)
    named = {one.pk: one for one in every}
    found = scheduling.dated_meetings_of(access, programs=every, from_on=from_on, to_on=to_on)
    rows = _rows(from_on, to_on)
    counts = _counts(rows)
    written = {(row.group_id, row.on) for row in rows}
    spans = [(row.starts_at, row.ends_at) for row in rows] + [(one.starts, one.ends) for one in found]
    away = _away(access, spans)
    moved = _moved(rows, found)
    entries = [entry_of_session(row, counts.get(row.pk, (0, 0)), row.pk in moved, away) for row in _newest(rows)]
    entries += [entry_of_meeting(one, named, away) for one in found if (one.group.pk, one.on) not in written]
    if staff is not None:
        entries = [one for one in entries if staff.pk in (one.leader_id, one.co_leader_id)]
    return sorted(entries, key=lambda one: (one.starts, one.session_id, one.group_id))


def _away(access: Access, spans: Iterable[tuple[datetime, datetime]]) -> list[StaffAbsence]:
    spans = list(spans)
    if not spans:
        return []
    return scheduling.absences(access, starts=min(one[0] for one in spans), ends=max(one[1] for one in spans))


def _rows(from_on: date, to_on: date) -> list[Session]:
    rows = Session.objects.select_related("program", "group", "leader", "co_leader", "room")
    return list(rows.filter(on__range=(from_on, to_on)).order_by("id"))


def _counts(rows: Iterable[Session]) -> dict[int, tuple[int, int]]:
    """For each session how many are expected or there, and how many are there."""
    found: dict[int, tuple[int, int]] = {}
    there = Participation.objects.filter(session__in=list(rows), outcome__in=HERE)
    for session_id, outcome in there.values_list("session_id", "outcome"):
        people, attended = found.get(session_id, (0, 0))
        found[session_id] = (people + 1, attended + (outcome == "attended"))
    return found


def _moved(rows: list[Session], found: list[DatedMeeting]) -> set[int]:
    """Sessions that were moved, by themselves or as a meeting before their roster was written."""
    changes = SessionChange.objects.filter(session__in=[row.pk for row in rows], what="moved")
    return set(changes.values_list("session", flat=True)) | {
        row.pk for row in rows if any(one.moved and (one.group.pk, one.on) == (row.group_id, row.on) for one in found)
    }


def _newest(rows: list[Session]) -> list[Session]:
    """Sessions without those of a group that were called off and are held after all."""
    held = {(row.group_id, row.on) for row in rows if row.group_id and row.cancelled_at is None}
    return [row for row in rows if row.cancelled_at is None or (row.group_id, row.on) not in held]
