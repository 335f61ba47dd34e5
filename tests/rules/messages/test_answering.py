"""By when a message is answered: the end of a business day, never the day before, never sooner for a later message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.messages.rules.answering import answered_by
from stepwell.foundation.policy.loading import load
from stepwell.registry.coverage.rules.business_days import is_business_day
from tests.world import TODAY

POLICY = load("messages/team", TODAY)
PACIFIC = ZoneInfo("America/Los_Angeles")
MOMENTS = st.integers(0, 3_000_000).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def by(at: datetime) -> datetime:
    return answered_by(at, PACIFIC, POLICY).answer


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ((2026, 3, 2, 9), (2026, 3, 3)),
        ((2026, 3, 2, 16), (2026, 3, 3)),
        ((2026, 3, 2, 17), (2026, 3, 4)),  # at closing it counts from the next day
        ((2026, 3, 6, 18), (2026, 3, 10)),  # Friday evening counts from Monday
        ((2026, 12, 24, 9), (2026, 12, 28)),  # Christmas is no business day
        ((2026, 7, 2, 16), (2026, 7, 6)),  # the Fourth is kept on Friday
    ],
)
def test_on_real_days(written, answered):
    due = by(datetime(*written, tzinfo=PACIFIC))
    assert (due.year, due.month, due.day, due.hour) == (*answered, 17)


@given(MOMENTS)
def test_it_is_the_closing_of_a_business_day_after_it_was_written(at):
    due = by(at)
    assert due > at
    assert is_business_day(due.date(), POLICY.rule("answered")["holidays"])
    assert (due.hour, due.minute) == (17, 0)
    assert due - at < timedelta(days=7)


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=10)))
def test_a_later_message_is_never_promised_sooner(at, more):
    assert by(at) <= by(at + more)


def test_the_clinics_clock_decides_and_not_the_servers():
    evening = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)  # Monday 16:30 in California
    assert by(evening).date().isoformat() == "2026-03-03"
