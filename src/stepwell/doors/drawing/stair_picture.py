"""The stair's geometry: where treads, dots, rings, gaps and words go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from stepwell.doors.drawing.hues import hue
from stepwell.doors.drawing.marks import Box, Dots, Mark, Picture, Point, Rings, Strokes, Words, hatch, text_width
from stepwell.doors.drawing.stair import Part, Stair, Step, parts, step_on
from stepwell.doors.drawing.ticks import day, months, nice, saying

#: Height of the tallest step for each width, and of the room above for words.
RISE = {"small": 104.0, "medium": 132.0, "large": 168.0}
SIDE = 6.0
NAME, SMALL = 14.0, 12.5


@dataclass(frozen=True)
class Ground:
    """The scales of one drawing: days across, hours up."""

    start: date
    end: date
    left: float
    right: float
    floor: float
    rise: float
    most: float

    def x(self, on: date) -> float:
        """Where a day begins."""
        return self.left + (on - self.start).days * self.day_width

    def y(self, hours: object) -> float:
        """Where the tread of so many hours lies; heights are proportional to hours."""
        return self.floor - self.rise * float(str(hours)) / self.most

    @property
    def day_width(self) -> float:
        return (self.right - self.left) / max(1, (self.end - self.start).days)


def ground(stair: Stair, width: float, floor: float, rise: float, side: float) -> Ground:
    """The scales for a stair on a sheet so wide; the tallest step is as high as `rise`."""
    start, end = stair.shown()
    most = max(float(step.hours) for step in stair.steps) or 1.0
    return Ground(start, end, side, width - side, floor, rise, most)


def drawn(stair: Stair, size: str, width: float) -> Picture:
    """The large stair for one width: small, medium or large."""
    headroom = 66.0 + _pile(stair, width)
    floor = headroom + RISE[size]
    on = ground(stair, width, floor, RISE[size], SIDE)
    marks: list[Mark] = [*_water(on, width), *bodies(stair, on), *_courses(stair, on), *treads(stair, on)]
    names = list(_names(stair, on))
    marks += [*_today(stair, on, names), *_days(stair, on), *names, *_months(on)]
    return Picture(width, floor + 36, f"stair stair-{size} show-{size}", stair.says, tuple(marks))


def bodies(stair: Stair, on: Ground) -> Iterable[Mark]:
    """The stone under each tread; hatched where the person was away."""
    for part in parts(stair):
        x, y, width, height = _place(part, on)
        if part.state == "away":
            yield Strokes(hatch(x, y, width, height), f"hatch {hue(part.step.level)}")
        else:
            yield Box(x, y, width, height, f"body {part.state} {hue(part.step.level)}")


def treads(stair: Stair, on: Ground) -> Iterable[Mark]:
    """The upper edge of each part: solid where it was, dotted where it is to come, dashed where they were away."""
    for part in parts(stair):
        x, y, width, _ = _place(part, on)
        yield Strokes(((x, y, x + width, y),), f"tread {part.state} {hue(part.step.level)}")


def _place(part: Part, on: Ground) -> tuple[float, float, float, float]:
    x, y = on.x(part.from_on), on.y(part.step.hours)
    return x, y, on.x(part.to_on) - x, on.floor - y


def _courses(stair: Stair, on: Ground) -> Iterable[Mark]:
    """Lines in the stone at round hours, as courses of masonry: a scale that needs no axis."""
    lines = tuple(
        (on.x(part.from_on), on.y(hours), on.x(part.to_on), on.y(hours))
        for part in parts(stair)
        if part.state != "away"
        for hours in nice(0, on.most, 4)[1:]
        if hours < float(part.step.hours)
    )
    yield Strokes(lines, "course")


def _water(on: Ground, width: float) -> Iterable[Mark]:
    """What the stair leads down to."""
    yield Box(0, on.floor, width, 8, "water", 2)
    yield Strokes(((0, on.floor, width, on.floor),), "shore")


def _today(stair: Stair, on: Ground, words: list[Words]) -> Iterable[Mark]:
    """A line through the day that makes way for the words it would cross."""
    x = on.x(stair.today) + on.day_width / 2
    crossed = [word for word in words if word.x - 4 <= x <= word.x + text_width(word.text, NAME) + 2]
    edges = [20.0, *(edge for word in sorted(crossed, key=lambda word: word.y) for edge in (word.y - 13, word.y + 5))]
    edges.append(on.floor + 8)
    pieces = tuple((x, top, x, end) for top, end in zip(edges[::2], edges[1::2], strict=True) if end > top)
    yield Strokes(pieces, "today")
    half = text_width("Today", SMALL) / 2
    yield Words(min(max(x, half), on.right - half), 13, "Today", "today-word", "middle")


def piled(on: Ground) -> bool:
    """Whether days are too narrow to lie beside each other, so that a week's dots are piled up."""
    return on.day_width < 5.2


def _pile(stair: Stair, width: float) -> float:
    """Room above a tread for its dots."""
    on = ground(stair, width, 0, 1, SIDE)
    if not piled(on):
        return 0.0
    dots = places(stair, (*stair.attended, *stair.rings()), on)
    tall = max((on.y(_hours(stair, each)) - y for each, (_, y) in dots.items()), default=0.0)
    return max(0.0, tall - 6)


