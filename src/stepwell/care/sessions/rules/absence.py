"""What is done after absences: which steps of a program's ladder are due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.registry.programs.rules.shapes import AbsenceStep


@dataclass(frozen=True)
class AbsenceFacts:
    """One person's absences in a stay. missed_on: days they did not come at all and were not excused; attended_on:
    days they came; missed_part: they missed a session today, though perhaps not the day; since: the day of admission;
    raised_risk: safety was in question when last looked at."""

    today: date
    since: date
    missed_on: tuple[date, ...]
    attended_on: tuple[date, ...] = ()
    missed_part: bool = False
    raised_risk: bool = False


def days_away(facts: AbsenceFacts) -> int:
    """Days since the person was last there, or since admission."""
    return (facts.today - max(facts.attended_on, default=facts.since)).days


def steps_due(facts: AbsenceFacts, ladder: Sequence[AbsenceStep]) -> Ruling[tuple[AbsenceStep, ...]]:
    """The steps whose conditions hold today, in the ladder's order.

    ladder: of the program's policy. Where risk is raised, the step for it takes the place of the one without. The
    reasons of the steps are the program's to give.
    """
    due = tuple(step for step in ladder if _holds(step, facts))
    urgent = {_after(step) for step in due if step.raised_risk}
    return Ruling(tuple(step for step in due if step.raised_risk or _after(step) not in urgent))


def _holds(step: AbsenceStep, facts: AbsenceFacts) -> bool:
    if step.raised_risk and not facts.raised_risk:
        return False
    if step.days_away is not None:
        return days_away(facts) >= step.days_away
    if step.missed == 1 and step.in_days is None and facts.missed_part:
        return True
    if facts.today not in facts.missed_on:
        return False
    if step.missed_in_a_row is not None:
        return _in_a_row(facts) >= step.missed_in_a_row
    since = date.min if step.in_days is None else facts.today - timedelta(days=step.in_days - 1)
    return sum(since <= day <= facts.today for day in set(facts.missed_on)) >= (step.missed or 0)


def _in_a_row(facts: AbsenceFacts) -> int:
    """Missed days up to today with no day between on which the person came."""
    last = max((day for day in facts.attended_on if day <= facts.today), default=date.min)
    return sum(last < day <= facts.today for day in set(facts.missed_on))


def _after(step: AbsenceStep) -> tuple[int | None, ...]:
    return step.missed, step.missed_in_a_row, step.in_days, step.days_away


def missed_days(outcomes: Iterable[tuple[date, str]]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Days missed and days attended, from what became of each session. Someone who came to one session of a day
    did not miss the day."""
    seen = list(outcomes)
    came = {day for day, outcome in seen if outcome == "attended"}
    missed = {day for day, outcome in seen if outcome == "no_show"} - came
    return tuple(sorted(missed)), tuple(sorted(came))
