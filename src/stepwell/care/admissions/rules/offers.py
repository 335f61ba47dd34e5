"""Which times somebody is free for an intake. Pure: what is taken and the moment are given, by the site's clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from stepwell.care.admissions.rules.on_call import OfficeHours
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class Stretch:
    """Time that is taken; ends is not included."""

    starts: datetime
    ends: datetime


def free_times(
    now: datetime, hours: Sequence[OfficeHours], taken: Sequence[Stretch], policy: Policy
) -> tuple[datetime, ...]:
    """Starts of free intakes, the soonest first. now: by the site's clock. policy: enquiries/intake.

    Each lies within opening hours from its first to its last minute and meets nothing that is taken.
    """
    rule = policy.rule("offers")
    days = (now.date() + timedelta(days=ahead) for ahead in range(rule["days_ahead"] + 1))
    each = (islice(_of_day(day, now, hours, taken, policy), rule["each_day"]) for day in days)
    return tuple(islice((start for found in each for start in found), rule["in_all"]))


def is_free(start: datetime, minutes: int, taken: Sequence[Stretch]) -> bool:
    """Whether nothing that is taken meets the intake."""
    ends = start + timedelta(minutes=minutes)
    return all(one.ends <= start or ends <= one.starts for one in taken)


def _of_day(
    day: date, now: datetime, hours: Sequence[OfficeHours], taken: Sequence[Stretch], policy: Policy
) -> Iterator[datetime]:
    minutes, rule = policy.rule("length")["minutes"], policy.rule("offers")
    soonest = now + timedelta(hours=rule["least_hours_ahead"])
    for of in hours:
        if of.weekday != day.weekday():
            continue
        start = datetime.combine(day, of.opens, now.tzinfo)
        closes = datetime.combine(day, of.closes, now.tzinfo)
        while start + timedelta(minutes=minutes) <= closes:
            if start >= soonest and is_free(start, minutes, taken):
                yield start
            start += timedelta(minutes=rule["step_minutes"])
