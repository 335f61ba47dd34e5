"""The sessions of a day: to hold, rosters that are open, notes to sign; and everything unsigned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import DayEntry, OpenRoster, Unsigned
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.people import queries as people

#: Rosters that were left open longer ago than this are no work of today.
_LOOKED_BACK = timedelta(days=14)


@dataclass(frozen=True)
class Entry:
    """One meeting of the day. waits: notes of it that wait for this login's signature; begun: it has started."""

    what: DayEntry
    waits: int
    begun: bool
    mine: bool


@dataclass(frozen=True)
class DayPage:
    """What the page of a day prints. mine: only what this login leads."""

    on: date
    today: date
    zone: ZoneInfo
    mine: bool
    has_own: bool
    entries: tuple[Entry, ...]
    rosters: tuple[OpenRoster, ...]
    unsigned: int
    may_start: bool
    may_plan: bool

    @property
    def before(self) -> date:
        """The day before."""
        return self.on - timedelta(days=1)

    @property
    def after(self) -> date:
        """The day after."""
        return self.on + timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """A session with parts that wait for a signature. names: whose; shared: the shared part waits too."""

    session_id: int
    name: str
    starts: datetime
    sign_by: date
    shared: bool
    names: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many signatures."""
        return len(self.names) + self.shared


@dataclass(frozen=True)
class UnsignedPage:
    """Everything this login still signs."""

    today: date
    zone: ZoneInfo
    sessions: tuple[Waiting, ...]

    @property
    def count(self) -> int:
        """How many signatures."""
        return sum(one.count for one in self.sessions)


@query(Permission.SCHEDULE_READ)
def day_page(access: Access, *, on: date | None, mine: bool | None, now: datetime) -> DayPage:
    """Gather the day. on: None is today. mine: None is the login's own where it leads anything that day."""
    zone = clinic_zone(access)
    today = now.astimezone(zone).date()
    on = on or today
    entries = sessions.day(access, on=on)
    own = [one for one in entries if access.staff_id in (one.leader_id, one.co_leader_id)]
    only = bool(own) if mine is None else mine
    signs = allowed(access.roles, Permission.NOTE_SIGN) and access.staff_id is not None
    waiting = _unsigned(access, now) if signs else []
    count = Counter(one.session.pk for one in waiting)
    rosters = (
        sessions.undecided_of(access, staff_id=access.staff_id or 0, at=now, since=today - _LOOKED_BACK)
        if signs
        else []
    )
    return DayPage(
        on=on,
        today=today,
        zone=zone,
        mine=only,
        has_own=bool(own),
        entries=tuple(
            Entry(one, count[one.session_id] if one.session_id else 0, one.starts <= now, one in own)
            for one in (own if only else entries)
        ),
        rosters=tuple(rosters),
        unsigned=len(waiting),
        may_start=allowed(access.roles, Permission.SESSION_WRITE),
        may_plan=allowed(access.roles, Permission.SESSION_WRITE),
    )


@query(Permission.NOTE_SIGN)
def unsigned_page(access: Access, *, now: datetime) -> UnsignedPage:
    """Gather what waits, the longest due first."""
    zone = clinic_zone(access)
    waiting = _unsigned(access, now)
    named = people.names(access, subject_ids=sorted({one.subject_id for one in waiting if one.subject_id is not None}))
    found: dict[int, list[Unsigned]] = {}
    for one in waiting:
        found.setdefault(one.session.pk, []).append(one)
    entries = sessions.days(
        access, from_on=min(one.session.on for one in waiting), to_on=max(one.session.on for one in waiting)
    ) if waiting else []  # fmt: skip
    called = {one.session_id: one.name or one.kind.replace("_", " ").capitalize() for one in entries}
    return UnsignedPage(
        today=now.astimezone(zone).date(),
        zone=zone,
        sessions=tuple(
            Waiting(
                session_id=key,
                name=called.get(key) or parts[0].session.kind.replace("_", " ").capitalize(),
                starts=parts[0].session.starts_at,
                sign_by=parts[0].sign_by,
                shared=any(one.participation_id is None for one in parts),
                names=tuple(named.get(one.subject_id, (0, ""))[1] for one in parts if one.subject_id is not None),
            )
            for key, parts in found.items()
        ),
    )


def _unsigned(access: Access, now: datetime) -> list[Unsigned]:
    if access.staff_id is None:
        return []
    me = people.staff_member(access, staff_id=access.staff_id)
    return sessions.unsigned(access, staff=me, at=now)
