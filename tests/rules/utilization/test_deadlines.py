"""By when something is due with the payer: a table, and that nothing is due before it happened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.rules.deadlines import DEADLINES, deadlines

ON = date(2026, 3, 2)
KINDS = ("requested", "pended", "granted", "denied", "appealed", "overturned", "reviewed")


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("requested", [("payer_answer", 7)]),
        ("pended", [("send_more", 2)]),
        ("denied", [("peer_to_peer", 2), ("internal_appeal", 180)]),
        ("appealed", [("appeal_answer", 30)]),
        ("granted", []),
        ("overturned", []),
        ("reviewed", []),
    ],
)
def test_what_is_due_follows_from_what_happened_last(last, due):
    ruling = deadlines(last, ON, load(DEADLINES, ON))
    assert [(one.what, (one.by - ON).days) for one in ruling.answer] == due
    assert [reason.facts["by"] for reason in ruling.reasons] == [one.by.isoformat() for one in ruling.answer]


@given(st.sampled_from(KINDS), st.dates(date(2024, 2, 1), date(2030, 1, 1)))
def test_nothing_is_due_before_it_happened_and_the_earliest_comes_first(last, on):
    days = [one.by for one in deadlines(last, on, load(DEADLINES, on)).answer]
    assert days == sorted(days)
    assert all(day >= on + timedelta(days=1) for day in days)
