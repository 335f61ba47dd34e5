"""Quiet hours: what is sent comes at an allowed hour by every clock, and never earlier than it was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.notices.rules.quiet import next_allowed
from stepwell.foundation.policy.loading import load
from tests.world import TODAY

POLICY = load("notices/sending", TODAY)
PACIFIC = ZoneInfo("America/Los_Angeles")
ZONES = st.lists(
    st.sampled_from(
        [
            ZoneInfo(name)
            for name in (
                "America/Los_Angeles", "America/New_York", "Pacific/Honolulu", "America/Phoenix", "America/Chicago",
                "America/Anchorage", "Pacific/Guam",
            )
        ]
    ),
    min_size=1,
    max_size=2,
)  # fmt: skip
MOMENTS = st.integers(0, 3_000_000).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def allowed(at, *zones):
    return next_allowed(at, zones, POLICY).answer


@given(MOMENTS, ZONES)
def test_never_inside_quiet_hours_and_never_earlier_than_asked(at, zones):
    found = allowed(at, *zones)
    assert found >= at
    assert found - at < timedelta(days=2)
    for zone in zones:
        assert time(8) <= found.astimezone(zone).time() < time(21)


@given(MOMENTS, ZONES)
def test_an_allowed_moment_is_left_alone_and_the_order_of_clocks_does_not_matter(at, zones):
    found = allowed(at, *zones)
    assert allowed(found, *zones) == found
    assert allowed(at, *reversed(zones)) == found


@given(MOMENTS, ZONES, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_what_is_asked_for_later_never_comes_sooner(at, zones, more):
    assert allowed(at, *zones) <= allowed(at + more, *zones)


@given(MOMENTS, ZONES)
def test_one_more_clock_never_makes_it_sooner(at, zones):
    assert allowed(at, zones[0]) <= allowed(at, *zones)


@pytest.mark.parametrize(
    ("asked", "comes"),
    [
        ("2026-03-02T07:59:59", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "2026-03-02T08:00"),
        ("2026-03-02T20:59:59", "2026-03-02T20:59:59"),
        ("2026-03-02T21:00", "2026-03-03T08:00"),
        ("2026-03-07T23:00", "2026-03-08T08:00"),  # the night clocks go forward
        ("2026-10-31T23:00", "2026-11-01T08:00"),  # the night they go back
    ],
)
def test_at_the_edges(asked, comes):
    first, second = (datetime.fromisoformat(one).replace(tzinfo=PACIFIC) for one in (asked, comes))
    assert allowed(first, PACIFIC) == second


def test_clocks_without_a_common_hour_are_told():
    rule = POLICY.rule("quiet")
    short = replace(rule, values={**rule.values, "not_before": "08:00", "not_after": "09:00"})
    policy = replace(POLICY, rules=MappingProxyType({**POLICY.rules, "quiet": short}))
    with pytest.raises(ValueError, match="no hour in common"):
        next_allowed(datetime(2026, 3, 2, tzinfo=UTC), [PACIFIC, ZoneInfo("America/New_York")], policy)
