"""Which wishes a program does not meet. Nobody is sent away: what does not fit is named, the rest stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; empty is "does not matter". miles: at most, by the straight line. parts: of the day.
    way: in_person or video. payer: commercial, medicaid, medicare or self. children: somebody to look after."""

    miles: int | None = None
    parts: frozenset[str] = frozenset()
    way: str = ""
    payer: str = ""
    concern: str = ""
    who: str = ""
    language: str = ""
    children: bool = False
    options: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """What a program has. miles: from the ZIP area asked for, None where it is not known. seats: people who could
    start, by part of the day. payers: kinds it takes."""

    miles: int | None
    seats: Mapping[str, int]
    ways: frozenset[str]
    payers: frozenset[str]
    concerns: frozenset[str]
    serves: frozenset[str]
    languages: frozenset[str]
    children: bool
    options: frozenset[str]


def misses(wish: Wish, facts: Facts) -> tuple[str, ...]:
    """What of the wish is not met, by name: full, far, part, way, payer, concern, who, language, children, then each
    option. Distance does not matter to somebody who only wants video."""
    open_parts = {part for part, seats in facts.seats.items() if seats > 0}
    far = wish.miles is not None and facts.miles is not None and facts.miles > wish.miles and wish.way != "video"
    found = {
        "full": not open_parts,
        "far": far,
        "part": bool(open_parts) and bool(wish.parts) and not open_parts & wish.parts,
        "way": bool(wish.way) and wish.way not in facts.ways,
        "payer": bool(wish.payer) and wish.payer not in facts.payers,
        "concern": bool(wish.concern) and wish.concern not in facts.concerns,
        "who": bool(wish.who) and wish.who not in facts.serves,
        "language": bool(wish.language) and wish.language not in facts.languages,
        "children": wish.children and not facts.children,
    }
    return (*(name for name, missed in found.items() if missed), *sorted(wish.options - facts.options))
