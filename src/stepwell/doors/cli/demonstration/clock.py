"""A clock that the demonstration sets: what is written is stamped with the moment of the story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo


@dataclass
class Clock:
    """now: the moment of the story, aware. zone: the site's."""

    zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def at(self, on: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of a day on the site's clock."""
        return datetime.combine(on, time(hour, minute), self.zone).astimezone(UTC)

    def to(self, moment: datetime) -> datetime:
        """Set the clock and return what it shows; it never goes back, so a day that runs late stays in order."""
        self.now = max(self.now, moment)
        return self.now

    def on(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Set the clock to a moment of a day and return it."""
        return self.to(self.at(day, hour, minute))


@contextmanager
def telling(clock: Clock) -> Iterator[None]:
    """Rows that stamp themselves (the trail, work that is asked for, documents) are stamped by the story's clock.

    Only for a process that builds a demonstration; whoever works with Stepwell is stamped by the real one.
    """

    def now() -> datetime:
        clock.now += timedelta(milliseconds=1)
        return clock.now

    with patch("django.utils.timezone.now", now):
        yield
