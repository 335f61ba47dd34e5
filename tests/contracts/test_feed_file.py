"""The file of a calendar feed, line by line as RFC 5545 has it, read by hand and not by the library that wrote it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.wire.ical.feed import Entry, feed

PACIFIC = ZoneInfo("America/Los_Angeles")
START = datetime(2026, 3, 4, 9, 0, tzinfo=PACIFIC)
LINE = re.compile(r"[A-Z0-9-]+(;[A-Z0-9-]+=(\"[^\"]*\"|[^\":;,]*))*:.*", re.DOTALL)
REVEALING = re.compile(
    r"treat|recover|rehab|detox|sober|addict|alcohol|opioid|drug|substance|therap|counsel|clinic|group|session|program"
    r"|iop|php|intensive|mental|psych|behavior|health|stepwell|client|patient|location|description|organizer|attendee"
    r"|categor|comment|http|geo",
    re.IGNORECASE,
)


def entry(number: int = 0, **changes) -> Entry:
    starts = START + timedelta(weeks=number)
    facts = {
        "key": f"meeting:7:{starts.date()}:Harbor detox group", "sequence": 0, "starts": starts,
        "ends": starts + timedelta(hours=3), "cancelled": False, "changed_at": datetime(2026, 3, 2, 8, tzinfo=UTC),
    }  # fmt: skip
    return Entry(**{**facts, **changes})


def unfolded(raw: bytes) -> list[str]:
    """The content lines; folds are undone as RFC 5545 3.1 says."""
    text = raw.decode("utf-8")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
    return text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]


def parts(lines: list[str]) -> list[tuple[str, dict[str, list[str]]]]:
    """Each component with its properties; begin and end match."""
    open_, found = [], []
    for line in lines:
        assert LINE.fullmatch(line), line
        name, _, value = line.partition(":")
        if name == "BEGIN":
            open_.append((value, {}))
        elif name == "END":
            closed = open_.pop()
            assert closed[0] == value
            found.append(closed)
        else:
            open_[-1][1].setdefault(name.partition(";")[0], []).append(line)
    assert open_ == []
    return found


def events(raw: bytes) -> list[dict[str, list[str]]]:
    return [properties for name, properties in parts(unfolded(raw)) if name == "VEVENT"]


def test_a_calendar_has_what_it_must_once_and_each_event_too():
    raw = feed([entry(0), entry(1)], "America/Los_Angeles", 2026)
    (calendar,) = [properties for name, properties in parts(unfolded(raw)) if name == "VCALENDAR"]
    assert (calendar["VERSION"], calendar["METHOD"]) == (["VERSION:2.0"], ["METHOD:PUBLISH"])
    assert calendar["X-WR-CALNAME"] == ["X-WR-CALNAME:Appointments"]
    assert len(calendar["PRODID"]) == 1
    for event in events(raw):
        assert set(event) == {
            "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "SEQUENCE", "STATUS",
        }  # fmt: skip
        assert all(len(lines) == 1 for lines in event.values())
        assert re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", event["DTSTAMP"][0])
        assert re.fullmatch(r"DTSTART;TZID=America/Los_Angeles:\d{8}T090000", event["DTSTART"][0])


def test_the_zone_is_described_with_both_its_clocks():
    found = parts(unfolded(feed([entry(0), entry(2)], "America/Los_Angeles", 2026)))
    names = [name for name, _ in found]
    assert names.count("VTIMEZONE") == 1
    offsets = {line for name, one in found if name in ("STANDARD", "DAYLIGHT") for line in one["TZOFFSETTO"]}
    assert offsets == {"TZOFFSETTO:-0800", "TZOFFSETTO:-0700"}


def test_nothing_of_it_tells_whatever_the_keys_hold():
    text = "\n".join(unfolded(feed([entry(0), entry(1, cancelled=True)], "America/Los_Angeles", 2026)))
    assert REVEALING.findall(text) == []


def test_a_change_keeps_the_uid_and_what_is_called_off_says_so():
    (before,) = events(feed([entry()], "America/Los_Angeles", 2026))
    (after,) = events(feed([entry(sequence=2, cancelled=True)], "America/Los_Angeles", 2026))
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (["SEQUENCE:0"], ["SEQUENCE:2"])
    assert (before["STATUS"], after["STATUS"]) == (["STATUS:CONFIRMED"], ["STATUS:CANCELLED"])


def test_an_empty_feed_is_a_calendar_still():
    found = parts(unfolded(feed([], "America/Los_Angeles", 2026)))
    assert [name for name, _ in found][-1] == "VCALENDAR"
    assert events(feed([], "America/Los_Angeles", 2026)) == []


@given(st.lists(st.integers(0, 60), unique=True, max_size=8), st.randoms())
def test_the_order_of_the_facts_does_not_matter_and_every_uid_is_its_own(weeks, random):
    entries = [entry(week) for week in weeks]
    shuffled = list(entries)
    random.shuffle(shuffled)
    raw = feed(entries, "America/Los_Angeles", 2026)
    assert raw == feed(shuffled, "America/Los_Angeles", 2026)
    found = events(raw)
    assert len({event["UID"][0] for event in found}) == len(found) == len(weeks)


@pytest.mark.parametrize("fault", [{"starts": START.replace(tzinfo=None)}, {"ends": START}, {"sequence": -1}])
def test_what_makes_no_appointment_says_why(fault):
    with pytest.raises(ValueError, match=r"."):
        feed([entry(**fault)], "America/Los_Angeles", 2026)
