"""The frame of a chart: where its values lie, its lines across and its words along the edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stepwell.doors.drawing.marks import Box, Mark, Picture, Strokes, Words, hatch, text_width
from stepwell.doors.drawing.ticks import day, months, saying

Number = Decimal | int | float
SMALL = 12.5


@dataclass(frozen=True)
class Plot:
    """A plot from left to right and from floor to top, for values from low to high across and up."""

    left: float
    right: float
    top: float
    floor: float
    across: tuple[float, float]
    up: tuple[float, float]

    def x(self, value: Number) -> float:
        """Where a value lies across."""
        low, high = self.across
        return self.left + (self.right - self.left) * (float(value) - low) / ((high - low) or 1.0)

    def y(self, value: Number) -> float:
        """Where a value lies up; a larger value is higher."""
        low, high = self.up
        return self.floor - (self.floor - self.top) * (float(value) - low) / ((high - low) or 1.0)


def rungs(plot: Plot, values: Iterable[float], unit: str = "") -> Iterable[Mark]:
    """Lines across at round values, each with its number at the left."""
    values = tuple(values)
    yield Strokes(tuple((plot.left, plot.y(each), plot.right, plot.y(each)) for each in values), "rung")
    for each in values:
        yield Words(plot.left - 6, plot.y(each) + 4, saying(each) + unit, "tick-word", "end")


def calendar(plot: Plot, start: date, end: date) -> Iterable[Mark]:
    """Months along the floor, or the first day where the time shown is shorter; values across are day numbers."""
    firsts = months(start, end, int((plot.right - plot.left) / 48))
    said = [(plot.x(on.toordinal()), f"{on:%Y}" if on.month == 1 else f"{on:%b}") for on in firsts]
    if not said or said[0][0] - plot.left > 56:
        said.insert(0, (plot.left, day(start)))
    if len(said) == 1 and plot.right - said[0][0] > 140:
        said.append((plot.right - text_width(day(end), SMALL), day(end)))
    yield Strokes(((plot.left, plot.floor, plot.right, plot.floor),), "floor")
    yield Strokes(tuple((x, plot.floor, x, plot.floor + 5) for x, _ in said), "tick")
    for x, text in said:
        if x + text_width(text, SMALL) <= plot.right + 8:
            yield Words(x, plot.floor + 20, text, "tick-word")


def filled(x: float, y: float, width: float, height: float, number: int) -> tuple[Mark, ...]:
    """An area of series `number` (from 1): each differs by its pattern, not by its colour alone."""
    look = f"series-{(number - 1) % 5 + 1}"
    area = Box(x, y, width, height, f"bar {look}", min(2.0, width / 2, height / 2))
    if number % 2 == 0 and width > 2:
        return area, Strokes(hatch(x, y, width, height, 5 if number % 4 else 3), f"stripe {look}")
    return (area,)


def swatch(*marks: Mark) -> Picture:
    """A small sample for the key."""
    return Picture(14, 14, "swatch", "", marks)


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near the wanted ones, in the same order, at least a gap apart and inside where they fit."""
    order = sorted(range(len(wanted)), key=lambda each: wanted[each])
    found, least = list(wanted), low
    for each in order:
        found[each] = least = max(wanted[each], least)
        least += gap
    most = high
    for each in reversed(order):
        found[each] = most = min(found[each], most)
        most -= gap
    return found
