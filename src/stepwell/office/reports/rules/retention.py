"""The retention curve: the product-limit estimate of Kaplan and Meier, in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Seen:
    """How long a stay was seen, in days after admission, and whether it ended then; else it was still open."""

    days: int
    left: bool


@dataclass(frozen=True)
class Point:
    """The curve on a day. share: still in treatment, None when nobody was seen for so long; at_risk: people whose
    stay was seen up to the day; left: who had left before."""

    day: int
    share: float | None
    at_risk: int
    left: int


def curve(seen: Sequence[Seen], at_days: Sequence[int]) -> tuple[Point, ...]:
    """The share still in treatment on each day asked for, each counted for as long as they were seen.

    Somebody who left on a day was in treatment on that day: the step comes the day after.
    """
    return tuple(_point(seen, day) for day in at_days)


def _point(seen: Sequence[Seen], day: int) -> Point:
    share = Fraction(1)
    for when in sorted({one.days for one in seen if one.left and one.days < day}):
        at_risk = sum(one.days >= when for one in seen)
        share *= 1 - Fraction(sum(one.left and one.days == when for one in seen), at_risk)
    here = sum(one.days >= day for one in seen)
    known = bool(seen) and (here > 0 or share == 0)
    gone = sum(one.left and one.days < day for one in seen)
    return Point(day, round(float(share), 4) if known else None, here, gone)
