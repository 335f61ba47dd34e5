"""The site's clock: which day a moment falls on, and when a day begins there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.foundation.gate.access import Access
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Program


def zone_of(access: Access, program: Program) -> ZoneInfo:
    """The time zone of the site that runs the program."""
    return ZoneInfo(programs.site_of(access, program=program).time_zone)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The day on which a moment falls in the zone. Raises ValueError for a moment without a zone."""
    if at.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return at.astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at which the day begins in the zone; a day has 23, 24 or 25 hours."""
    return datetime.combine(day, time(), zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Midnight at which the day ends in the zone."""
    return start_of(day + timedelta(days=1), zone)


def morning_of(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock: the office is open."""
    return datetime.combine(day, time(9), zone)
