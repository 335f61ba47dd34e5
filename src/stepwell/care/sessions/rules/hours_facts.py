"""What is known about someone's week, and what is answered about its treatment hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from stepwell.foundation.kernel.facts import STRICT, Within

Level = Literal["1.5", "1.7", "2.1", "2.5"]
Status = Literal["met", "on_course", "short", "over"]
WeekMinutes = Annotated[int, Within(0, 7 * 1440)]


@dataclass(frozen=True)
class Present:
    """A stretch someone attended, or is planned to attend.

    starts and ends: local time at the site, or with an offset. kind: of the session, None counts as clinical.
    therapist_led and on_plan: asked only of holistic sessions.
    """

    __pydantic_config__ = STRICT
    starts: datetime
    ends: datetime
    kind: str | None = None
    therapist_led: bool = False
    on_plan: bool = False


@dataclass(frozen=True)
class HoursFacts:
    """One person's week.

    week_of: any day of the week, which runs Monday to Sunday. today: the day of asking. attended: minutes
    present. planned: seats of the week; those on days before today are past and bring nothing more.
    plan_minutes: what the person's plan asks a week. last_week_minutes: treatment minutes of the week before.
    """

    __pydantic_config__ = STRICT
    week_of: date
    today: date
    attended: tuple[Present, ...]
    planned: tuple[Present, ...] = ()
    plan_minutes: WeekMinutes | None = None
    last_week_minutes: WeekMinutes | None = None
    adolescent: bool = False
    level: Level = "2.1"

    @property
    def monday(self) -> date:
        return self.week_of - timedelta(days=self.week_of.weekday())

    @property
    def over(self) -> bool:
        """Whether the week has ended."""
        return self.today >= self.monday + timedelta(days=7)


@dataclass(frozen=True)
class Hours:
    """The week's treatment hours.

    planned_minutes: still to come. expected_minutes: attended and planned. short_by_minutes: what is missing
    to the target, the larger of floor and plan. ceiling_minutes: None where the level has none.
    """

    attended_minutes: int
    planned_minutes: int
    expected_minutes: int
    attended_hours: float
    expected_hours: float
    floor_minutes: int
    ceiling_minutes: int | None
    plan_minutes: int | None
    short_by_minutes: int
    status: Status
    flags: tuple[str, ...]
