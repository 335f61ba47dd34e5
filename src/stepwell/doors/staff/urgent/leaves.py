"""Leave and return: seats of the days away are free for others, and given back where they still are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepwell.care.scheduling import queries as scheduling
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.urgent.who import Moment, Picking, moment_of, picking
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.models import Leave
from stepwell.registry.people import queries as people

#: How far ahead seats are counted.
_AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Away:
    """Somebody on leave today."""

    person_id: int
    name: str


@dataclass(frozen=True)
class ListPage:
    """Who is away, and the search for somebody else."""

    moment: Moment
    away: tuple[Away, ...]
    pick: Picking


@dataclass(frozen=True)
class Page:
    """One person. running: the leave that has not ended. seats: dates with a seat in the next four weeks."""

    head: Head
    running: Leave | None
    before: tuple[Leave, ...]
    seats: tuple[date, ...]


@query(Permission.LEAVE_WRITE)
def away(access: Access, *, words: str, now: datetime) -> ListPage:
    """Everybody who is on leave today, by name."""
    moment = moment_of(access, now)
    gone = episodes.away_on(access, on=moment.today)
    rows = [row.subject_id for row in episodes.open_stays(access) if row.pk in gone] if gone else []
    names = people.names(access, subject_ids=rows)
    found = tuple(Away(*one) for one in sorted(names.values(), key=lambda one: one[1]))
    return ListPage(moment, found, picking(access, words=words, now=now))


@query(Permission.LEAVE_WRITE)
def page(access: Access, *, person_id: int, now: datetime) -> Page:
    """One person's leaves and the seats that a leave would free. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    stay = head.open_episode
    rows = episodes.leaves(access, episode=stay) if stay else []
    seats = scheduling.seats_of(access, episode=stay, from_on=head.today, to_on=head.today + _AHEAD) if stay else []
    return Page(
        head=head,
        running=next((row for row in rows if row.during.upper is None), None),
        before=tuple(rows),
        seats=tuple(sorted(seat.on for seat in seats)),
    )
