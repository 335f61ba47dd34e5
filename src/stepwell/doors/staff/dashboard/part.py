"""What a part of the dashboard prints: pictures with what they rest on, figures, and a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepwell.doors.drawing.bars import BarChart
from stepwell.doors.drawing.cohort import Cohort
from stepwell.doors.drawing.curves import CurveChart
from stepwell.doors.drawing.tables import About
from stepwell.doors.staff.dashboard.asking import Asked
from stepwell.office.reports.rules.counting import Basis, Share


@dataclass(frozen=True)
class Told:
    """A figure in words. more: what it is counted of."""

    label: str
    value: str
    more: str = ""


@dataclass(frozen=True)
class Rows:
    """A table. links: for each row the address its first cell leads to, "" for none."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...] = ()

    @property
    def lines(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Address, first cell, and the others with the name of their column."""
        links = self.links or ("",) * len(self.rows)
        return [
            (link, row[0], list(zip(self.columns[1:], row[1:], strict=True)))
            for link, row in zip(links, self.rows, strict=True)
        ]


@dataclass(frozen=True)
class Block:
    """One picture, or the sentence that stands for it. few, left_out: as the count says them; rule: where the
    definition stands."""

    figures: tuple[Told, ...] = ()
    bars: BarChart | None = None
    curve: CurveChart | None = None
    cohort: Cohort | None = None
    instead: About | None = None
    rows: Rows | None = None
    few: str = ""
    left_out: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the dashboard, ready to print. empty: what to say when there is nothing to count."""

    name: str
    title: str
    asked: Asked
    blocks: tuple[Block, ...]
    empty: str = ""
    more: tuple[tuple[str, str], ...] = ()


def about(title: str, basis: Basis, asked: Asked, unit: str) -> About:
    """What a chart says of itself, from what its numbers rest on."""
    one_day = basis.from_on == basis.to_on
    period = f"{basis.to_on:%b} {basis.to_on.day}, {basis.to_on.year}" if one_day else asked.period
    return About(title, basis.definition, unit, f"{period} · {asked.where}", basis.n, basis.what)


def few_said(basis: Basis) -> str:
    """What to say of a number that is too small to compare; empty for one that is not."""
    return basis.few if basis.n else "Nobody is counted in this period."


def percent(share: Share, few: str) -> str:
    """A share in words: a rate where enough are counted, else the count."""
    if share.share is None:
        return "nobody counted"
    return f"{share.count} of {share.of}" if few else f"{share.share * 100:.0f}%"


def short(on: date) -> str:
    """A day as short as a chart has room for."""
    return f"{on:%b} {on.day}"
