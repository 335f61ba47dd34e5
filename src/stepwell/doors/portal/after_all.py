"""A client can come after all: their place again where it is free, else why not; and what becomes of another time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import actions as meetings
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import Coming
from stepwell.doors.portal.mine import Me, behalf, house_of, me_of
from stepwell.doors.portal.week import WEEK, may_return
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, query, together
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound

#: How a meeting stands for who wants to come after all: they are expected, it was called off, it has begun, they have
#: another time then, nobody can be given a seat any more, staff have excused them, or they may come.
EXPECTED, OFF, BEGUN, ELSEWHERE, GONE, EXCUSED, OPEN = (
    "expected",
    "off",
    "begun",
    "elsewhere",
    "gone",
    "excused",
    "open",
)


@dataclass(frozen=True)
class AfterAll:
    """What the page prints. state: one of the above. other: the time they have then. others: places that they took on
    one date, still to come. over: minutes of that week and the most its level holds, where the others go above it."""

    me: Me
    one: Coming
    state: str
    other: Coming | None = None
    others: tuple[Coming, ...] = ()
    over: tuple[int, int] | None = None


def page_of(access: Access, *, key: str, now: datetime) -> AfterAll:
    """How one of the client's meetings stands; first what is theirs, then whether the house has a seat free. Raises
    NotFound."""
    page = own_page(access, key=key, now=now)
    if page.state != OPEN or page.one.group_id is None:
        return page
    free = scheduling.free_on(house_of(access), group_id=page.one.group_id, on=page.one.on)
    return page if free > 0 else replace(page, state=GONE)


def come_after_all(access: Access, *, key: str, now: datetime) -> bool:
    """Take back that they cannot come; False where they are expected already. Seats are the house's to count and give.

    Raises NotFound for what is not theirs, BadInput once it has begun, Conflict where it cannot be.
    """
    page = own_page(access, key=key, now=now)
    if page.me.stay is None:
        raise NotFound
    house = house_of(access)
    with together(house, "doors.portal.after_all.come_after_all"):
        changed: bool = meetings.come_after_all(house, episode=page.me.stay, key=key, at=now)
    if changed:
        came_back(access, key=key, now=now)
    return changed


def give_up(access: Access, *, key: str, now: datetime) -> bool:
    """Give up another time that was taken on one date; False where that was done before. Raises NotFound, BadInput."""
    me = own_page_me(access, now=now)
    if me.stay is None:
        raise NotFound
    house = house_of(access)
    with together(house, "doors.portal.after_all.give_up"):
        given: bool = meetings.give_up_time(house, episode=me.stay, key=key, at=now)
    if given:
        gave_up(access, key=key, now=now)
    return given


@action(Permission.OWN_WRITE)
def came_back(access: Access, *, key: str, now: datetime) -> str:
    """Told the team that they can come after all."""
    me_of(access, now=now)
    return key


@action(Permission.OWN_WRITE)
def gave_up(access: Access, *, key: str, now: datetime) -> str:
    """Gave up another time."""
    me_of(access, now=now)
    return key


@query(Permission.OWN_READ)
def own_page_me(access: Access, *, now: datetime) -> Me:
    """Who gives up another time."""
    return me_of(access, now=now)


@query(Permission.OWN_READ)
def own_page(access: Access, *, key: str, now: datetime) -> AfterAll:
    """What of it is the client's own. Raises NotFound."""
    me = me_of(access, now=now)
    if me.stay is None:
        raise NotFound
    found = sessions.coming_of(access, episode=me.stay, from_on=me.today, to_on=me.today + 8 * WEEK)
    one = next((each for each in found if each.key == key), None)
    if one is None:
        raise NotFound
    other = next((each for each in found if each.stands and each.key != key and _overlap(each, one)), None)
    single = scheduling.one_dates(access, episode=me.stay, from_on=me.today)
    others = tuple(
        each
        for each in found
        if each.stands and each.starts > now and each.key != key and (each.group_id, each.on) in single
    )
    state = _state(one, other, now)
    over = _over(access, me, one) if state == EXPECTED and others else None
    return AfterAll(me, one, state, other, others, over)


def _state(one: Coming, other: Coming | None, now: datetime) -> str:
    if one.off:
        return OFF
    if one.stands:
        return EXPECTED if one.starts > now else BEGUN
    if not may_return(one, now):
        return BEGUN
    return ELSEWHERE if other is not None else OPEN


def _overlap(one: Coming, other: Coming) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _over(access: Access, me: Me, one: Coming) -> tuple[int, int] | None:
    """Minutes of the meeting's week and the most its level holds, where they are more: scheduling/treatment-hours."""
    assert me.stay is not None
    monday = one.on - timedelta(days=one.on.weekday())
    hours = sessions.hours_of_week(behalf(access), episode=me.stay, monday=monday, on=me.today).answer
    most = hours.ceiling_minutes
    return (hours.expected_minutes, most) if most is not None and hours.expected_minutes > most else None
