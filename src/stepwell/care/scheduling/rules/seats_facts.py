"""What a finder of seats knows, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Annotated, Literal

from stepwell.foundation.kernel.facts import STRICT, AtMost, Within

Weekday = Annotated[int, Within(0, 6)]
Mode = Literal["in_person", "video"]

Heads = Annotated[int, Within(0, 1000)]
WeekMinutes = Annotated[int, Within(0, 7 * 1440)]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def minute(of: time) -> int:
    """The minute of the day."""
    return of.hour * 60 + of.minute


@dataclass(frozen=True)
class Group:
    """A group that meets every week. weekday: 0 is Monday. starts, ends: the site's clock. track and phase: None
    for every one. taken: seats that are held. soft_cap: above it a group is full in spirit; hard_cap: never above."""

    __pydantic_config__ = STRICT
    id: str
    weekday: Weekday
    starts: time
    ends: time
    soft_cap: Heads
    hard_cap: Heads
    taken: Heads = 0
    track: str | None = None
    phase: str | None = None
    mode: Mode = "in_person"
    site: str | None = None

    @property
    def minutes(self) -> int:
        return minute(self.ends) - minute(self.starts)

    @property
    def begins_at(self) -> int:
        """Minutes since Monday, midnight."""
        return self.weekday * 1440 + minute(self.starts)

    @property
    def ends_at(self) -> int:
        return self.weekday * 1440 + minute(self.ends)


@dataclass(frozen=True)
class Window:
    """A stretch of a weekday in which the person can come."""

    __pydantic_config__ = STRICT
    weekday: Weekday
    begins: time
    ends: time


@dataclass(frozen=True)
class Person:
    """Whom a week is looked for. tracks: those they may join; a track none of them names is not offered. sites and
    modes: None for any. minutes and days: least and most a week. daypart: preferred."""

    __pydantic_config__ = STRICT
    windows: Annotated[tuple[Window, ...], AtMost(100)]
    tracks: tuple[str, ...]
    least_minutes: WeekMinutes
    most_minutes: WeekMinutes
    phase: str | None = None
    least_days: Annotated[int, Within(0, 7)] = 1
    most_days: Annotated[int, Within(1, 7)] = 7
    daypart: str | None = None
    modes: tuple[Mode, ...] | None = None
    sites: tuple[str, ...] | None = None


@dataclass(frozen=True)
class SeatsFacts:
    """The groups of a clinic, and a person who looks for seats."""

    __pydantic_config__ = STRICT
    groups: Annotated[tuple[Group, ...], AtMost(300)]
    person: Person


@dataclass(frozen=True)
class Week:
    """One week that fits. groups: their ids in the order of the week. why: what speaks for and against it."""

    groups: tuple[str, ...]
    track: str | None
    days: int
    minutes: int
    hours: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way, or would open a week. groups: those it is about. window: when it is about time.
    opens_a_week: with this alone a week would fit. adds_minutes: what it would bring a week."""

    kind: Literal["no-track", "no-phase", "no-mode-or-site", "full", "availability", "hours"]
    says: str
    groups: tuple[str, ...]
    window: Window | None
    opens_a_week: bool
    adds_minutes: int


@dataclass(frozen=True)
class Seats:
    """Weeks, best first, or what stands in the way. best_minutes: the most treatment that fits in one week, up to
    what is wanted. exhaustive: every combination was looked at."""

    weeks: tuple[Week, ...]
    stands_in_the_way: tuple[Obstacle, ...]
    best_minutes: int
    exhaustive: bool
