"""Where an axis is marked: round numbers, first days of months."""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10


def nice(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Round numbers (1, 2, 2.5 or 5 times a power of ten) from at or under `low` to at or over `high`."""
    if high <= low:
        high = low + 1
    rough = (high - low) / max(about, 1)
    power = 10.0 ** floor(log10(rough))
    # Without the tiny allowance 2.0000000001 would jump to the next step.
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if rough <= each * power * 1.000001)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def whole(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """The same for what is counted in ones: no tick lies between two whole numbers."""
    return tuple(tick for tick in nice(low, max(high, low + about), about) if tick == int(tick))


def months(start: date, end: date, at_most: int = 12) -> tuple[date, ...]:
    """First days of months from start to before end, thinned evenly to at most so many."""
    found = []
    year, month = start.year, start.month
    while (first := date(year, month, 1)) < end:
        if first >= start:
            found.append(first)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(found[:: max(1, ceil(len(found) / max(at_most, 1)))])


def saying(number: object) -> str:
    """9 as "9", 4.50 as "4.5", 12000 as "12,000"."""
    text = f"{float(str(number)):,.2f}"
    return text.rstrip("0").rstrip(".")


def day(on: date, year: bool = False) -> str:
    """ "Mar 3", or "Mar 3, 2026"; month and day stay on one line."""
    return f"{on:%b}\u00a0{on.day}" + (f", {on.year}" if year else "")
