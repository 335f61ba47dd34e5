"""The retention curve: who is still in treatment after so many days, with how many it is counted of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.doors.drawing.marks import WIDTHS, Mark, Picture, Point, Strokes, Trace, Words, text_width
from stepwell.doors.drawing.plot import SMALL, Number, Plot, spread
from stepwell.doors.drawing.tables import About, Figure, Table
from stepwell.doors.drawing.ticks import saying, whole


@dataclass(frozen=True)
class CurvePoint:
    """From this day on (0 is the first day) the share (0 to 1) that is left; at_risk: people counted that day.

    low, high: the bounds of the share, where they are known.
    """

    day: int
    share: Number
    at_risk: int
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True)
class Curve:
    """One group of people. points in any order."""

    label: str
    points: tuple[CurvePoint, ...]

    def in_order(self) -> tuple[CurvePoint, ...]:
        """Points by day."""
        return tuple(sorted(self.points, key=lambda point: point.day))

    def at(self, day: int) -> CurvePoint:
        """The point that holds on a day."""
        return [point for point in self.in_order() if point.day <= day][-1]


@dataclass(frozen=True)
class CurveChart:
    """One curve or a few; each begins on day 0."""

    about: About
    curves: tuple[Curve, ...]

    def says(self) -> str:
        """What share is left at the end of each curve."""
        said = []
        for curve in self.curves:
            last = curve.in_order()[-1]
            said.append(f"{curve.label} {percent(last.share)} after {last.day} days, {last.at_risk} people at risk")
        return f"{self.about.title}: {'; '.join(said) or 'nobody counted yet'}."


def percent(share: Number) -> str:
    """0.756 as "76%"."""
    return f"{float(share) * 100:.0f}%"


def curve_figure(chart: CurveChart) -> Figure:
    """The chart in three widths, with its table. ValueError: a curve that does not begin on day 0."""
    if any(not curve.points or curve.in_order()[0].day != 0 for curve in chart.curves):
        raise ValueError("a curve begins on day 0")
    rows = tuple(
        (curve.label, str(point.day), percent(point.share), _bounds(point), str(point.at_risk))
        for curve in chart.curves
        for point in curve.in_order()
    )
    columns = ("Group", "Day", "Still in treatment", "Bounds", "At risk")
    pictures = tuple(_drawn(chart, size, width) for size, width in WIDTHS.items()) if chart.curves else ()
    return Figure("chart", pictures, Table(chart.about.title, columns, rows), chart.about)


def _bounds(point: CurvePoint) -> str:
    known = point.low is not None and point.high is not None
    return f"{percent(point.low or 0)} to {percent(point.high or 0)}" if known else "not known"


def _drawn(chart: CurveChart, size: str, width: float) -> Picture:
    last = max(point.day for curve in chart.curves for point in curve.points) or 1
    names = max(text_width(curve.label, SMALL) for curve in chart.curves) if len(chart.curves) > 1 else 0
    plot = Plot(44, width - 44 - min(names, 96), 12, 190, (0, last), (0, 1))
    marks: list[Mark] = []
    for share in (0, 0.25, 0.5, 0.75, 1):
        marks.append(Strokes(((plot.left, plot.y(share), plot.right, plot.y(share)),), "rung"))
        marks.append(Words(plot.left - 6, plot.y(share) + 4, percent(share), "tick-word", "end"))
    for number, curve in enumerate(chart.curves, 1):
        marks += _curve(curve, number, plot, last)
    marks += [*_ends(chart, plot), *_risk(chart, plot, last, 4 if size == "small" else 8)]
    height = plot.floor + 30 + 18 * len(chart.curves) + (18 if len(chart.curves) > 1 else 0)
    return Picture(width, height, f"chart show-{size}", chart.says(), tuple(marks))


def steps(points: Iterable[tuple[int, Number]], last: int, plot: Plot) -> tuple[Point, ...]:
    """Corners of a step line: level until the next day, then straight to its value."""
    found: list[Point] = []
    for on, share in points:
        if found:
            found.append((plot.x(on), found[-1][1]))
        found.append((plot.x(on), plot.y(share)))
    return (*found, (plot.x(last), found[-1][1])) if found else ()


def _curve(curve: Curve, number: int, plot: Plot, last: int) -> Iterable[Mark]:
    look, ordered = f"series-{(number - 1) % 5 + 1}", curve.in_order()
    if all(point.low is not None and point.high is not None for point in ordered):
        above = steps(((point.day, point.high or 0) for point in ordered), last, plot)
        below = steps(((point.day, point.low or 0) for point in ordered), last, plot)
        yield Trace((*above, *reversed(below)), f"range {look}", closed=True)
    yield Trace(steps(((point.day, point.share) for point in ordered), last, plot), f"line {look}")


def _ends(chart: CurveChart, plot: Plot) -> Iterable[Mark]:
    lasts = [curve.in_order()[-1] for curve in chart.curves]
    heights = spread([plot.y(point.share) + 4 for point in lasts], 15, plot.top, plot.floor)
    for curve, point, y in zip(chart.curves, lasts, heights, strict=True):
        yield Words(plot.right + 6, y, percent(point.share), "value")
        if len(chart.curves) > 1:
            yield Words(plot.right + 42, y, curve.label, "series-word")


def _risk(chart: CurveChart, plot: Plot, last: int, about: int) -> Iterable[Mark]:
    """Days along the floor, and under each how many people are still counted."""
    days = [int(each) for each in whole(0, last, about) if each <= last]
    yield Strokes(((plot.left, plot.floor, plot.right, plot.floor),), "floor")
    for on in days:
        text = f"day {on}" if on == days[-1] else saying(on)
        yield Words(plot.x(on), plot.floor + 18, text, "tick-word", "middle")
    yield Words(0, plot.floor + 40, "n" if len(chart.curves) == 1 else "n, still counted on that day", "series-word")
    for row, curve in enumerate(chart.curves):
        y = plot.floor + 40 + (row + (len(chart.curves) > 1)) * 18
        for on in days:
            yield Words(plot.x(on), y, str(curve.at(on).at_risk), "count", "middle")
        if len(chart.curves) > 1:
            yield Words(plot.right + 14, y, curve.label, "series-word")
