"""A person's groups and coming seats, the hours of their week, and weeks of seats that fit their life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.care.plans import queries as plans
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.models import Group, Membership
from stepwell.care.scheduling.rules.seats_facts import DAYS, Seats, Week
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.rules.hours_facts import Hours
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.week.wishes import Wishes
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.rules.shapes import Daypart

#: How far ahead coming seats are listed.
AHEAD = timedelta(days=14)
#: Seats are taken this far ahead where no plan says when it ends.
USUAL = timedelta(weeks=12)


@dataclass(frozen=True)
class Coming:
    """A seat that comes, on the clinic's clock."""

    group_id: int
    name: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Belonging:
    """A group they belong to. day: the weekday it meets on."""

    row: Membership
    day: str


@dataclass(frozen=True)
class SeatsPage:
    """What the page of a person's seats prints."""

    head: Head
    memberships: tuple[Belonging, ...]
    coming: tuple[Coming, ...]
    may_change: bool


@dataclass(frozen=True)
class HoursPage:
    """The treatment hours of somebody's week."""

    person_id: int
    name: str
    hours: Ruling[Hours]
    may_change: bool


@dataclass(frozen=True)
class InOffer:
    """A group of an offer with its free seats."""

    group: Group
    free: int

    @property
    def day(self) -> str:
        """The weekday it meets on."""
        return DAYS[self.group.weekday]


@dataclass(frozen=True)
class Offer:
    """A week that fits: its groups, what it gives, what speaks for and against it."""

    week: Week
    groups: tuple[InOffer, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way. opens: with this alone a week would fit. add: the address that adds the time."""

    says: str
    opens: bool
    add: str


@dataclass(frozen=True)
class OffersPage:
    """What the page of the seat finder prints. found: None before anything was asked."""

    head: Head
    dayparts: tuple[Daypart, ...]
    wishes: Wishes
    since: date
    until: date
    hours: Decimal
    days: int
    offers: tuple[Offer, ...]
    obstacles: tuple[Obstacle, ...]
    reasons: tuple[Reason, ...]
    asked: bool
    may_take: bool


@query(Permission.SCHEDULE_READ)
def seats_page(access: Access, *, person_id: int, now: datetime) -> SeatsPage:
    """Gather the page in one open gate. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    stay = head.open_episode
    if stay is None:
        return SeatsPage(head, (), (), False)
    coming = scheduling.planned_meetings(access, episode=stay, from_on=head.today, to_on=head.today + AHEAD)
    return SeatsPage(
        head=head,
        memberships=tuple(
            Belonging(row, DAYS[row.group.weekday])
            for row in scheduling.memberships_of(access, episode=stay, on=head.today)
        ),
        coming=tuple(
            Coming(one.group_id, one.name, one.starts.astimezone(head.zone), one.ends.astimezone(head.zone))
            for one in coming
        ),
        may_change=allowed(access.roles, Permission.SEAT_WRITE),
    )


@query(Permission.EPISODE_READ)
def hours_page(access: Access, *, person_id: int, now: datetime) -> HoursPage:
    """The hours of this week, kept and planned. Raises NotFound without a stay under way."""
    person = people.person_by_id(access, person_id=person_id)
    stay = next((one for one in episodes.episodes_of(access, subject=person.subject) if one.ended_on is None), None)
    if stay is None:
        raise NotFound
    today = now.astimezone(ZoneInfo(stay.program.site.time_zone)).date()
    return HoursPage(
        person_id=person.pk,
        name=person.name,
        hours=sessions.hours_of_week(access, episode=stay, monday=today, on=today),
        may_change=allowed(access.roles, Permission.SEAT_WRITE),
    )


@query(Permission.SCHEDULE_READ)
def offers_page(access: Access, *, person_id: int, wishes: Wishes, now: datetime) -> OffersPage:
    """Weeks that fit the wishes, best first, or what stands in the way. Raises NotFound without a stay."""
    head = head_of(access, person_id=person_id, now=now)
    stay = head.open_episode
    if stay is None:
        raise NotFound
    plan = plans.plan_in_force(access, episode=stay, on=head.today)
    rules = programs.rules_of(access, program=stay.program, on=head.today)
    least = Decimal(rules.hours_per_week.min or 9)
    hours = wishes.hours if wishes.hours is not None else (plan.weekly_hours if plan else least)
    days = wishes.days or (plan.days_per_week if plan else int(rules.days_per_week.min or 3))
    since = max(wishes.since or head.today, stay.admitted_on)
    until = wishes.until or (plan.est_end_on if plan and plan.est_end_on > since else since + USUAL)
    windows = wishes.windows(rules.dayparts)
    found: Ruling[Seats] | None = None
    by_id: dict[str, InOffer] = {}
    if windows:
        found = scheduling.find_weeks(
            access,
            episode=stay,
            availability=windows,
            wanted_hours=hours,
            wanted_days=days,
            preferred_daypart=wishes.part or None,
            mode=wishes.mode or None,
            on=since,
        )
        taken = scheduling.taken_seats(access, program=stay.program, on=since)
        running = scheduling.groups(access, program=stay.program, on=since)
        by_id = {str(one.pk): InOffer(one, one.hard_cap - taken.get(one.pk, 0)) for one in running}
    answer = found.answer if found else None
    return OffersPage(
        head=head,
        dayparts=rules.dayparts,
        wishes=wishes,
        since=since,
        until=until,
        hours=hours,
        days=days,
        offers=tuple(_offer(week, by_id) for week in (answer.weeks if answer else ())),
        obstacles=tuple(_obstacle(one, by_id, wishes) for one in (answer.stands_in_the_way if answer else ())),
        reasons=found.reasons if found else (),
        asked=found is not None,
        may_take=allowed(access.roles, Permission.SEAT_WRITE),
    )


def _offer(week: Week, by_id: dict[str, InOffer]) -> Offer:
    return Offer(
        week, tuple(by_id[one] for one in week.groups), tuple(_named(says, week.groups, by_id) for says in week.why)
    )


def _obstacle(one: Any, by_id: dict[str, InOffer], wishes: Wishes) -> Obstacle:
    window = one.window
    add = wishes.with_window(window.weekday, window.begins, window.ends) if window else ""
    return Obstacle(_named(one.says, one.groups, by_id), one.opens_a_week, add)


def _named(says: str, groups: Sequence[str], by_id: dict[str, InOffer]) -> str:
    """Groups by name where the sentence speaks of them by number."""
    for start in ("One seat in ", "Larger than usual: "):
        if says.startswith(start):
            rest = says.removeprefix(start)
            for number in groups:
                name = by_id[number].group.name if number in by_id else number
                rest = _first_word(rest, number, name)
            return start + rest
    return says


def _first_word(text: str, number: str, name: str) -> str:
    words = text.split(" ")
    return " ".join(name + word.removeprefix(number) if word.strip(",.") == number else word for word in words)
