"""The parts of the dashboard in their order: what each is called, asks and reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from stepwell.doors.staff.dashboard import came, here, stayed, working
from stepwell.doors.staff.dashboard.part import Part
from stepwell.foundation.gate.access import Access


class Read(Protocol):
    """What every part is read with."""

    def __call__(self, access: Access, /, *, given: Mapping[str, str], now: datetime) -> Part: ...


@dataclass(frozen=True)
class Kind:
    """One part. shape: how many pictures it will hold, for the shape of what comes."""

    name: str
    title: str
    read: Read
    shape: int


PARTS = {
    kind.name: kind
    for kind in (
        Kind("census", "Census", here.census, 2),
        Kind("seats", "Free seats", here.seats, 1),
        Kind("attendance", "Attendance", came.attendance, 2),
        Kind("stays", "Length of stay and retention", stayed.stays, 3),
        Kind("completion", "Completion", stayed.completion, 1),
        Kind("measures", "Measures", stayed.measures, 1),
        Kind("staff", "Staff load", working.staff, 1),
    )
}
