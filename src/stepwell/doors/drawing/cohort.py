"""The stairs of many: how many people are at each level of care, week by week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from stepwell.doors.drawing.hues import hue
from stepwell.doors.drawing.marks import WIDTHS, Box, Mark, Picture, Point, Strokes, Trace, Words, text_width
from stepwell.doors.drawing.plot import SMALL, Plot, calendar, rungs, spread, swatch
from stepwell.doors.drawing.tables import About, Figure, Key, Table
from stepwell.doors.drawing.ticks import day, whole

HEIGHT = {"small": 220.0, "medium": 240.0, "large": 260.0}


@dataclass(frozen=True)
class CohortWeek:
    """A week by its Monday. people: level code and how many; a level that is not named has nobody."""

    from_on: date
    people: tuple[tuple[str, int], ...]

    def at(self, level: str) -> int:
        """People at a level that week."""
        return sum(count for code, count in self.people if code == level)


@dataclass(frozen=True)
class Cohort:
    """levels: code and label, from the least intensive (at the water) to the most. weeks in any order."""

    about: About
    levels: tuple[tuple[str, str], ...]
    weeks: tuple[CohortWeek, ...]
    today: date

    def in_order(self) -> tuple[CohortWeek, ...]:
        """The weeks as they follow each other."""
        return tuple(sorted(self.weeks, key=lambda week: week.from_on))

    def most(self) -> int:
        """The most people in any week."""
        return max((sum(week.at(code) for code, _ in self.levels) for week in self.weeks), default=0)

    def says(self) -> str:
        """How many are at each level in the last week."""
        if not self.weeks:
            return f"{self.about.title}: nobody yet."
        last = self.in_order()[-1]
        said = ", ".join(f"{label} {last.at(code)}" for code, label in self.levels)
        return f"{self.about.title}, week of {day(last.from_on)}: {said}."


def cohort_figure(cohort: Cohort) -> Figure:
    """The summed stair in three widths, its key and its table."""
    rows = tuple(
        (day(week.from_on, True), *(str(week.at(code)) for code, _ in cohort.levels)) for week in cohort.in_order()
    )
    table = Table(cohort.about.title, ("Week of", *(label for _, label in cohort.levels)), rows)
    key = tuple(Key(swatch(Box(1, 1, 12, 12, f"body was {hue(code)}", 3)), label) for code, label in cohort.levels)
    pictures = tuple(_drawn(cohort, size, width) for size, width in WIDTHS.items()) if cohort.weeks else ()
    return Figure("stair", pictures, table, cohort.about, key, told=True)


def layers(cohort: Cohort, plot: Plot) -> tuple[tuple[Point, ...], ...]:
    """For each level the upper edge of its layer, in steps of a week; each layer lies on the one before it."""
    weeks = cohort.in_order()
    found = []
    for upto in range(1, len(cohort.levels) + 1):
        edge: list[Point] = []
        for week in weeks:
            y = plot.y(sum(week.at(code) for code, _ in cohort.levels[:upto]))
            edge += [(plot.x(each.toordinal()), y) for each in (week.from_on, week.from_on + timedelta(days=7))]
        found.append(tuple(edge))
    return tuple(found)


def _drawn(cohort: Cohort, size: str, width: float) -> Picture:
    weeks = cohort.in_order()
    start, end = weeks[0].from_on, weeks[-1].from_on + timedelta(days=7)
    ticks = whole(0, max(1, cohort.most()), 4)
    names = 0.0 if size == "small" else max(text_width(label, SMALL) for _, label in cohort.levels) + 40
    plot = Plot(34, width - 12 - names, 22, HEIGHT[size] - 30, (start.toordinal(), end.toordinal()), (0, ticks[-1]))
    marks: list[Mark] = [*rungs(plot, ticks)]
    edges = layers(cohort, plot)
    floor = ((plot.left, plot.floor), (plot.right, plot.floor))
    for (code, _), edge, below in zip(cohort.levels, edges, (floor, *edges), strict=False):
        marks.append(Trace((*edge, *reversed(below)), f"body was {hue(code)}", closed=True))
        marks.append(Trace(edge, f"edge {hue(code)}"))
    marks += [*_today(cohort, plot, start, end), *calendar(plot, start, end)]
    marks += _names(cohort, plot, edges) if names else []
    return Picture(width, HEIGHT[size], f"stair chart show-{size}", cohort.says(), tuple(marks))


def _today(cohort: Cohort, plot: Plot, start: date, end: date) -> Iterable[Mark]:
    if start <= cohort.today <= end:
        x, half = plot.x(cohort.today.toordinal()), text_width("Today", SMALL) / 2
        yield Strokes(((x, 18, x, plot.floor),), "today")
        yield Words(min(max(x, half), plot.right + 10 - half), 13, "Today", "today-word", "middle")


def _names(cohort: Cohort, plot: Plot, edges: tuple[tuple[Point, ...], ...]) -> Iterable[Mark]:
    """Each level's name and number at the right, beside its layer."""
    feet = [plot.floor, *(edge[-1][1] for edge in edges)]
    wanted = [(foot + head) / 2 + 4 for foot, head in pairwise(feet)]
    last = cohort.in_order()[-1]
    for (code, label), y in zip(cohort.levels, spread(wanted, 16, plot.top, plot.floor + 4), strict=True):
        yield Words(plot.right + 8, y, f"{last.at(code)}", "value")
        yield Words(plot.right + 34, y, label, "series-word")
