"""What a picture is made of: shapes in its own units, each with a look (CSS classes) and never a colour."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
Segment = tuple[float, float, float, float]

#: Widths, in the picture's own units, that every large picture is drawn for; the page shows the one that fits.
WIDTHS = {"small": 320.0, "medium": 560.0, "large": 960.0}


@dataclass(frozen=True)
class Box:
    """A rectangle; `curve` rounds its corners."""

    x: float
    y: float
    width: float
    height: float
    look: str
    curve: float = 0


@dataclass(frozen=True)
class Trace:
    """A line through points, or an area where it is closed."""

    points: tuple[Point, ...]
    look: str
    closed: bool = False


@dataclass(frozen=True)
class Strokes:
    """Separate straight lines of one look, written as one shape."""

    segments: tuple[Segment, ...]
    look: str


@dataclass(frozen=True)
class Dots:
    """Filled dots of one radius."""

    points: tuple[Point, ...]
    radius: float
    look: str


@dataclass(frozen=True)
class Rings:
    """Open circles of one radius."""

    points: tuple[Point, ...]
    radius: float
    look: str


@dataclass(frozen=True)
class Words:
    """Text at its baseline. anchor: start, middle or end."""

    x: float
    y: float
    text: str
    look: str
    anchor: str = "start"


Mark = Box | Trace | Strokes | Dots | Rings | Words


@dataclass(frozen=True)
class Picture:
    """Marks on a sheet. look: its classes. says: the sentence for who cannot see it. tells: more of the same."""

    width: float
    height: float
    look: str
    says: str
    marks: tuple[Mark, ...]
    tells: str = ""


def hatch(x: float, y: float, width: float, height: float, gap: float = 7) -> tuple[Segment, ...]:
    """Diagonal lines that fill a rectangle and end at its edges, so that no pattern needs an id on the page."""
    found: list[Segment] = []
    offset = gap
    while offset < width + height:
        # The line x + y = offset (from the top left corner) enters at the top or right, leaves at the left or bottom.
        enter = (offset, 0.0) if offset <= width else (width, offset - width)
        leave = (0.0, offset) if offset <= height else (offset - height, height)
        found.append((x + leave[0], y + leave[1], x + enter[0], y + enter[1]))
        offset += gap
    return tuple(found)


def text_width(text: str, size: float) -> float:
    """About how wide a text prints at a size; a little too wide rather than too narrow."""
    return len(text) * size * 0.54
