"""A group's meeting in the week with who sits in each of its seats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.sessions.meeting_state import is_away, state_of

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import StaffAbsence
    from stepwell.care.scheduling.queries import DatedMeeting, Held, SeatOn
    from stepwell.care.sessions.models import Session


@dataclass(frozen=True)
class SeatShown:
    """One of a meeting's seats. number: 1 to the cap. state: filled, newcomer (in the first watched days of the stay),
    kept (for somebody on leave), held (for somebody who asked for help; `hold` says until when) or free. Who sits there
    is 0 and empty for a held and a free one."""

    number: int
    state: str
    subject_id: int = 0
    episode_id: int = 0
    person_id: int = 0
    name: str = ""
    hold: Held | None = None


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


def meeting_shown(
    one: DatedMeeting,
    session: Session | None,
    counts: dict[int, tuple[int, int]],
    away: Iterable[StaffAbsence],
    names: dict[int, tuple[int, str]],
    watched: timedelta,
    held: Sequence[Held] = (),
) -> MeetingShown:
    """A meeting as it was planned and changed, with its session where one is written.

    counts: by session, how many are expected or there and how many are there. names: by subject, the number of the
    person and their name. watched: how long somebody is new. held: places held in the group for who asked for help.
    """
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
        state=state_of(off, attended, one.moved),
        version=one.version,
        why=one.why,
        session_id=session.pk if session is not None else 0,
        attended=attended,
        soft_cap=group.soft_cap,
        hard_cap=group.hard_cap,
        leader_away=is_away(one.leader.pk, one.starts, one.ends, away),
        seats=_seats(one, names, watched, [hold for hold in held if hold.at < one.starts]),
    )


def _seats(
    one: DatedMeeting, names: dict[int, tuple[int, str]], watched: timedelta, held: list[Held]
) -> tuple[SeatShown, ...]:
    by_number = {seat.number: seat for seat in one.seats}
    numbers = range(1, max([one.group.hard_cap, *by_number]) + 1)
    # A hold has no number: it takes the free seats from the back, and one that a leave keeps where none is free, as
    # nobody is given that back while it is held.
    free = [number for number in reversed(numbers) if number not in by_number]
    kept = [number for number in reversed(numbers) if number in by_number and by_number[number].kept]
    holds = dict(zip([*free, *kept], held, strict=False))
    shown = []
    for number in numbers:
        seat = by_number.get(number)
        if number in holds:
            shown.append(SeatShown(number, "held", hold=holds[number]))
        elif seat is None:
            shown.append(SeatShown(number, "free"))
        else:
            shown.append(_taken(one, seat, names, watched))
    return tuple(shown)


def _taken(one: DatedMeeting, seat: SeatOn, names: dict[int, tuple[int, str]], watched: timedelta) -> SeatShown:
    person_id, name = names.get(seat.subject_id, (0, ""))
    new = one.on < seat.admitted_on + watched
    state = "kept" if seat.kept else "newcomer" if new else "filled"
    return SeatShown(seat.number, state, seat.subject_id, seat.episode_id, person_id, name)
