"""The stair as figures: its widths, its steps in words and its table."""

from __future__ import annotations

from datetime import date

from stepwell.doors.drawing.hues import hue
from stepwell.doors.drawing.marks import WIDTHS, Box, Picture, Words
from stepwell.doors.drawing.plot import swatch
from stepwell.doors.drawing.stair import Stair, Step, step_on
from stepwell.doors.drawing.stair_picture import drawn, ribbon, week
from stepwell.doors.drawing.tables import Figure, Key, Table
from stepwell.doors.drawing.ticks import day, saying


def stair_figure(stair: Stair, size: str) -> Figure:
    """size: large or ribbon. ValueError: another size, or a stair without a step."""
    if not stair.steps:
        raise ValueError("a stair has at least one step")
    if size == "ribbon":
        return Figure("ribbon", (ribbon(stair),), _table(stair))
    if size != "large":
        raise ValueError(f"a stair is drawn large or as a ribbon, not {size}")
    pictures = tuple(drawn(stair, name, width) for name, width in WIDTHS.items())
    key = tuple(_key(stair, step) for step in stair.in_order())
    return Figure("stair", pictures, _table(stair), key=key, told=all_named(pictures[-1], stair))


def all_named(picture: Picture, stair: Stair) -> bool:
    """Whether every step's name stands in the picture itself."""
    said = " ".join(mark.text for mark in reversed(picture.marks) if isinstance(mark, Words) and mark.look == "name")
    return all(word in said for step in stair.steps for word in step.level_label.split())


def _key(stair: Stair, step: Step) -> Key:
    def said(on: date) -> str:
        return day(on, on.year != stair.today.year)

    until = f"{said(step.from_on)} to {said(step.to_on)}" if step.to_on else f"since {said(step.from_on)}"
    state = "will" if step.from_on > stair.today else "was"
    if state == "will":
        until = f"from {said(step.from_on)}"
    return Key(
        swatch(Box(1, 1, 12, 12, f"body {state} {hue(step.level)}", 3)), step.level_label, f"{week(step)} · {until}"
    )


def _table(stair: Stair) -> Table:
    columns = ("Level of care", "From", "To", "Hours a week", "Days a week", "Days attended", "Days planned")
    rows = [
        (
            step.level_label, day(step.from_on, True), day(step.to_on, True) if step.to_on else "still running",
            saying(step.hours), str(step.days),
            str(len({on for on in stair.attended if step_on(stair, on) == step})),
            str(len([on for on in stair.rings() if step_on(stair, on) == step])),
        )
        for step in stair.in_order()
    ]  # fmt: skip
    rows += [("Away", day(start, True), day(end, True), "", "", "", "") for start, end in sorted(stair.away)]
    return Table(stair.says, columns, tuple(rows))
