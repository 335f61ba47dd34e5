"""What the authorization ledger knows and what it answers. Nothing here is stored as a status: it is
derived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from stepwell.foundation.kernel.facts import STRICT, Within

Threshold = Literal["units", "days", "days_to_review"]
EventKind = Literal["requested", "pended", "granted", "denied", "appealed"]
Status = Literal[
    "not_required",
    "active",
    "paused",
    "upcoming",
    "pended",
    "requested",
    "appealed",
    "exhausted",
    "expired",
    "denied",
    "not_requested",
]
"""In the order in which a status speaks for the whole ledger: the first that any span has."""


@dataclass(frozen=True)
class Event:
    """What happened to a request, and when."""

    __pydantic_config__ = STRICT
    kind: EventKind
    on: date


@dataclass(frozen=True)
class Span:
    """One authorization or request. begins and ends: first and last day it covers. units: days it allows.

    review_on: the day the payer named for its review, None when it named none.
    """

    __pydantic_config__ = STRICT
    number: str
    begins: date
    ends: date
    units: Annotated[int, Within(0, 10_000)]
    events: tuple[Event, ...]
    review_on: date | None = None


@dataclass(frozen=True)
class Pause:
    """A leave (hospital, jail, travel): first day away and last day away, None while it lasts."""

    __pydantic_config__ = STRICT
    begins: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class LedgerFacts:
    """Everything the ledger is derived from.

    used: attended program days; a day uses one unit, however often it is named. days_a_week: planned
    attendance. reviewed: days on which a review was done. required: False where the payer asks for none.
    review_every: program days between reviews, 0 for none.
    """

    __pydantic_config__ = STRICT
    today: date
    spans: tuple[Span, ...]
    used: tuple[date, ...] = ()
    pauses: tuple[Pause, ...] = ()
    days_a_week: Annotated[int, Within(1, 7)] = 3
    reviewed: tuple[date, ...] = ()
    required: bool = True
    review_every: Annotated[int, Within(0, 365)] = 0

    def away(self, day: date) -> bool:
        """Whether the person is on leave that day."""
        return any(pause.covers(day) for pause in self.pauses)


@dataclass(frozen=True)
class Alarm:
    """A threshold that has been reached: `left` of `what` is at or under `at`."""

    what: Threshold
    at: int
    left: int


@dataclass(frozen=True)
class Forecast:
    """When the authorization runs out: expected, and between which days. by: the last unit, or the end
    date."""

    on: date
    earliest: date
    latest: date
    by: Literal["units", "end_date"]


@dataclass(frozen=True)
class SpanState:
    """One span as it stands today."""

    number: str
    status: Status
    units: int
    units_used: int
    units_left: int


@dataclass(frozen=True)
class Ledger:
    """The whole ledger today. number: of the span that speaks for it. uncovered: attended days without a
    unit."""

    status: Status
    number: str | None
    units: int
    units_used: int
    units_left: int
    next_review_due: date | None
    alarms: tuple[Alarm, ...]
    forecast: Forecast | None
    spans: tuple[SpanState, ...]
    uncovered: tuple[date, ...]
