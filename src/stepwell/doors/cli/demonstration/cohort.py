"""Who asks, who comes, when, and when they leave: planned before the first day, from rates and chance alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.doors.cli.demonstration.cast import Character
from stepwell.doors.cli.demonstration.chances import Chances
from stepwell.doors.cli.demonstration.rates import Rates

#: Days before the first day of the story on which the first people ask.
LEAD = 9


@dataclass(frozen=True)
class Way:
    """One person's way as it is planned. admit_on: None for who never starts; then `ends` says how.

    leaves_on: None for who is still there at the end. leaves: a reason of transitions/discharge-reasons.
    script: what happens to this one besides, by name.
    """

    who: Character
    asks_on: date
    benefits_on: date
    intake_on: date
    admit_on: date | None
    leaves_on: date | None = None
    leaves: str = ""
    ends: str = ""
    script: frozenset[str] = frozenset()

    def is_there(self, on: date) -> bool:
        """Admitted and not gone on the day."""
        return self.admit_on is not None and self.admit_on <= on and (self.leaves_on is None or on <= self.leaves_on)


@dataclass(frozen=True)
class Wanted:
    """How many: so many at once, reached by and by; or, with `people`, so many admissions over the whole time.

    curve: 1 grows by the same number each week; above it slowly first, as a clinic does that becomes known.
    """

    first: date
    last: date
    at_first: int
    full: int
    days_until_full: int
    curve: float = 1.0
    people: int | None = None

    def on(self, day: date) -> int:
        """How many are to be there on the day."""
        gone = min(1.0, max(0, (day - self.first).days) / self.days_until_full)
        return self.at_first + round((self.full - self.at_first) * math.pow(gone, self.curve))


def planned(
    named: list[Way], strangers: Iterator[Character], wanted: Wanted, chances: Chances, rates: Rates
) -> list[Way]:
    """The named ones and as many strangers as are wanted, in the order in which they ask."""
    ways = list(named)
    day, admitted = wanted.first, 0
    # A little beyond the end, so that people are on their way in when it is reached.
    while day <= wanted.last + timedelta(days=7):
        if day.weekday() < 5:
            for _ in range(_more(ways, wanted, day, admitted)):
                admitted += 1
                ways.append(_way(next(strangers), day, chances.of("way", admitted), rates))
                ways += _never_started(strangers, day, chances.of("asks", admitted), rates)
        day += timedelta(days=1)
    return sorted(ways, key=lambda way: (way.asks_on, way.who.last, way.who.first))


def _more(ways: list[Way], wanted: Wanted, day: date, admitted: int) -> int:
    """How many begin on the day; after the first days not more than three."""
    if wanted.people is not None:
        due = round(wanted.people * ((day - wanted.first).days + 1) / ((wanted.last - wanted.first).days + 1))
        return max(0, min(due, wanted.people) - admitted)
    missing = wanted.on(day) - sum(way.is_there(day) for way in ways)
    return max(0, min(missing, 3 if day > wanted.first + timedelta(days=4) else 4))


def _way(who: Character, admit_on: date, draw: Chances, rates: Rates) -> Way:
    leaves = draw.weighed(rates.leaving)
    stay = draw.around(rates.stay_days[leaves])
    intake_on = weekday(admit_on - timedelta(days=draw.between(1, 3)))
    asks_on = weekday(intake_on - timedelta(days=draw.weighed(rates.intake_days)))
    return Way(
        who, asks_on, weekday(asks_on + timedelta(days=1), intake_on), intake_on, admit_on,
        weekday(admit_on + timedelta(days=stay)), leaves,
    )  # fmt: skip


def _never_started(strangers: Iterator[Character], day: date, draw: Chances, rates: Rates) -> list[Way]:
    """Who asked about the same time and did not come, as often as rates say."""
    found = []
    while draw.yes(rates.never_start):
        asks_on = weekday(day - timedelta(days=draw.between(2, 8)))
        benefits_on = weekday(asks_on + timedelta(days=1), asks_on + timedelta(days=1))
        intake_on = weekday(asks_on + timedelta(days=3))
        found.append(
            Way(next(strangers), asks_on, benefits_on, intake_on, None, ends=draw.weighed(rates.own["never_starts"]))
        )
    return found


def weekday(day: date, latest: date | None = None) -> date:
    """The day, or the Friday before it where it falls on a weekend; never after `latest`."""
    back = max(0, day.weekday() - 4)
    found = day - timedelta(days=back)
    return min(found, latest) if latest is not None else found
