"""Sessions that go differently today: what meets, whom a change is about, what may be chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.models import Group
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.queries import DayEntry
from stepwell.care.sessions.rules.counting import HERE
from stepwell.doors.staff.urgent.who import Moment, moment_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Room

_KEY = re.compile(r"(?:s(?P<session>[1-9]\d{0,17})|g(?P<group>[1-9]\d{0,17})-(?P<on>\d{4}-\d\d-\d\d))")


@dataclass(frozen=True)
class Line:
    """One meeting in the list. key: how its addresses name it. may: it can still be changed."""

    entry: DayEntry
    key: str
    may: bool


@dataclass(frozen=True)
class DayPage:
    """A day. may_hold: this role opens rosters, which a split needs."""

    moment: Moment
    on: date
    lines: tuple[Line, ...]
    may_change: bool
    may_hold: bool

    @property
    def before(self) -> date:
        """The day before."""
        return self.on - timedelta(days=1)

    @property
    def after(self) -> date:
        """The day after."""
        return self.on + timedelta(days=1)


@dataclass(frozen=True)
class Expected:
    """Somebody on the roster. there: minutes or the outcome say so."""

    participation: Participation | None
    person_id: int
    name: str
    here: bool


@dataclass(frozen=True)
class Page:
    """One meeting with what may be chosen. others: sessions it may be joined with, as (key, name)."""

    moment: Moment
    key: str
    entry: DayEntry
    session: Session | None
    group: Group | None
    expected: tuple[Expected, ...]
    rooms: tuple[Room, ...]
    staff: tuple[Staff, ...]
    others: tuple[Line, ...]
    version: str
    may_hold: bool

    @property
    def to_tell(self) -> tuple[Expected, ...]:
        """Who is expected or there: they are told of the change."""
        return tuple(one for one in self.expected if one.here)


@query(P.SCHEDULE_READ)
def day(access: Access, *, on: date | None, now: datetime) -> DayPage:
    """Everything that meets on the day; today where none is given."""
    moment = moment_of(access, now)
    shown = on or moment.today
    may = allowed(access.roles, P.SESSION_CHANGE)
    entries = sessions.day(access, on=shown)
    lines = tuple(Line(one, key_of(one), may and one.state != "cancelled") for one in entries)
    return DayPage(moment, shown, lines, may, may and allowed(access.roles, P.SESSION_WRITE))


@query(P.SESSION_CHANGE)
def page(access: Access, *, key: str, now: datetime) -> Page:
    """One meeting to be changed, called off or not. Raises NotFound."""
    session_id, group_id, on = _named(key)
    session = sessions.session_by_id(access, session_id=session_id) if session_id else None
    on = session.on if session else on
    entries = sessions.day(access, on=on)
    entry = next(
        (one for one in entries if one.session_id == session_id and (session_id or one.group_id == group_id)), None
    )
    if entry is None:
        # Its roster was opened in the meantime: the same meeting goes by its session now.
        entry = next((one for one in entries if group_id and one.group_id == group_id), None)
        if entry is None:
            raise NotFound
        session = sessions.session_by_id(access, session_id=entry.session_id)
    group = scheduling.group_by_id(access, group_id=entry.group_id) if entry.group_id else None
    program = group.program if group else programs.program_by_id(access, program_id=entry.program_id)
    same = [one for one in entries if one.program_id == entry.program_id and one.state != "cancelled"]
    return Page(
        moment=Moment(now, ZoneInfo(program.site.time_zone)),
        key=key_of(entry),
        entry=entry,
        session=session,
        group=group,
        expected=tuple(_expected(access, session, group, on)),
        rooms=tuple(programs.rooms(access, site=program.site)),
        staff=tuple(people.staff(access, on=on)),
        others=tuple(Line(one, key_of(one), True) for one in same if key_of(one) != key_of(entry)),
        version="|".join(map(str, (entry.session_id, entry.starts, entry.ends, entry.room, entry.leader_id,
                                   entry.co_leader_id, entry.mode, entry.state))),
        may_hold=allowed(access.roles, P.SESSION_WRITE),
    )  # fmt: skip


def key_of(entry: DayEntry) -> str:
    """How addresses name a meeting: by its session, or by its group and day while it has no roster."""
    return f"s{entry.session_id}" if entry.session_id else f"g{entry.group_id}-{entry.on.isoformat()}"


def _named(key: str) -> tuple[int, int, date]:
    found = _KEY.fullmatch(key)
    if found is None:
        raise NotFound
    if found["session"]:
        return int(found["session"]), 0, date.min
    try:
        return 0, int(found["group"]), date.fromisoformat(found["on"])
    except ValueError:
        raise NotFound from None


def _expected(access: Access, session: Session | None, group: Group | None, on: date) -> list[Expected]:
    if session is not None:
        rows = sessions.roster(access, session=session)
        names = people.names(access, subject_ids=[row.subject_id for row in rows])
        return [Expected(row, *names[row.subject_id], row.outcome in HERE) for row in rows]
    if group is None:
        return []
    members = [row.subject_id for row in scheduling.members_on(access, group=group, on=on)]
    return [Expected(None, *one, True) for one in people.names(access, subject_ids=members).values()]
