"""What stands beside every picture: its numbers as a table, and what they are."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.doors.drawing.marks import Picture
from stepwell.doors.drawing.ticks import saying


@dataclass(frozen=True)
class Table:
    """Columns and rows as they are printed; the first cell of a row names it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class About:
    """What a chart shows. definition: how it is counted, one sentence. unit: of the numbers, as "points" or "h".

    period: in words. n: how many people or events it is counted of; None where it is of one person. of: what n counts.
    """

    title: str
    definition: str
    unit: str
    period: str
    n: int | None = None
    of: str = "people"

    def base(self) -> str:
        """ "Jan to Mar 2026 · 42 people"."""
        return " · ".join(filter(None, (self.period, "" if self.n is None else f"{saying(self.n)} {self.of}")))


@dataclass(frozen=True)
class Key:
    """A line under a picture: a sample and what it stands for."""

    swatch: Picture
    text: str
    more: str = ""


@dataclass(frozen=True)
class Figure:
    """One picture in the widths it is drawn for, its words and its table.

    key: what stands for what. told: the largest picture says all that the key says, so it needs none.
    """

    kind: str
    pictures: tuple[Picture, ...]
    table: Table
    about: About | None = None
    key: tuple[Key, ...] = ()
    says: str = ""
    told: bool = False
