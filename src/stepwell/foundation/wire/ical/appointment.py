"""One appointment as an iCalendar file. Being treated is itself protected, so the file tells only the time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event

SUMMARY = "Appointment"
_SPACE = UUID("6f1c7d1e-9f0b-5d3a-8a34-2f6c1f0e7b11")


def appointment(
    uid: str,
    sequence: int,
    starts: datetime,
    ends: datetime,
    tz: str,
    cancelled: bool = False,
    *,
    written_at: datetime | None = None,
) -> bytes:
    """A calendar file for one appointment: "Appointment", private, no place, no program, no description.

    uid: any key that stays the same for this appointment; only its hash is written, so a telling key tells
    nothing. sequence: 0, and one more at each change. starts, ends: with a time zone. tz: the IANA zone of the
    place, in which the times are written. cancelled: takes it out of the calendar again. written_at: when it was
    made (DTSTAMP), the start where it is not given; calendars order changes by sequence.

    Raises ValueError for times without zone, an end not after the start, a negative sequence, an unknown zone.
    """
    event = event_of(uid, sequence, starts, ends, zone_of(tz), cancelled=cancelled, written_at=written_at)
    return calendar_of([event], "CANCEL" if cancelled else "REQUEST", starts.year, ends.year)


def event_of(
    uid: str,
    sequence: int,
    starts: datetime,
    ends: datetime,
    zone: ZoneInfo,
    *,
    cancelled: bool = False,
    written_at: datetime | None = None,
) -> Event:
    """One appointment inside a calendar; facts and errors as in appointment()."""
    for moment in (starts, ends, written_at or starts):
        if moment.utcoffset() is None:
            raise ValueError(f"{moment} has no time zone.")
    if ends <= starts:
        raise ValueError(f"The appointment ends at {ends}, not after its start at {starts}.")
    if sequence < 0:
        raise ValueError(f"A sequence is 0 or more, not {sequence}.")
    event = Event()
    event.add("uid", str(uuid5(_SPACE, uid)))
    event.add("sequence", sequence)
    event.add("dtstamp", (written_at or starts).astimezone(UTC))
    event.add("dtstart", starts.astimezone(zone))
    event.add("dtend", ends.astimezone(zone))
    event.add("summary", SUMMARY)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    return event


def calendar_of(events: Sequence[Event], method: str, first_year: int, last_year: int, **named: str) -> bytes:
    """A calendar file with these events and their time zones. named: further properties of the calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for name, value in named.items():
        calendar.add(name.replace("_", "-"), value)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones(date(first_year - 1, 1, 1), date(last_year + 2, 1, 1))
    for described in calendar.timezones:
        described.pop("comment", None)  # the library's remark on the years it covers
    return bytes(calendar.to_ical())


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises ValueError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone.") from error
