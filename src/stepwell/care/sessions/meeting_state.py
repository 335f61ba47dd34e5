"""How a meeting stands: planned, held, called off or moved, and whether its leader is away then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import StaffAbsence

PLANNED, HELD, CANCELLED, MOVED = "planned", "held", "cancelled", "moved"


def state_of(off: bool, attended: int, moved: bool) -> str:
    """One of the four words. attended: how many were there; nobody is in what was called off."""
    if off:
        return CANCELLED
    if attended:
        return HELD
    return MOVED if moved else PLANNED


def is_away(staff_id: int, starts: datetime, ends: datetime, away: Iterable[StaffAbsence]) -> bool:
    """Whether somebody is written down as away at any time between the moments."""
    return any(row.staff_id == staff_id and row.during.lower < ends and starts < row.during.upper for row in away)
