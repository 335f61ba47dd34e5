"""An authorization's units: a stair down to nothing, and when the forecast says it gets there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.doors.drawing.marks import WIDTHS, Dots, Mark, Picture, Point, Strokes, Trace, Words, text_width
from stepwell.doors.drawing.plot import SMALL, Plot, calendar, rungs
from stepwell.doors.drawing.tables import About, Figure, Table
from stepwell.doors.drawing.ticks import day, whole

HEIGHT = {"small": 210.0, "medium": 220.0, "large": 240.0}


@dataclass(frozen=True)
class RunsOut:
    """When the units run out: the likely day and the range around it."""

    earliest: date
    likely: date
    latest: date


@dataclass(frozen=True)
class BurnDown:
    """granted: units. from_on, to_on: first and last day of the authorization. used: the day of each unit.

    runs_out: None where the units outlast the authorization. review_on: when the next review is due.
    """

    about: About
    granted: int
    from_on: date
    to_on: date
    used: tuple[date, ...]
    today: date
    runs_out: RunsOut | None = None
    review_on: date | None = None

    @property
    def left(self) -> int:
        """Units that are not used yet, never under 0."""
        return max(0, self.granted - len(self.used))

    def says(self) -> str:
        """ "7 of 20 days left; likely to run out on Apr 9, between Apr 6 and Apr 13"."""
        said = f"{self.left} of {self.granted} {self.about.unit} left on {day(self.today)}"
        if self.runs_out is None:
            return f"{said}; they last until it ends on {day(self.to_on)}."
        out = self.runs_out
        return f"{said}; likely to run out on {day(out.likely)}, between {day(out.earliest)} and {day(out.latest)}."


def burn_figure(chart: BurnDown) -> Figure:
    """The chart in three widths, its sentence and its table."""
    rows = [("Start", day(chart.from_on, True), str(chart.granted))]
    rows += [("Used", day(on, True), str(max(0, chart.granted - n))) for n, on in enumerate(sorted(chart.used), 1)]
    if out := chart.runs_out:
        rows += [
            ("Earliest to run out", day(out.earliest, True), "0"),
            ("Likely to run out", day(out.likely, True), "0"),
        ]
        rows.append(("Latest to run out", day(out.latest, True), "0"))
    if chart.review_on:
        rows.append(("Next review", day(chart.review_on, True), ""))
    rows.append(("Ends", day(chart.to_on, True), ""))
    table = Table(chart.about.title, ("", "Day", f"{chart.about.unit.capitalize()} left"), tuple(rows))
    pictures = tuple(_drawn(chart, size, width) for size, width in WIDTHS.items())
    return Figure("chart", pictures, table, chart.about, says=chart.says())


def _drawn(chart: BurnDown, size: str, width: float) -> Picture:
    known = [chart.from_on, chart.to_on, chart.today, *chart.used]
    known += [chart.runs_out.latest] if chart.runs_out else []
    known += [chart.review_on] if chart.review_on else []
    start, end = min(known), max(known) + timedelta(days=1)
    ticks = whole(0, max(chart.granted, 1), 4)
    high = max(ticks[-1], float(chart.granted))
    plot = Plot(34, width - 12, 38, HEIGHT[size] - 28, (start.toordinal(), end.toordinal()), (0, high))
    marks: list[Mark] = [*rungs(plot, ticks), *_forecast(chart, plot), *calendar(plot, start, end)]
    marks += [*_left(chart, plot), *_days(chart, plot)]
    return Picture(width, HEIGHT[size], f"chart show-{size}", chart.says(), tuple(marks))


def _left(chart: BurnDown, plot: Plot) -> Iterable[Mark]:
    """Units left, a step down on each day that used one."""
    points: list[Point] = [(plot.x(min([chart.from_on, *chart.used]).toordinal()), plot.y(chart.granted))]
    for n, on in enumerate(sorted(chart.used), 1):
        x = plot.x(on.toordinal())
        points += [(x, points[-1][1]), (x, plot.y(max(0, chart.granted - n)))]
    points.append((max(plot.x(chart.today.toordinal()), points[-1][0]), points[-1][1]))
    foot = ((points[-1][0], plot.floor), (points[0][0], plot.floor))
    yield Trace((*points, *foot), "range series-1", closed=True)
    yield Trace(tuple(points), "line series-1")
    yield Dots((points[-1],), 4, "point series-1")
    yield Words(points[-1][0] + 8, points[-1][1] - 7, f"{chart.left} left", "value")


def _forecast(chart: BurnDown, plot: Plot) -> Iterable[Mark]:
    out = chart.runs_out
    if out is None:
        return
    here = (plot.x(chart.today.toordinal()), plot.y(chart.left))
    first, likely, last = (plot.x(on.toordinal()) for on in (out.earliest, out.likely, out.latest))
    yield Trace((here, (first, plot.floor), (last, plot.floor)), "forecast", closed=True)
    yield Strokes(((*here, likely, plot.floor),), "likely")
    yield Strokes(((first, plot.floor, last, plot.floor),), "landing")


def _days(chart: BurnDown, plot: Plot) -> Iterable[Mark]:
    """Today, the review and the end: each a line with its word; words that would touch go to the second row."""
    named = [(chart.today, "Today", "today"), (chart.to_on, f"Ends {day(chart.to_on)}", "ends")]
    named += [(chart.review_on, f"Review {day(chart.review_on)}", "review")] if chart.review_on else []
    ends = [-1.0, -1.0]
    for on, text, look in sorted(named, key=lambda each: each[0]):
        x, half = plot.x(on.toordinal()), text_width(text, SMALL) / 2
        middle = min(max(x, half), plot.right + 10 - half)
        row = 0 if middle - half > ends[0] + 4 or ends[1] > ends[0] else 1
        ends[row] = middle + half
        yield Strokes(((x, 18 + 16 * row, x, plot.floor),), look)
        yield Words(middle, 13 + 16 * row, text, f"{look}-word", "middle")
