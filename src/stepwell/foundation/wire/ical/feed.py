"""A person's appointments of the coming weeks as one calendar that their telephone asks for again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from stepwell.foundation.wire.ical.appointment import calendar_of, event_of, zone_of

#: How often a telephone is asked to look again; many look less often whatever is said.
EVERY = "PT4H"


@dataclass(frozen=True)
class Entry:
    """One appointment. key: stays the same for it, and only its hash is written. sequence: grows with each change.
    changed_at: of the newest change, or when it was made."""

    key: str
    sequence: int
    starts: datetime
    ends: datetime
    cancelled: bool
    changed_at: datetime


def feed(entries: Sequence[Entry], tz: str, year: int) -> bytes:
    """The calendar: private appointments that name no place, no program and nobody, in the order they start.

    tz: the IANA zone of the place. year: of today, for the zone's own description where nothing is planned. The same
    facts give the same bytes. Raises ValueError as appointment() does.
    """
    zone = zone_of(tz)
    ordered = sorted(entries, key=lambda one: (one.starts, one.key))
    events = [
        event_of(one.key, one.sequence, one.starts, one.ends, zone, cancelled=one.cancelled, written_at=one.changed_at)
        for one in ordered
    ]
    years = [year, *(one.starts.year for one in ordered)]
    named = {"x_wr_calname": "Appointments", "x_wr_timezone": tz, "x_published_ttl": EVERY}
    return calendar_of(events, "PUBLISH", min(years), max(years), **named)
