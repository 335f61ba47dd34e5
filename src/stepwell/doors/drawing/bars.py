"""Bars, lying or standing, stacked by series that differ by pattern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.doors.drawing.marks import WIDTHS, Mark, Picture, Strokes, Words, text_width
from stepwell.doors.drawing.plot import SMALL, Number, Plot, filled, rungs, swatch
from stepwell.doors.drawing.tables import About, Figure, Key, Table
from stepwell.doors.drawing.ticks import nice, saying

LABEL = 14.0


@dataclass(frozen=True)
class Bar:
    """values: one for each series; None where a number is not shown, and note says why ("fewer than 11 people")."""

    label: str
    values: tuple[Number | None, ...]
    note: str = ""

    def total(self) -> float:
        """The length of the whole bar."""
        return sum(float(value) for value in self.values if value is not None)

    def says(self) -> str:
        """The number at its end, or why there is none."""
        return saying(self.total()) if any(value is not None for value in self.values) else self.note or "not counted"


@dataclass(frozen=True)
class BarChart:
    """series: their names, one or more; a bar stacks them. standing: upright where its words fit, else it lies.

    most: the end of the scale, as 100 for percent; None: the longest bar. aim: a value and its name, drawn as a line.
    """

    about: About
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    standing: bool = False
    most: Number | None = None
    aim: tuple[Number, str] | None = None

    def end(self) -> float:
        """The end of the scale."""
        longest = max([bar.total() for bar in self.bars] + [float(self.aim[0]) if self.aim else 0.0])
        return float(self.most) if self.most is not None else nice(0, longest or 1, 4)[-1]

    def says(self) -> str:
        """Each bar and its number."""
        unit = f" {self.about.unit}"
        return f"{self.about.title}: " + "; ".join(f"{bar.label} {bar.says()}{unit}" for bar in self.bars) + "."


def bar_figure(chart: BarChart) -> Figure:
    """The chart in three widths, its key where there are several series, and its table."""
    columns = ("", *(f"{name} ({chart.about.unit})" for name in chart.series))
    several = len(chart.series) > 1
    columns += ("Together",) if several else ()
    rows = tuple(
        (
            bar.label,
            *(bar.note or "not counted" if value is None else saying(value) for value in bar.values),
            *((bar.says(),) if several else ()),
        )
        for bar in chart.bars
    )
    pictures = tuple(_drawn(chart, size, width) for size, width in WIDTHS.items()) if chart.bars else ()
    key = (
        tuple(Key(swatch(*filled(1, 1, 12, 12, n)), name) for n, name in enumerate(chart.series, 1)) if several else ()
    )
    return Figure("chart", pictures, Table(chart.about.title, columns, rows), chart.about, key)


def _drawn(chart: BarChart, size: str, width: float) -> Picture:
    slot = (width - 50) / max(1, len(chart.bars))
    fits = all(max(text_width(bar.label, SMALL), text_width(bar.says(), SMALL)) <= slot - 6 for bar in chart.bars)
    marks, height = (
        _standing(chart, width, slot) if chart.standing and fits and size != "small" else _lying(chart, width)
    )
    return Picture(width, height, f"chart show-{size}", chart.says(), tuple(marks))


def _lying(chart: BarChart, width: float) -> tuple[list[Mark], float]:
    """Labels at the left where they fit a third of the width, else above their bars."""
    label = max(text_width(bar.label, LABEL) for bar in chart.bars) + 10
    beside = label <= width * 0.36
    pitch, thick, above = (32.0, 20.0, 0.0) if beside else (46.0, 18.0, 20.0)
    after = max(text_width(bar.says(), LABEL) for bar in chart.bars if bar.total()) + 8 if any(
        bar.total() for bar in chart.bars) else 8.0  # fmt: skip
    top = 20.0 if chart.aim else 2.0
    foot = top + pitch * len(chart.bars)
    plot = Plot(label if beside else 0.0, width - after, top, foot, (0, chart.end()), (0, 1))
    marks: list[Mark] = [Strokes(((plot.left, top, plot.left, foot),), "floor")] if beside else []
    numbers: list[Mark] = []
    for place, bar in enumerate(chart.bars):
        y = top + place * pitch + above + 2
        marks.append(Words(0, y + 15 if beside else y - 6, bar.label, "label"))
        for number, (start, end) in _stack(chart, bar, plot.x):
            marks += filled(start, y, end - start, thick, number)
        look = "value" if bar.total() or bar.says() == "0" else "tick-word"
        numbers.append(Words(plot.x(bar.total()) + 6, y + 15, bar.says(), look))
    if chart.aim:
        x = plot.x(chart.aim[0])
        marks.append(Strokes(((x, 16, x, foot),), "aim"))
        marks += _aim_word(chart.aim, x, width)
    return [*marks, *numbers], foot + 4


def _standing(chart: BarChart, width: float, slot: float) -> tuple[list[Mark], float]:
    plot = Plot(42, width - 8, 24, 190, (0, len(chart.bars)), (0, chart.end()))
    marks: list[Mark] = [*rungs(plot, [each for each in nice(0, chart.end(), 4) if each <= chart.end()])]
    thick = min(64.0, slot * 0.62)
    for place, bar in enumerate(chart.bars):
        middle = plot.x(place + 0.5)
        for number, (foot, head) in _stack(chart, bar, plot.y):
            marks += filled(middle - thick / 2, head, thick, foot - head, number)
        marks.append(Words(middle, plot.y(bar.total()) - 6, bar.says(), "value", "middle"))
        marks.append(Words(middle, plot.floor + 18, bar.label, "label", "middle"))
    marks.append(Strokes(((plot.left, plot.floor, plot.right, plot.floor),), "floor"))
    if chart.aim:
        y = plot.y(chart.aim[0])
        marks.append(Strokes(((plot.left, y, plot.right, y),), "aim"))
        marks.append(Words(plot.right, y - 5, f"{chart.aim[1]} {saying(chart.aim[0])}", "aim-word", "end"))
    return marks, plot.floor + 26


def _aim_word(aim: tuple[Number, str], x: float, width: float) -> Iterable[Mark]:
    text = f"{aim[1]} {saying(aim[0])}"
    half = text_width(text, SMALL) / 2
    yield Words(min(max(x, half), width - half), 12, text, "aim-word", "middle")


def _stack(chart: BarChart, bar: Bar, scale: object) -> list[tuple[int, tuple[float, float]]]:
    """Series number, and where its piece begins and ends on a scale."""
    assert callable(scale)
    found, reached = [], 0.0
    for number, value in enumerate(bar.values, 1):
        if value:
            found.append((number, (scale(reached), scale(reached + float(value)))))
            reached += float(value)
    return found
