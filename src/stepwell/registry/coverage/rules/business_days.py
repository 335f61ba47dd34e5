"""Business days: Monday to Friday without the holidays a policy names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

SATURDAY, SUNDAY = 5, 6


def holidays(year: int, named: Sequence[Mapping[str, Any]]) -> frozenset[date]:
    """The days off of a year. named: {month, day} or {month, weekday: 0-6, nth: 1-5 or -1 for the last}. A fixed
    day on a Saturday is kept on the Friday before, on a Sunday on the Monday after."""
    return frozenset(_observed(date(year, of["month"], of["day"])) if "day" in of else _nth(year, of) for of in named)


def is_business_day(day: date, named: Sequence[Mapping[str, Any]]) -> bool:
    """Whether offices work that day; a New Year's Day on a Saturday is kept in the year before."""
    off = holidays(day.year, named) | holidays(day.year + 1, named)
    return day.weekday() < SATURDAY and day not in off


def business_days_between(start: date, end: date, named: Sequence[Mapping[str, Any]], most: int) -> int:
    """Business days after `start` up to and with `end`, counted up to `most`; 0 when end is not after start."""
    counted = (day for day in _days(start, end) if is_business_day(day, named))
    return sum(1 for _ in islice(counted, most))


def business_days_later(start: date, days: int, named: Sequence[Mapping[str, Any]]) -> date:
    """The day that is so many business days after start."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_business_day(day, named)
    return day


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=number) for number in range(1, (end - start).days + 1))


def _observed(day: date) -> date:
    shift = {SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0)
    return day + timedelta(days=shift)


def _nth(year: int, of: Mapping[str, Any]) -> date:
    if of["nth"] == -1:
        following = date(year + of["month"] // 12, of["month"] % 12 + 1, 1)
        last = following - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - of["weekday"]) % 7)
    first = date(year, of["month"], 1)
    return first + timedelta(days=(of["weekday"] - first.weekday()) % 7 + 7 * (of["nth"] - 1))
