"""Calendar files: right to the minute across the change of clocks, and silent about treatment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from stepwell.foundation.wire.ical.appointment import appointment

PACIFIC = ZoneInfo("America/Los_Angeles")
STARTS = datetime(2026, 3, 9, 9, 0, tzinfo=PACIFIC)
WRITTEN = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
REVEALING = re.compile(
    r"treat|recover|rehab|detox|sober|addict|alcohol|opioid|drug|substance|therap|counsel|clinic|group|session"
    r"|program|iop|php|intensive|mental|psych|behavior|health|stepwell|harbor|client|patient|location|description"
    r"|organizer|attendee|categor|comment|http|geo",
    re.IGNORECASE,
)


def made(**changes) -> bytes:
    facts = {"uid": "session-17-client-4", "sequence": 0, "starts": STARTS, "ends": STARTS + timedelta(hours=3)}
    return appointment(**{**facts, "tz": "America/Los_Angeles", "written_at": WRITTEN, **changes})


def event(raw: bytes):
    (found,) = Calendar.from_ical(raw).walk("VEVENT")
    return found


def test_the_file_as_a_calendar_reads_it():
    raw = made()
    head, _, rest = raw.decode().partition("BEGIN:VTIMEZONE\r\n")
    assert head == "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Calendar//EN\r\nMETHOD:REQUEST\r\n"
    assert rest.partition("END:VTIMEZONE\r\n")[2] == (
        "BEGIN:VEVENT\r\n"
        "SUMMARY:Appointment\r\n"
        "DTSTART;TZID=America/Los_Angeles:20260309T090000\r\n"
        "DTEND;TZID=America/Los_Angeles:20260309T120000\r\n"
        "DTSTAMP:20260302T170000Z\r\n"
        f"UID:{event(raw)['uid']}\r\n"
        "SEQUENCE:0\r\n"
        "CLASS:PRIVATE\r\n"
        "STATUS:CONFIRMED\r\n"
        "END:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )


@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize("uid", ["session-17-client-4", "Harbor Steps detox group", "x@sober-recovery.org"])
def test_no_word_of_it_reveals_treatment(uid, cancelled):
    text = made(uid=uid, cancelled=cancelled).decode().replace("\r\n ", "")
    assert REVEALING.findall(text) == []


def test_a_change_keeps_the_uid_and_raises_the_sequence():
    first, second = made(), made(sequence=1, starts=STARTS + timedelta(hours=1), ends=STARTS + timedelta(hours=2))
    assert event(first)["uid"] == event(second)["uid"]
    assert (event(first)["sequence"], event(second)["sequence"]) == (0, 1)
    assert event(made(uid="another"))["uid"] != event(first)["uid"]


def test_a_cancelled_one_is_taken_out():
    raw = made(sequence=2, cancelled=True)
    assert Calendar.from_ical(raw)["method"] == "CANCEL"
    assert event(raw)["status"] == "CANCELLED"


@pytest.mark.parametrize("day", [date(2026, 3, 6), date(2026, 3, 9), date(2026, 11, 2)])
def test_nine_is_nine_on_both_sides_of_the_change_of_clocks(day):
    starts = datetime.combine(day, time(9), PACIFIC)
    found = event(made(starts=starts.astimezone(UTC), ends=starts + timedelta(hours=1))).start
    assert (found.hour, found.utcoffset()) == (9, starts.utcoffset())


def test_the_zone_is_described_for_calendars_that_do_not_know_it():
    (zone,) = Calendar.from_ical(made()).walk("VTIMEZONE")
    offsets = {part["TZOFFSETTO"].to_ical() for part in zone.subcomponents}
    assert (zone["tzid"], offsets) == ("America/Los_Angeles", {"-0800", "-0700"})


def test_the_same_facts_give_the_same_bytes():
    assert made() == made()
    assert b"DTSTAMP:20260309T160000Z" in made(written_at=None)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"starts": STARTS.replace(tzinfo=None)}, "no time zone"),
        ({"ends": STARTS.replace(tzinfo=None)}, "no time zone"),
        ({"written_at": STARTS.replace(tzinfo=None)}, "no time zone"),
        ({"ends": STARTS}, "not after its start"),
        ({"sequence": -1}, "0 or more"),
        ({"tz": "Pacific/Nowhere"}, "not a time zone"),
        ({"tz": "../etc/passwd"}, "not a time zone"),
        ({"tz": ""}, "not a time zone"),
    ],
)
def test_what_makes_no_appointment_says_why(changes, says):
    with pytest.raises(ValueError, match=says):
        made(**changes)
