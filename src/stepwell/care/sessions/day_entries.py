"""What meets on a day across programs, a session or a group's meeting without a roster, in the same words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.sessions.meeting_state import is_away, state_of

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import StaffAbsence
    from stepwell.care.scheduling.queries import DatedMeeting
    from stepwell.care.sessions.models import Session
    from stepwell.registry.programs.models import Program


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


def entry_of_session(row: Session, counts: tuple[int, int], moved: bool, away: Iterable[StaffAbsence]) -> DayEntry:
    """A session of the day. counts: how many are expected or there, and how many are there."""
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
        state=state_of(row.cancelled_at is not None, counts[1], moved),
        people=counts[0],
        attended=counts[1],
        why=row.cancelled_why,
        leader_away=is_away(row.leader_id, row.starts_at, row.ends_at, away),
    )


def entry_of_meeting(one: DatedMeeting, named: dict[int, Program], away: Iterable[StaffAbsence]) -> DayEntry:
    """A meeting whose roster is not written yet. named: the programs by their numbers."""
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
        state=state_of(one.off, 0, one.moved),
        people=sum(not seat.kept for seat in one.seats),
        attended=0,
        why=one.why,
        leader_away=is_away(one.leader.pk, one.starts, one.ends, away),
    )
