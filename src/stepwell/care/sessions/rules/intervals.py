"""Stretches of time as sets of minutes: added without counting any minute twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

Stretch = tuple[datetime, datetime]


def stretch(starts: datetime, ends: datetime) -> Stretch:
    """Two instants that can be compared: with a zone they are brought to UTC, so that a change of the clock
    neither adds nor takes an hour."""
    if starts.tzinfo is None:
        return starts, ends
    return starts.astimezone(UTC), ends.astimezone(UTC)


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same minutes as the stretches, in order and without overlap; touching ones become one."""
    joined: list[Stretch] = []
    for starts, ends in sorted(stretches):
        if ends <= starts:
            continue
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((starts, ends))
    return joined


def without(kept: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """The minutes of `kept` that are not in `taken`."""
    left = union(kept)
    for starts, ends in union(taken):
        left = [part for of in left for part in _cut(of, starts, ends)]
    return left


def minutes(stretches: Iterable[Stretch]) -> int:
    """Whole minutes of all stretches together, no minute twice."""
    seconds = sum((ends - starts).total_seconds() for starts, ends in union(stretches))
    return int(seconds // 60)


def _cut(of: Stretch, starts: datetime, ends: datetime) -> list[Stretch]:
    before, after = (of[0], min(of[1], starts)), (max(of[0], ends), of[1])
    return [part for part in (before, after) if part[0] < part[1]]
