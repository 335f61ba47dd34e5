"""The week of a program as seats, and a day across programs: what is planned, held, moved and called off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.models import Participation, Session, SessionChange
from stepwell.care.sessions.rules.counting import HERE
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

PLANNED, HELD, CANCELLED, MOVED = "planned", "held", "cancelled", "moved"


@dataclass(frozen=True)
class SeatShown:
    """One of a meeting's seats. number: 1 to the cap. state: filled, held (kept for somebody on leave), newcomer (in
    the first watched days of the stay) or free. Who sits there is 0 and empty for a free one."""

    number: int
    state: str
    subject_id: int = 0
    episode_id: int = 0
    person_id: int = 0
    name: str = ""


@dataclass(frozen=True)
class MeetingShown:
    """A group's meeting in the week. state: planned, held, cancelled or moved. starts, ends: instants. version: what
    an action takes as `seen`. session_id: 0 until its roster is written. attended: people who were there. why: of the
    newest change. leader_away: the leader is written down as away then."""

    group_id: int
    name: str
    on: date
    starts: datetime
    ends: datetime
    leader_id: int
    leader: str
    co_leader: str
    room_id: int
    room: str
    mode: str
    state: str
    version: int
    why: str
    session_id: int
    attended: int
    soft_cap: int
    hard_cap: int
    leader_away: bool
    seats: tuple[SeatShown, ...]

    @property
    def free(self) -> int:
        """Free seats."""
        return sum(seat.state == "free" for seat in self.seats)


@dataclass(frozen=True)
class Board:
    """A program's week from Monday to Sunday, its meetings in order."""

    monday: date
    meetings: tuple[MeetingShown, ...]


@dataclass(frozen=True)
class DayEntry:
    """A meeting or session of a day. kind: of session, "group" for a meeting without roster. state: as on the board.
    people: expected or there. session_id, group_id: 0 for none."""

    session_id: int
    group_id: int
    program_id: int
    program: str
    name: str
    kind: str
    on: date
    starts: datetime
    ends: datetime
    leader_id: int
    leader: str
    co_leader_id: int
    co_leader: str
    room: str
    mode: str
    state: str
    people: int
    attended: int
    why: str
    leader_away: bool


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
    shown = [_shown(one, sessions.get((one.group.pk, one.on)), counts, away, names, watched) for one in found]
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
    moved = set(
        SessionChange.objects.filter(session__in=[row.pk for row in rows], what="moved").values_list(
            "session", flat=True
        )
    ) | {row.pk for row in rows if any(one.moved and (one.group.pk, one.on) == (row.group_id, row.on) for one in found)}
    entries = [_of_session(row, counts.get(row.pk, (0, 0)), row.pk in moved, away) for row in _newest(rows)]
    entries += [_of_meeting(one, named, away) for one in found if (one.group.pk, one.on) not in written]
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


def _newest(rows: list[Session]) -> list[Session]:
    """Sessions without those of a group that were called off and are held after all."""
    held = {(row.group_id, row.on) for row in rows if row.group_id and row.cancelled_at is None}
    return [row for row in rows if row.cancelled_at is None or (row.group_id, row.on) not in held]


def _shown(
    one: DatedMeeting,
    session: Session | None,
    counts: dict[int, tuple[int, int]],
    away: Iterable[StaffAbsence],
    names: dict[int, tuple[int, str]],
    watched: timedelta,
) -> MeetingShown:
    group = one.group
    attended = counts.get(session.pk, (0, 0))[1] if session is not None else 0
    off = one.off or (session is not None and session.cancelled_at is not None)
    return MeetingShown(
        group_id=group.pk,
        name=group.name,
        on=one.on,
        starts=one.starts,
        ends=one.ends,
        leader_id=one.leader.pk,
        leader=one.leader.name,
        co_leader=one.co_leader.name if one.co_leader else "",
        room_id=one.room.pk if one.room else 0,
        room=one.room.name if one.room else "",
        mode=one.mode,
        state=_state(off, attended, one.moved),
        version=one.version,
        why=one.why,
        session_id=session.pk if session is not None else 0,
        attended=attended,
        soft_cap=group.soft_cap,
        hard_cap=group.hard_cap,
        leader_away=_is_away(one.leader.pk, one.starts, one.ends, away),
        seats=_seats(one, names, watched),
    )


def _seats(one: DatedMeeting, names: dict[int, tuple[int, str]], watched: timedelta) -> tuple[SeatShown, ...]:
    by_number = {seat.number: seat for seat in one.seats}
    shown = []
    for number in range(1, max([one.group.hard_cap, *by_number]) + 1):
        seat = by_number.get(number)
        if seat is None:
            shown.append(SeatShown(number, "free"))
            continue
        person_id, name = names.get(seat.subject_id, (0, ""))
        state = "filled"
        if seat.kept:
            state = "held"
        elif one.on < seat.admitted_on + watched:
            state = "newcomer"
        shown.append(SeatShown(number, state, seat.subject_id, seat.episode_id, person_id, name))
    return tuple(shown)


def _state(off: bool, attended: int, moved: bool) -> str:
    if off:
        return CANCELLED
    if attended:
        return HELD
    return MOVED if moved else PLANNED


def _of_session(row: Session, counts: tuple[int, int], moved: bool, away: Iterable[StaffAbsence]) -> DayEntry:
    group = row.group
    return DayEntry(
        session_id=row.pk,
        group_id=row.group_id or 0,
        program_id=row.program_id,
        program=row.program.name,
        name=group.name if group is not None else row.topic,
        kind=row.kind,
        on=row.on,
        starts=row.starts_at,
        ends=row.ends_at,
        leader_id=row.leader_id,
        leader=row.leader.name,
        co_leader_id=row.co_leader_id or 0,
        co_leader=row.co_leader.name if row.co_leader else "",
        room=row.room.name if row.room else "",
        mode=row.mode,
        state=_state(row.cancelled_at is not None, counts[1], moved),
        people=counts[0],
        attended=counts[1],
        why=row.cancelled_why,
        leader_away=_is_away(row.leader_id, row.starts_at, row.ends_at, away),
    )


def _of_meeting(one: DatedMeeting, named: dict[int, Program], away: Iterable[StaffAbsence]) -> DayEntry:
    return DayEntry(
        session_id=0,
        group_id=one.group.pk,
        program_id=one.group.program_id,
        program=named[one.group.program_id].name,
        name=one.group.name,
        kind="group",
        on=one.on,
        starts=one.starts,
        ends=one.ends,
        leader_id=one.leader.pk,
        leader=one.leader.name,
        co_leader_id=one.co_leader.pk if one.co_leader else 0,
        co_leader=one.co_leader.name if one.co_leader else "",
        room=one.room.name if one.room else "",
        mode=one.mode,
        state=_state(one.off, 0, one.moved),
        people=sum(not seat.kept for seat in one.seats),
        attended=0,
        why=one.why,
        leader_away=_is_away(one.leader.pk, one.starts, one.ends, away),
    )


def _is_away(staff_id: int, starts: datetime, ends: datetime, away: Iterable[StaffAbsence]) -> bool:
    return any(row.staff_id == staff_id and row.during.lower < ends and starts < row.during.upper for row in away)
