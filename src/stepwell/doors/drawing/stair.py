"""The stair: a person's way drawn as steps over time. Height is hours a week, the hue is the level of care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

Span = tuple[date, date]


@dataclass(frozen=True)
class Step:
    """One level of care from a day to a day. to_on: the first day after it, None while it runs. hours and days: a week.

    level: the code (as "2.1"); level_label: as it is said.
    """

    from_on: date
    to_on: date | None
    level: str
    level_label: str
    hours: Decimal
    days: int


@dataclass(frozen=True)
class Stair:
    """Steps in any order, never overlapping. attended, planned: days. away: from a day to the first day back.

    says: the sentence for who cannot see it, as "Intensive outpatient since Feb 3, 9 hours a week".
    """

    steps: tuple[Step, ...]
    attended: tuple[date, ...]
    planned: tuple[date, ...]
    away: tuple[Span, ...]
    today: date
    says: str

    def in_order(self) -> tuple[Step, ...]:
        """The steps as they follow each other."""
        return tuple(sorted(self.steps, key=lambda step: step.from_on))

    def rings(self) -> tuple[date, ...]:
        """Planned days that nobody has attended yet."""
        return tuple(sorted(set(self.planned) - set(self.attended)))

    def days_away(self) -> set[date]:
        """Every single day of being away."""
        return {start + timedelta(days=each) for start, end in self.away for each in range(max(0, (end - start).days))}

    def shown(self) -> Span:
        """The first day and the day after the last that the picture has room for."""
        ends = [self.today + timedelta(days=14)] if any(step.to_on is None for step in self.steps) else []
        ends += [step.to_on or step.from_on + timedelta(days=21) for step in self.steps]
        days = (*self.attended, *self.planned, self.today)
        start = min(*(step.from_on for step in self.steps), *days)
        return start, max(*ends, *(each + timedelta(days=1) for each in days))


@dataclass(frozen=True)
class Part:
    """A stretch of one step that looks the same. state: was, will or away."""

    step: Step
    from_on: date
    to_on: date
    state: str


def parts(stair: Stair) -> tuple[Part, ...]:
    """Each step cut where today is and where the person was away; adjoining, nothing left out."""
    away, (_, end) = stair.days_away(), stair.shown()
    found: list[Part] = []
    for step in stair.in_order():
        last = step.to_on or end
        on = step.from_on
        while on < last:
            state = _state(on, stair.today, away)
            until = on + timedelta(days=1)
            while until < last and _state(until, stair.today, away) == state:
                until += timedelta(days=1)
            found.append(Part(step, on, until, state))
            on = until
    return tuple(found)


def _state(on: date, today: date, away: set[date]) -> str:
    if on in away:
        return "away"
    return "was" if on <= today else "will"


def step_on(stair: Stair, on: date) -> Step | None:
    """The step a day belongs to, or None between steps."""
    return next((s for s in stair.steps if s.from_on <= on and (s.to_on is None or on < s.to_on)), None)
