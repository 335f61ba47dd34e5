"""Scores over time: lines over the bands of an instrument, with its cut points at the edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stepwell.doors.drawing.marks import WIDTHS, Box, Dots, Mark, Picture, Point, Strokes, Trace, Words, text_width
from stepwell.doors.drawing.plot import SMALL, Number, Plot, calendar, rungs, spread
from stepwell.doors.drawing.tables import About, Figure, Table
from stepwell.doors.drawing.ticks import day, nice, saying

HEIGHT = {"small": 190.0, "medium": 220.0, "large": 240.0}


@dataclass(frozen=True)
class Line:
    """One measure. points: a day and its value, None where it was due and not given (the line breaks)."""

    label: str
    points: tuple[tuple[date, Number | None], ...]

    def given(self) -> tuple[tuple[date, Number], ...]:
        """The points with a value, as they follow each other."""
        return tuple((on, value) for on, value in sorted(self.points, key=lambda each: each[0]) if value is not None)

    def runs(self) -> tuple[tuple[tuple[date, Number], ...], ...]:
        """Stretches without a break."""
        found: list[list[tuple[date, Number]]] = [[]]
        for on, value in sorted(self.points, key=lambda each: each[0]):
            if value is None:
                found.append([])
            else:
                found[-1].append((on, value))
        return tuple(tuple(run) for run in found if run)


@dataclass(frozen=True)
class Band:
    """From a cut point up to the next: "moderate" from 10."""

    from_value: Number
    label: str


@dataclass(frozen=True)
class LineChart:
    """low, high: the ends of the scale, as 0 and 27 for a sum of nine items. bands: in any order, none for no bands."""

    about: About
    lines: tuple[Line, ...]
    low: Number
    high: Number
    bands: tuple[Band, ...] = ()

    def cuts(self) -> tuple[Band, ...]:
        """The bands from the lowest."""
        return tuple(sorted(self.bands, key=lambda band: float(band.from_value)))

    def says(self) -> str:
        """First and last value of each line, in a sentence."""
        said = []
        for line in self.lines:
            if given := line.given():
                (first, start), (last, end) = given[0], given[-1]
                said.append(f"{line.label} {saying(start)} on {day(first)}, {saying(end)} on {day(last)}")
        return f"{self.about.title}: {'; '.join(said) or 'not measured yet'}."


def line_figure(chart: LineChart) -> Figure:
    """The chart in three widths, with its table."""
    days = sorted({on for line in chart.lines for on, _ in line.points})
    values = [{on: value for on, value in line.points if value is not None} for line in chart.lines]
    rows = tuple(
        (day(on, True), *(saying(each[on]) if on in each else "not given" for each in values),
         *((", ".join(filter(None, (_band(chart, each.get(on)) for each in values))),) if chart.bands else ()))
        for on in days
    )  # fmt: skip
    columns = ("Day", *(f"{line.label} ({chart.about.unit})" for line in chart.lines))
    columns += ("Band",) if chart.bands else ()
    pictures = tuple(_drawn(chart, size, width) for size, width in WIDTHS.items()) if days else ()
    return Figure("chart", pictures, Table(chart.about.title, columns, rows), chart.about)


def _band(chart: LineChart, value: Number | None) -> str:
    reached = [band.label for band in chart.cuts() if value is not None and float(value) >= float(band.from_value)]
    return reached[-1] if reached else ""


def _drawn(chart: LineChart, size: str, width: float) -> Picture:
    days = [on for line in chart.lines for on, _ in line.points]
    start, end = min(days), max(max(days), min(days) + timedelta(days=14))
    label = max((text_width(line.label, SMALL) for line in chart.lines), default=0) if len(chart.lines) > 1 else 0
    right = width - 40 - min(label, 110)
    scale = (float(chart.low), float(chart.high))
    plot = Plot(34, right, 12, HEIGHT[size] - 28, (start.toordinal(), end.toordinal()), scale)
    marks: list[Mark] = [*_bands(chart, plot), *calendar(plot, start, end)]
    marks += [*_lines(chart, plot), *_ends(chart, plot)]
    return Picture(width, HEIGHT[size], f"chart show-{size}", chart.says(), tuple(marks))


def _bands(chart: LineChart, plot: Plot) -> Iterable[Mark]:
    cuts = chart.cuts()
    if not cuts:
        inside = [each for each in nice(*plot.up, 4) if plot.up[0] <= each <= plot.up[1]]
        apart = plot.y(inside[-1]) - plot.y(plot.up[1]) if inside else 99
        yield from rungs(plot, [*inside, *([plot.up[1]] if apart > 14 else [])])
        return
    ends = [*(float(band.from_value) for band in cuts[1:]), plot.up[1]]
    for number, (band, end) in enumerate(zip(cuts, ends, strict=True), 1):
        top, foot = plot.y(end), plot.y(band.from_value)
        yield Box(plot.left, top, plot.right - plot.left, foot - top, f"band band-{min(number, 6)}")
    lasts = [float(line.given()[-1][1]) for line in chart.lines if line.given()]
    edges = sorted({*(float(band.from_value) for band in cuts), plot.up[1]})
    yield from rungs(plot, edges)
    for band, end in zip(cuts, ends, strict=True):
        if plot.y(band.from_value) - plot.y(end) >= 15:
            # A line ends at the right: the band it ends in is named at the left.
            ends_here = any(float(band.from_value) <= last < end for last in lasts)
            x, anchor = (plot.left + 6, "start") if ends_here else (plot.right - 6, "end")
            yield Words(x, plot.y(end) + 13, band.label, "band-word", anchor)


def _lines(chart: LineChart, plot: Plot) -> Iterable[Mark]:
    for number, line in enumerate(chart.lines, 1):
        look = f"series-{(number - 1) % 5 + 1}"
        for run in line.runs():
            points: tuple[Point, ...] = tuple((plot.x(on.toordinal()), plot.y(value)) for on, value in run)
            if len(points) > 1:
                yield Trace(points, f"line {look}")
            yield Dots(points, 3.6, f"point {look}")
        gaps = zip(line.runs(), line.runs()[1:], strict=False)
        missing = tuple((*_spot(plot, before[-1]), *_spot(plot, after[0])) for before, after in gaps)
        if missing:
            yield Strokes(missing, f"line missing {look}")


def _spot(plot: Plot, point: tuple[date, Number]) -> Point:
    return plot.x(point[0].toordinal()), plot.y(point[1])


def _ends(chart: LineChart, plot: Plot) -> Iterable[Mark]:
    lasts = [(line, line.given()[-1]) for line in chart.lines if line.given()]
    heights = spread([plot.y(value) + 4 for _, (_, value) in lasts], 15, plot.top, plot.floor)
    for (line, (on, value)), y in zip(lasts, heights, strict=True):
        x = plot.x(on.toordinal()) + 9
        yield Words(x, y, saying(value), "value")
        if len(chart.lines) > 1:
            yield Words(x + text_width(saying(value), 14) + 5, y, line.label, "series-word")
