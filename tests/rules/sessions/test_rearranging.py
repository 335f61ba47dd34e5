"""Minutes follow a split and a joining: none lost, none twice, in whatever order; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from stepwell.care.sessions.rules.intervals import minutes, union
from stepwell.care.sessions.rules.rearranging import (
    JoinFacts,
    MoveFacts,
    Place,
    SplitFacts,
    cut,
    may_join,
    may_move,
    may_split,
)
from stepwell.foundation.policy.loading import load

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
POLICY = load("scheduling/changes", date(2026, 3, 2))


def at(minute: int) -> datetime:
    return NINE + timedelta(minutes=minute)


moments = some.integers(0, 240)
stretches = some.lists(some.tuples(moments, moments).map(lambda two: (at(min(two)), at(max(two)))), max_size=8)

FINE = Place(people=6, cap=12, places=16, has_co_leader=False, co_leader_above=8)
SPLIT = SplitFacts(at(0), at(90), at(30), 7, 7, ("attended",) * 7, False, FINE)
JOIN = JoinFacts(at(0), at(90), at(90), at(30), at(90), True, False, False, FINE)
MOVE = MoveFacts(signed=False, attended=False, shifts=True, people=12, places=16)


@given(stretches, moments)
def test_a_cut_keeps_every_minute_once(there, moment):
    before, after = cut(there, at(moment))
    assert minutes(before) + minutes(after) == minutes(there)
    assert union([*before, *after]) == union(there)
    assert all(ends <= at(moment) for _, ends in before)
    assert all(at(moment) <= starts for starts, _ in after)


@given(stretches, some.lists(moments, max_size=5))
def test_the_order_of_several_cuts_does_not_matter(there, several):
    def parts(order):
        found = [union(there)]
        for moment in order:
            found = [half for one in found for half in cut(one, at(moment))]
        return sorted(part for one in found for part in one)

    assert parts(several) == parts(sorted(several)) == parts(reversed(several))
    assert sum(minutes([one]) for one in parts(several)) == minutes(there)


@given(stretches, moments)
def test_what_was_cut_and_joined_again_is_what_it_was(there, moment):
    before, after = cut(there, at(moment))
    assert union([*after, *before]) == union(there)
    assert cut(before, at(moment))[1] == []
    assert cut(after, at(moment))[0] == []


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({}, None),
        ({"since": at(0)}, None),
        ({"since": at(-1)}, "inside"),
        ({"since": at(90)}, "inside"),
        ({"signed": True}, "signed"),
        ({"going": 0, "outcomes": ()}, "sides"),
        ({"staying": 0}, "sides"),
        ({"outcomes": ("attended", "no_show")}, "here"),
        ({"place": replace(FINE, people=13, has_co_leader=True)}, "cap"),
        ({"place": replace(FINE, people=12, has_co_leader=True)}, None),
        ({"place": replace(FINE, people=9)}, "co-leader"),
        ({"place": replace(FINE, people=8)}, None),
        ({"place": replace(FINE, places=5)}, "room"),
        ({"place": replace(FINE, places=None)}, None),
    ],
)
def test_what_may_be_split(changed, rule):
    ruling = may_split(replace(SPLIT, **changed), POLICY)
    assert ruling.answer is (rule is None)
    assert rule is None or [one.rule.partition("#")[2] for one in ruling.reasons] == [rule]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({}, None),
        ({"since": at(0)}, None),
        ({"since": at(-10)}, "inside"),
        ({"other_ends": at(30)}, "inside"),
        ({"until": None}, None),
        ({"until": at(91)}, "ends"),
        ({"alike": False}, "alike"),
        ({"signed": True}, "signed"),
        ({"breaks_after": True}, "breaks"),
        ({"place": replace(FINE, people=13, has_co_leader=True)}, "cap"),
    ],
)
def test_what_may_be_joined(changed, rule):
    ruling = may_join(replace(JOIN, **changed), POLICY)
    assert ruling.answer is (rule is None)
    assert rule is None or [one.rule.partition("#")[2] for one in ruling.reasons] == [rule]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({}, None),
        ({"attended": True}, "attended"),
        ({"attended": True, "shifts": False}, None),
        ({"signed": True}, "signed"),
        ({"places": 11}, "room"),
        ({"places": None}, None),
    ],
)
def test_what_may_be_moved(changed, rule):
    ruling = may_move(replace(MOVE, **changed), POLICY)
    assert ruling.answer is (rule is None)
    assert rule is None or [one.rule.partition("#")[2] for one in ruling.reasons] == [rule]


def test_every_reason_against_it_is_given_at_once():
    worst = replace(SPLIT, since=at(99), signed=True, going=0, outcomes=(), place=replace(FINE, people=13))
    rules = {one.rule.partition("#")[2] for one in may_split(worst, POLICY).reasons}
    assert rules == {"signed", "inside", "sides", "cap", "co-leader"}
