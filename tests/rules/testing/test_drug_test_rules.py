"""Drug tests: legal steps, expected and unexpected, and that a result can only ever make a review."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.testing.rules.results import Consequence, ResultFacts, consequence, may_follow, read
from stepwell.foundation.policy.loading import load

POLICY = load("testing/drug-tests", date(2026, 3, 2))


@pytest.mark.parametrize(
    ("state", "following", "fine"),
    [
        (None, "ordered", True),
        (None, "collected", False),
        ("ordered", "collected", True),
        ("ordered", "refused", True),
        ("ordered", "reviewed", False),
        ("collected", "presumptive", True),
        ("presumptive", "definitive", True),
        ("definitive", "presumptive", False),
        ("refused", "reviewed", True),
        ("refused", "collected", False),
        ("reviewed", "discussed", True),
        ("discussed", "ordered", False),
        ("nowhere", "ordered", False),
    ],
)
def test_steps(state: str | None, following: str, fine: bool):
    assert may_follow(state, following, POLICY).answer is fine


@pytest.mark.parametrize(
    ("method", "detected", "prescribed", "meaning", "confirmed"),
    [
        ("presumptive", True, (), "unexpected-detected", False),
        ("definitive", True, (), "unexpected-detected", True),
        ("definitive", True, ("Buprenorphine",), "expected-detected", True),
        ("presumptive", False, ("buprenorphine",), "unexpected-missing", False),
        ("presumptive", False, (), "expected-missing", False),
    ],
)
def test_reading(method: str, detected: bool, prescribed: tuple[str, ...], meaning: str, confirmed: bool):
    ruling = read(ResultFacts("buprenorphine", method, detected, prescribed), POLICY)
    assert (ruling.answer.interpretation, ruling.answer.confirmed) == (meaning, confirmed)


def test_a_result_can_only_make_a_review():
    assert [field.name for field in fields(Consequence)] == ["review_within_hours"]
    assert any(reason.rule.endswith("never-discharge") for reason in consequence(POLICY).reasons)


@given(st.sampled_from(["presumptive", "definitive"]), st.booleans(), st.lists(st.text(min_size=1), max_size=4))
def test_confirmed_never_depends_on_what_was_found(method: str, detected: bool, prescribed: list[str]):
    ruling = read(ResultFacts("fentanyl", method, detected, tuple(prescribed)), POLICY)
    assert ruling.answer.confirmed is (method == "definitive")
