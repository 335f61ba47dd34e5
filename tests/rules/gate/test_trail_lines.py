"""Reads that belong together are one line of the trail; an act and a refusal never disappear in one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.gate.rules.trail import TOGETHER, Line, told

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def row(number, minute=0, *, who="Alex", said="Read the plan", wrote=False, outcome="done", subject_id=1):
    at = NOON + timedelta(minutes=minute)
    return Line(number, at, at, who, 7, ("counselor",), "treatment", (said,), 1, wrote, outcome, subject_id)


def test_reads_of_one_login_within_minutes_are_one_line():
    lines = told([row(9, 5, said="Read notes"), row(8, 3), row(7, 0)])
    assert len(lines) == 1
    assert lines[0].said == ("Read notes", "Read the plan")
    assert (lines[0].times, lines[0].number) == (3, 7)
    assert (lines[0].first_at, lines[0].last_at) == (NOON, NOON + timedelta(minutes=5))


@pytest.mark.parametrize(
    "other",
    [
        row(8, 4, who="Jo"),
        row(8, 4, wrote=True),
        row(8, 4, outcome="denied"),
        row(8, 4, subject_id=2),
        row(8, 4 - TOGETHER.total_seconds() / 60),
    ],
)
def test_what_does_not_belong_together_stays_apart(other):
    assert len(told([row(9, 5), other])) == 2


def test_a_long_visit_stays_one_line_while_no_pause_is_long():
    assert len(told([row(100 - n, 100 - 9 * n) for n in range(10)])) == 1


ROWS = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(["Alex", "Jo"]), st.booleans(), st.sampled_from(["done", "denied"])),
    max_size=40,
)


@given(ROWS)
def test_no_row_is_lost_and_acts_keep_their_own_line(given_rows):
    ordered = sorted(given_rows, key=lambda one: -one[0])
    rows = [
        row(1000 - place, minute, who=who, wrote=wrote, outcome=outcome)
        for place, (minute, who, wrote, outcome) in enumerate(ordered)
    ]
    lines = told(rows)
    assert sum(line.times for line in lines) == len(rows)
    special = sum(one.wrote or one.outcome != "done" for one in rows)
    assert sum(line.wrote or line.outcome != "done" for line in lines) == special
    assert all(line.first_at <= line.last_at for line in lines)
