"""When a weekly group meets: dates, and the instants by the site's clock, right over daylight saving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import Group


@dataclass(frozen=True)
class Meeting:
    """One meeting on a date; starts and ends are instants."""

    on: date
    starts: datetime
    ends: datetime


def dates(weekday: int, since: date, until: date) -> Iterator[date]:
    """Every date of a weekday (0 is Monday) from a day to a day, both included."""
    on = since + timedelta(days=(weekday - since.weekday()) % 7)
    while on <= until:
        yield on
        on += timedelta(weeks=1)


def meeting(on: date, starts: time, ends: time, zone: ZoneInfo) -> Meeting:
    """The meeting on a date: the same clock time in winter and in summer."""
    first, last = (datetime.combine(on, clock, zone).astimezone(UTC) for clock in (starts, ends))
    return Meeting(on, first, last)


def meetings_of(group: Group, since: date, until: date, zone: ZoneInfo) -> list[Meeting]:
    """The group's meetings from a day to a day, both included, as far as the group runs."""
    days = dates(group.weekday, max(since, group.since), min(until, group.until))
    return [meeting(on, group.starts, group.ends, zone) for on in days]


def told(on: date) -> str:
    """A date as people say it: "Mon 9 March 2026"."""
    return f"{on:%a} {on.day} {on:%B %Y}"
