"""On which days a person's tests fall: drawn at random, so that nobody chooses and nobody can foresee them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

WINDOW = 28


@dataclass(frozen=True)
class Stretch:
    """One stretch of a stay with one test in it. drawn: the day of the test; last: the last day of the stretch."""

    first: date
    last: date
    drawn: date


def stretch_of(*, seed: str, admitted_on: date, on: date, in_four_weeks: int) -> Stretch | None:
    """The stretch that a day of the stay lies in, with the weekday drawn for its test; None where no tests are given.

    seed: differs for every stay and is shown to nobody. in_four_weeks: how many tests fall into four weeks. A draw
    depends on nothing but these, so it can be repeated and never chosen. Raises ValueError before the admission.
    """
    if in_four_weeks < 1:
        return None
    day = (on - admitted_on).days
    if day < 0:
        raise ValueError("A draw belongs to a day of the stay.")
    window, within = divmod(day, WINDOW)
    many = min(in_four_weeks, WINDOW)
    edges = [WINDOW * place // many for place in range(many + 1)]
    place = next(one for one in range(many) if within < edges[one + 1])
    begin = admitted_on + timedelta(days=window * WINDOW + edges[place])
    long = edges[place + 1] - edges[place]
    days = [begin + timedelta(days=one) for one in range(long)]
    open_days = [one for one in days if one.weekday() < 5] or days
    number = int.from_bytes(hashlib.sha256(f"{seed}:{window}:{place}".encode()).digest()[:8], "big")
    return Stretch(begin, days[-1], open_days[number % len(open_days)])
