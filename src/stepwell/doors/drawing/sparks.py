"""A line of a word's height, for a row of a table."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.doors.drawing.marks import Dots, Mark, Picture, Trace
from stepwell.doors.drawing.plot import Number, Plot
from stepwell.doors.drawing.tables import Figure, Table
from stepwell.doors.drawing.ticks import saying


@dataclass(frozen=True)
class Sparkline:
    """points: what each is (as "Mar 3") and its value, as they follow each other. says: the sentence."""

    says: str
    points: tuple[tuple[str, Number], ...]
    unit: str = ""


def spark_figure(spark: Sparkline) -> Figure:
    """96 by 20, the last value as a dot; a level line in the middle where all values are the same."""
    values = [float(value) for _, value in spark.points]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    up = (low, high) if high > low else (low - 1, high + 1)
    plot = Plot(3, 92, 3.5, 16.5, (0, max(1, len(values) - 1)), up)
    points = tuple((plot.x(place), plot.y(value)) for place, value in enumerate(values))
    marks: list[Mark] = [Trace(points, "line series-1")] if len(points) > 1 else []
    marks += [Dots(points[-1:], 2.8, "point series-1")] if points else []
    rows = tuple((label, saying(value)) for label, value in spark.points)
    table = Table(spark.says, ("When", spark.unit or "Value"), rows)
    return Figure("spark", (Picture(96, 20, "spark", spark.says, tuple(marks)),), table)
