"""A client's week: what comes, the hours of it, saying that they cannot come, another time instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepwell.care.scheduling import actions as seats
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.models import Group
from stepwell.care.scheduling.queries import OpenDate
from stepwell.care.sessions import actions as meetings
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import Coming
from stepwell.doors.portal.mine import Me, OwnHours, hours_of, house_of, me_of
from stepwell.doors.portal.today import PAGES, may_join
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, query, together
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict, NotFound
from stepwell.foundation.policy.loading import load

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Shown:
    """A meeting on the page. joins: its video room may be entered. may_excuse: they may still say they cannot come.
    may_return: they said so, and may still come after all."""

    one: Coming
    joins: bool
    may_excuse: bool
    may_return: bool


@dataclass(frozen=True)
class Days:
    """A day and its meetings."""

    on: date
    meetings: tuple[Shown, ...]


@dataclass(frozen=True)
class Week:
    """What the page prints. past: earlier this week. hours: of this week; None without a stay.."""

    me: Me
    past: tuple[Days, ...]
    this: tuple[Days, ...]
    following: tuple[Days, ...]
    hours: OwnHours | None


@dataclass(frozen=True)
class MakeUp:
    """Other times with a free place. overlapping ones are left out."""

    me: Me
    offers: tuple[OpenDate, ...]


@query(Permission.OWN_READ)
def week(access: Access, *, now: datetime) -> Week:
    """This week and the next."""
    me = me_of(access, now=now)
    if me.stay is None:
        return Week(me, (), (), (), None)
    monday = me.today - timedelta(days=me.today.weekday())
    found = sessions.coming_of(access, episode=me.stay, from_on=monday, to_on=monday + 2 * WEEK - DAY)
    shown = [Shown(one, may_join(one, me), _may_excuse(one, now), may_return(one, now)) for one in found]
    return Week(
        me,
        _days(shown, monday, me.today - DAY),
        _days(shown, me.today, monday + WEEK - DAY),
        _days(shown, monday + WEEK, monday + 2 * WEEK - DAY),
        hours_of(access, me),
    )


@query(Permission.OWN_READ)
def meeting_and_day(access: Access, *, key: str, now: datetime) -> tuple[Me, Coming, tuple[Coming, ...]]:
    """One of the client's meetings to come, and the others of its day that they may still excuse. Raises NotFound."""
    me, one, found = _mine(access, key, now)
    return me, one, tuple(each for each in found if each.on == one.on and each.key != key and _may_excuse(each, now))


@query(Permission.OWN_READ)
def one_meeting(access: Access, *, key: str, now: datetime) -> tuple[Me, Coming]:
    """One of the client's meetings to come. Raises NotFound."""
    me, one, _found = _mine(access, key, now)
    return me, one


@action(Permission.OWN_WRITE)
def cannot_come(access: Access, *, key: str, why: str, now: datetime) -> Coming:
    """Told the team that they cannot come. Raises NotFound, BadInput, Conflict."""
    me = me_of(access, now=now)
    if me.stay is None:
        raise NotFound
    return meetings.cannot_come(access, episode=me.stay, key=key, at=now, why=why)


def make_up(access: Access, now: datetime) -> MakeUp:
    """Other times with a place for the client: first what is theirs, then how many seats are free in the house."""
    me, own, busy = _own(access, now=now)
    if me.stay is None:
        return MakeUp(me, ())
    rule = load(PAGES, me.today).rule("make-up")
    found = scheduling.open_dates(
        house_of(access), episode=me.stay, own_groups=own, after=now, to_on=me.today + rule["days"] * DAY
    )
    free = [one for one in found if not any(one.starts < ends and starts < one.ends for starts, ends in busy)]
    return MakeUp(me, tuple(free[: rule["at_most"]]))


def take(access: Access, *, group_id: int, on: date, now: datetime) -> OpenDate:
    """Take a free place on one date; of two who want the last one, one gets it.

    The seats of others are counted by the house, and the seat is the client's own. Raises Conflict where the place is
    gone, NotFound for a meeting that was never offered.
    """
    page = make_up(access, now)
    one = next((each for each in page.offers if (each.group_id, each.on) == (group_id, on)), None)
    if one is None or page.me.stay is None:
        raise Conflict("This place is gone. Nothing was changed; look at the others.")
    house = house_of(access)
    with together(house, "doors.portal.week.take"):
        group: Group = scheduling.group_by_id(house, group_id=group_id)
        seats.take_seats(house, episode=page.me.stay, groups=[group], since=on, until=on)
    took(access, key=f"meeting-{group_id}-{on.isoformat()}", now=now)
    return one


@action(Permission.OWN_WRITE)
def took(access: Access, *, key: str, now: datetime) -> str:
    """Took another time."""
    me_of(access, now=now)
    return key


@query(Permission.OWN_READ)
def _own(access: Access, *, now: datetime) -> tuple[Me, set[int], list[tuple[datetime, datetime]]]:
    """What is the client's own: their groups, and when they are taken."""
    me = me_of(access, now=now)
    if me.stay is None:
        return me, set(), []
    ahead = me.today + load(PAGES, me.today).rule("make-up")["days"] * DAY
    coming = sessions.coming_of(access, episode=me.stay, from_on=me.today, to_on=ahead)
    busy = [(one.starts, one.ends) for one in coming if one.stands]
    return me, scheduling.groups_of(access, episode=me.stay, from_on=me.today), busy


def _days(shown: list[Shown], first: date, last: date) -> tuple[Days, ...]:
    days = sorted({each.one.on for each in shown if first <= each.one.on <= last})
    return tuple(Days(on, tuple(each for each in shown if each.one.on == on)) for on in days)


def _may_excuse(one: Coming, now: datetime) -> bool:
    return one.stands and one.starts > now and one.outcome == "expected"


def may_return(one: Coming, now: datetime) -> bool:
    """Whether they said that they cannot come and may still take it back."""
    return one.not_coming and not one.off and one.starts > now


def _mine(access: Access, key: str, now: datetime) -> tuple[Me, Coming, list[Coming]]:
    me = me_of(access, now=now)
    if me.stay is None:
        raise NotFound
    found = sessions.coming_of(access, episode=me.stay, from_on=me.today, to_on=me.today + 8 * WEEK)
    one = next((each for each in found if each.key == key), None)
    if one is None:
        raise NotFound
    return me, one, found
