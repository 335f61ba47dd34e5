"""Free seats by the parts of a program's day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import Group
    from stepwell.registry.programs.rules.shapes import Daypart


@dataclass(frozen=True)
class DaypartSeats:
    """Free seats in a part of the day: how many groups have one, and how many there are in all of them."""

    key: str
    name: str
    groups: int
    free: int


def free_by_daypart(
    dayparts: Iterable[Daypart], running: Sequence[Group], taken: Mapping[int, int]
) -> list[DaypartSeats]:
    """Free seats of the groups that begin in each part. taken: seats by the number of the group."""
    found = []
    for part in dayparts:
        free = [one.hard_cap - taken.get(one.pk, 0) for one in running if part.starts <= one.starts < part.ends]
        found.append(DaypartSeats(part.key, part.name, sum(seats > 0 for seats in free), sum(free)))
    return found
