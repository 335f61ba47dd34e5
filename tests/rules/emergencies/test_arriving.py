"""Whether somebody who arrives joins, is looked after, or needs help at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.emergencies.rules.arriving import (
    OUTCOMES,
    ArrivalFacts,
    is_charged,
    may_join,
    signs,
    way_home,
    words_to_change,
)
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load

POLICY = load("emergencies/field-defaults", date(2026, 3, 2))
SIGNS = [rule.id for rule in signs(POLICY)]
LIMITS = POLICY.rule("vital-signs")["limits"]
SEEN = st.lists(st.sampled_from(SIGNS), unique=True).map(tuple)
VITALS = st.dictionaries(st.sampled_from(sorted(LIMITS)), st.integers(0, 300))
BREATH = st.none() | st.decimals("0", "1", places=3)


def outcome(**facts: object) -> str:
    return may_join(ArrivalFacts(**facts), POLICY).answer


@pytest.mark.parametrize(
    ("name", "value", "expect"),
    [
        ("breaths_per_minute", 9, "emergency"),
        ("breaths_per_minute", 10, "observe"),
        ("breaths_per_minute", 12, "join"),
        ("breaths_per_minute", 24, "join"),
        ("breaths_per_minute", 25, "emergency"),
        ("oxygen_percent", 91, "emergency"),
        ("oxygen_percent", 93, "observe"),
        ("oxygen_percent", 94, "join"),
        ("pulse", 40, "emergency"),
        ("pulse", 110, "join"),
        ("pulse", 111, "observe"),
        ("pulse", 131, "emergency"),
        ("systolic", 90, "emergency"),
        ("systolic", 91, "join"),
        ("systolic", 220, "emergency"),
    ],
)
def test_each_limit_at_its_edge(name: str, value: int, expect: str) -> None:
    assert outcome(seen=("awake-and-clear",), vitals={name: value}) == expect


@pytest.mark.parametrize(
    ("value", "expect"), [("0.020", "join"), ("0.021", "observe"), ("0.299", "observe"), ("0.300", "emergency")]
)
def test_breath_alcohol_at_its_edges(value: str, expect: str) -> None:
    assert outcome(breath_alcohol=Decimal(value)) == expect


def test_nobody_joins_unseen() -> None:
    assert outcome() == "observe"
    assert outcome(says="seems fine") == "observe"


@given(seen=SEEN, vitals=VITALS, breath=BREATH, more=st.sampled_from(SIGNS))
def test_one_more_sign_never_makes_it_milder_and_order_does_not_matter(
    seen: tuple[str, ...], vitals: dict[str, int], breath: Decimal | None, more: str
) -> None:
    looked = bool(seen or vitals or breath is not None)
    before = outcome(seen=seen, vitals=vitals, breath_alcohol=breath)
    after = outcome(seen=(more, *seen), vitals=vitals, breath_alcohol=breath)
    if looked:
        assert OUTCOMES.index(after) >= OUTCOMES.index(before)
    assert outcome(seen=seen[::-1], vitals=dict(reversed(vitals.items())), breath_alcohol=breath) == before


@given(seen=SEEN, calm=VITALS)
def test_a_grave_sign_is_never_averaged_away(seen: tuple[str, ...], calm: dict[str, int]) -> None:
    assert outcome(seen=(*seen, "cannot-be-woken"), vitals=calm, breath_alcohol=Decimal(0)) == "emergency"


def test_words_that_judge_are_hinted_at_and_refuse_nothing() -> None:
    ruling = may_join(ArrivalFacts(("unsteady",), "Came in Drunk, drove here"), POLICY)
    assert ruling.answer == "observe"
    hint = ruling.reasons[-1]
    assert hint.facts["words"] == ["drunk"]
    assert words_to_change("Highway, cleaned up, unsteady", POLICY) == ()


def test_the_reasons_name_what_decided() -> None:
    ruling = may_join(ArrivalFacts(("smell-of-alcohol", "head-injury")), POLICY)
    assert [reason.rule.partition("#")[2] for reason in ruling.reasons] == ["emergency", "head-injury"]


@pytest.mark.parametrize("facts", [{"seen": ("tired",)}, {"seen": ("join",)}, {"vitals": {"mood": 3}}])
def test_an_unknown_sign_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(BadFacts):
        outcome(**facts)


@pytest.mark.parametrize(
    ("how", "who", "safe"),
    [("taxi", "", True), ("relative", "Mia", True), ("relative", " ", False), ("drives", "Amara", False)],
)
def test_the_way_home(how: str, who: str, safe: bool) -> None:
    ruling = way_home(how, who, POLICY)
    assert ruling.answer is safe
    assert safe or ruling.reasons[0].facts["would_change"]


def test_a_way_there_is_none_of() -> None:
    with pytest.raises(BadFacts):
        way_home("flies", "", POLICY)


@given(st.lists(st.sampled_from(OUTCOMES)).map(tuple))
def test_a_day_is_charged_only_when_every_look_let_them_join(outcomes: tuple[str, ...]) -> None:
    assert is_charged(outcomes, POLICY) is (set(outcomes) <= {"join"})
