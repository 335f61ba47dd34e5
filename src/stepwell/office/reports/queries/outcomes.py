"""Outcomes of a program in a period, each figure with its definition, its denominator and who is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from stepwell.care.measures import queries as measures
from stepwell.care.sessions import queries as sessions
from stepwell.care.transitions import queries as transitions
from stepwell.care.transitions.queries import Ending
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.office.reports.rules import outcomes as rules
from stepwell.office.reports.rules.outcomes import Change, Figure, Stay
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.models import Program

WEEK = 7


@dataclass(frozen=True)
class Outcomes:
    """A program's outcomes from a day to a day. completion: three declared definitions side by side. measures: one
    figure an instrument. Every figure says what it counts and of how many; none stands alone."""

    program_id: int
    from_on: date
    to_on: date
    census: Figure
    show_rate: Figure
    hours_kept: Figure
    length_of_stay: Figure
    retention: Figure
    completion: tuple[Figure, Figure, Figure]
    measures: tuple[Figure, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them in the order of a report."""
        return (
            self.census,
            self.show_rate,
            self.hours_kept,
            self.length_of_stay,
            self.retention,
            *self.completion,
            *self.measures,
        )


@dataclass(frozen=True)
class Period:
    """The days that are counted, both included."""

    from_on: date
    to_on: date

    def holds(self, on: date | None) -> bool:
        return on is not None and self.from_on <= on <= self.to_on


@query(Permission.REPORT_READ)
def outcomes(access: Access, *, program: Program, from_on: date, to_on: date) -> Outcomes:
    """Count a program's outcomes as they stood on `to_on`, in a fixed number of reads however many people there are.

    Census, attendance, hours and change are of everyone with a day in the period; length of stay and completion of
    those who left in it; completion of everyone admitted, of those admitted in it; retention of those whose day of
    counting (90 days, policy) falls into it, with those admitted too recently named. Raises BadInput.
    """
    if to_on < from_on:
        raise BadInput("to_on", "The last day of a report cannot be before the first.")
    period = Period(from_on, to_on)
    days = programs.rules_of(access, program=program, on=to_on).retention_days
    earliest = from_on - timedelta(days=days)
    rows = episodes.stays_between(access, program=program, from_on=earliest, to_on=to_on)
    stays = _stays(access, program, rows, period)
    here = [stay for row, stay in stays if row.ended_on is None or row.ended_on >= from_on]
    left = [stay for _, stay in stays if period.holds(stay.ended_on)]
    admitted = [stay for row, stay in stays if period.holds(row.admitted_on)]
    counted = [stay for row, stay in stays if earliest <= row.admitted_on]
    discharges, or_step_down, _ = rules.completion(left)
    return Outcomes(
        program_id=program.pk,
        from_on=from_on,
        to_on=to_on,
        census=rules.census(here, to_on),
        show_rate=rules.show_rate(here),
        hours_kept=rules.hours_kept(here),
        length_of_stay=rules.length_of_stay(left),
        retention=rules.retention(counted, to_on, days),
        completion=(discharges, or_step_down, rules.completion(admitted)[2]),
        measures=reliable_change(
            access, rows=[row for row, _ in stays if row.ended_on is None or row.ended_on >= from_on], period=period
        ),
    )


def _stays(access: Access, program: Program, rows: Sequence[Episode], period: Period) -> list[tuple[Episode, Stay]]:
    """Each stay as the rules count it: what came after the period is not known in it yet."""
    first, last = period.from_on, period.to_on
    endings = transitions.endings_of(access, episodes=rows)
    minutes = sessions.minutes_of(access, program=program, from_on=first, to_on=last)
    came: dict[int, list[str]] = {}
    for became in sessions.outcomes_of(access, program=program, from_on=first, to_on=last):
        came.setdefault(became.episode_id, []).append(became.outcome)
    return [
        (row, _stay(row, endings.get(row.pk), minutes.get(row.pk, 0), came.get(row.pk, []), period)) for row in rows
    ]


def _stay(row: Episode, ending: Ending | None, minutes: int, came: Sequence[str], period: Period) -> Stay:
    ended = row.ended_on if row.ended_on is not None and row.ended_on <= period.to_on else None
    decided = [outcome for outcome in came if outcome != "expected"]
    return Stay(
        admitted_on=row.admitted_on,
        ended_on=ended,
        teds=ending.teds if ending and ended else None,
        stepped_down=bool(ending and ended and ending.stepped_down),
        expected=len(decided),
        attended=decided.count("attended"),
        attended_minutes=minutes,
        planned_minutes=_planned(row, period),
    )


def _planned(row: Episode, period: Period) -> int:
    """Treatment minutes the levels of the stay asked for in the period: a seventh of a week's for each day that was
    not one of leave."""
    away = [(leave.during.lower, leave.during.upper) for leave in row.leaves.all()]
    hours = Decimal(0)
    for span in row.spans.all():
        first = max(span.during.lower, period.from_on)
        last = min(span.during.upper - timedelta(days=1) if span.during.upper else period.to_on, period.to_on)
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        present = sum(not any(of <= day and (to is None or day < to) for of, to in away) for day in days)
        hours += span.weekly_hours * present / WEEK
    return int(hours * 60)


@query(Permission.REPORT_READ)
def reliable_change(access: Access, *, rows: Sequence[Episode], period: Period) -> tuple[Figure, ...]:
    """Reliable improvement from the first to the last giving of these stays, instrument by instrument; one read."""
    if not rows:
        return ()
    since = min(row.admitted_on for row in rows)
    admitted = {row.subject_id: row.admitted_on for row in rows}
    given = measures.givings_of(access, subject_ids=sorted(admitted), from_on=since, to_on=period.to_on)
    changes = []
    for (instrument, subject_id), same in groupby(given, key=lambda one: (one.instrument, one.subject_id)):
        sittings = [one for one in same if one.at.date() >= admitted[subject_id]]
        if len(sittings) < 2:
            continue
        first, last = sittings[0], sittings[-1]
        found = measures.change_between(access, first=first, last=last)
        scores = float(first.score or 0), float(last.score or 0)
        changes.append(Change(instrument, *scores, bool(found.reliable), found.direction == "better"))
    instruments = sorted({change.instrument for change in changes})
    return tuple(rules.change_in_measures(changes, instrument) for instrument in instruments)
