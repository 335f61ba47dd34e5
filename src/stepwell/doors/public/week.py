"""What a week looks like: the program's real groups drawn by day and hour, and the same as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from stepwell.doors.drawing.marks import Box, Mark, Picture, Strokes, Words
from stepwell.doors.drawing.svg import written
from stepwell.doors.public import words
from stepwell.doors.public.speech import clock, days_told, hours, span

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from stepwell.doors.public.offers import Offer

WIDTH, LEFT, TOP, HOUR = 360.0, 54.0, 24.0, 15.0


@dataclass(frozen=True)
class Stretch:
    """A block on a weekday: from when to when, minutes of treatment in it, room in it, part of the day."""

    weekday: int
    starts: time
    ends: time
    free: int
    part: str


@dataclass(frozen=True)
class Row:
    """A part of the day as a line of the table."""

    name: words.Word
    days: str
    clock: str
    seats: int


@dataclass(frozen=True)
class Step:
    """A phase: how many weeks, days a week and hours a week."""

    name: words.Word
    weeks: str
    days: str
    hours: str


def stretches(offer: Offer) -> list[Stretch]:
    """Groups of one part of a day, one after the other, as one block."""
    found: list[Stretch] = []
    for part in offer.rules.dayparts:
        for weekday in range(7):
            inside = [one for one in offer.groups if one.weekday == weekday and part.starts <= one.starts < part.ends]
            if inside:
                ends = max(one.ends for one in inside)
                found.append(
                    Stretch(weekday, min(one.starts for one in inside), ends, min(one.free for one in inside), part.key)
                )
    return found


def rows(offer: Offer) -> list[Row]:
    """The same for who reads and does not look."""
    return [
        Row(part.name, days_told(part.days), hours(part.starts, part.ends), part.seats)
        for part in offer.parts
        if part.days
    ]


def week_picture(offer: Offer, says: str) -> SafeString | None:
    """The week as a picture, None where no group meets."""
    blocks = stretches(offer)
    return written(_drawn(blocks, says)) if blocks else None


def steps(offer: Offer) -> list[Step]:
    """The phases of the program, as its rules name them."""
    return [
        Step(
            words.PHASES.get(one.key, one.name),
            span(one.weeks.min, one.weeks.max),
            span(one.days_per_week.min, one.days_per_week.max),
            span(one.hours_per_week.min, one.hours_per_week.max),
        )
        for one in offer.rules.phases
    ]


def stair_picture(offer: Offer, says: str) -> SafeString | None:
    """The same as a stair: the width of a step is its weeks, the height its hours; None without phases."""
    shapes = [
        (float(one.weeks.max or one.weeks.min or 1), float(one.hours_per_week.max or one.hours_per_week.min or 1))
        for one in offer.rules.phases
    ]
    if not shapes:
        return None
    wide, high = (WIDTH - 8) / sum(weeks for weeks, _ in shapes), 84 / max(tall for _, tall in shapes)
    marks: list[Mark] = []
    x = 4.0
    for number, (weeks, tall) in enumerate(shapes):
        marks.append(Box(x + 1, 100 - tall * high, weeks * wide - 2, tall * high, f"stair stair-{min(number, 2)}", 3))
        marks.append(Words(x + weeks * wide / 2, 114, str(number + 1), "label", "middle"))
        x += weeks * wide
    return written(Picture(WIDTH, 120, "way", says, tuple(marks)))


def _drawn(blocks: Sequence[Stretch], says: str) -> Picture:
    first = min(one.starts.hour for one in blocks)
    last = max(one.ends.hour + (one.ends.minute > 0) for one in blocks)
    column = (WIDTH - LEFT) / 7
    bottom = TOP + (last - first) * HOUR
    marks: list[Mark] = [*_frame(first, last, column, bottom)]
    for one in blocks:
        y, end = (TOP + (at.hour + at.minute / 60 - first) * HOUR for at in (one.starts, one.ends))
        look = f"block {one.part}" + ("" if one.free else " full")
        marks.append(Box(LEFT + one.weekday * column + 2, y + 1, column - 4, end - y - 2, look, 4))
    return Picture(WIDTH, bottom + 6, "week", says, tuple(marks))


def _frame(first: int, last: int, column: float, bottom: float) -> Iterable[Mark]:
    for weekday in range(7):
        yield Words(LEFT + (weekday + 0.5) * column, 14, str(words.SHORT_DAYS[weekday]), "label", "middle")
    lines = range(first, last + 1, 3)
    yield Strokes(
        tuple((LEFT, TOP + (hour - first) * HOUR, WIDTH, TOP + (hour - first) * HOUR) for hour in lines), "rule"
    )
    yield Strokes(((LEFT, TOP, LEFT, bottom),), "rule")
    for hour in lines:
        yield Words(LEFT - 6, TOP + (hour - first) * HOUR + 4, clock(time(hour % 24)), "label", "end")