def radius(on: Ground) -> float:
    """Of a dot: as large as its day, or its week where they are piled, allows."""
    return min(3.3, on.day_width * 0.42) if not piled(on) else min(2.7, max(0.8, on.day_width * 7 * 0.34))


def places(stair: Stair, days: Iterable[date], on: Ground) -> dict[date, Point]:
    """Where each day's dot sits: on its tread at its day, or piled up in its week from the first day up."""
    r, found = radius(on), {}
    ordered = sorted(set(days))
    if not piled(on):
        return {each: (on.x(each) + on.day_width / 2, on.y(_hours(stair, each)) - r - 4) for each in ordered}
    for (monday, step), week in groupby(ordered, key=lambda each: (_monday(each), step_on(stair, each))):
        first = max(monday, step.from_on, on.start) if step else max(monday, on.start)
        last = min(monday + timedelta(days=7), step.to_on if step and step.to_on else on.end, on.end)
        middle = (on.x(first) + on.x(last)) / 2
        middle = min(max(middle, r), on.right + on.left - r)
        for height, each in enumerate(week):
            found[each] = (middle, on.y(_hours(stair, each)) - r - 3 - height * (2 * r + 1.2))
    return found


def _monday(each: date) -> date:
    return each - timedelta(days=each.weekday())


def _hours(stair: Stair, each: date) -> object:
    step = step_on(stair, each)
    return step.hours if step else 0


def _days(stair: Stair, on: Ground) -> Iterable[Mark]:
    where = places(stair, (*stair.attended, *stair.rings()), on)
    attended, rings = sorted(set(stair.attended)), stair.rings()
    if attended:
        yield Dots(tuple(where[each] for each in attended), radius(on), "attended")
    if rings:
        yield Rings(tuple(where[each] for each in rings), radius(on) - 0.4, "planned")


def _names(stair: Stair, on: Ground) -> Iterable[Words]:
    for step in stair.in_order():
        x, y = on.x(step.from_on) + 1, _above(stair, step, on)
        room = on.x(step.to_on or on.end) - x
        hours = next((text for text in _weeks(step) if text_width(text, SMALL) <= room), "")
        if hours:
            yield Words(x, y, hours, "hours")
        for up, line in enumerate(reversed(name_lines(step, room)), 1):
            yield Words(x, y - 17 * up, line, "name")


def name_lines(step: Step, room: float) -> tuple[str, ...]:
    """The step's name in one line, or two, that fit above its tread; nothing where they do not."""
    words = step.level_label.split()
    cuts = [(step.level_label,), *((" ".join(words[:n]), " ".join(words[n:])) for n in range(len(words) - 1, 0, -1))]
    fitting = (cut for cut in cuts if all(text_width(line, NAME) <= room for line in cut))
    return next(fitting, ())


def _weeks(step: Step) -> tuple[str, ...]:
    """Hours and days of a week, shorter and shorter."""
    return week(step), f"{saying(step.hours)} h a week", f"{saying(step.hours)} h"


def week(step: Step) -> str:
    """ "9 h a week · 3 days"."""
    return f"{saying(step.hours)} h a week · {step.days} day" + ("s" if step.days != 1 else "")


def _above(stair: Stair, step: Step, on: Ground) -> float:
    """The baseline of words that stand above the step's own dots."""
    days = [each for each in (*stair.attended, *stair.rings()) if step_on(stair, each) == step]
    tops = [y for _, y in places(stair, days, on).values()]
    return min([on.y(step.hours), *tops]) - radius(on) - 7


def _months(on: Ground) -> Iterable[Mark]:
    shown = months(on.start, on.end, int((on.right - on.left) / 44))
    yield Strokes(tuple((on.x(each), on.floor + 8, on.x(each), on.floor + 14) for each in shown), "tick")
    said = [(on.x(each), f"{each:%Y}" if each.month == 1 else f"{each:%b}") for each in shown]
    if not said or said[0][0] - on.left > 56:
        said.insert(0, (on.left, day(on.start)))
    for x, text in said:
        if x + text_width(text, SMALL) <= on.right + SIDE:
            yield Words(x, on.floor + 28, text, "tick-word")


def ribbon(stair: Stair) -> Picture:
    """The thin one for lists: 120 by 24, no words; its sentence is its title and its steps are its description."""
    on = ground(stair, 120, 18, 16, 1)
    marks: list[Mark] = [*bodies(stair, on), *treads(stair, on)]
    attended = tuple(on.x(each) + on.day_width / 2 for each in sorted(set(stair.attended)))
    if attended:
        marks.append(Dots(tuple((x, on.floor + 3.6) for x in attended), min(0.9, max(0.4, on.day_width * 0.4)), "pace"))
    x = on.x(stair.today) + on.day_width / 2
    marks.append(Strokes(((0, on.floor, 120, on.floor),), "shore"))
    marks.append(Strokes(((x, 0, x, 24),), "today"))
    tells = "; ".join(f"{step.level_label}, {week(step)}, from {day(step.from_on, True)}" for step in stair.in_order())
    return Picture(120, 24, "stair stair-ribbon", stair.says, tuple(marks), tells)
