"""Which check-ins are due: the cases of the policy, and that answering later never makes one due sooner."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.doors.portal.rules import due_check_ins
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

TODAY = date(2026, 3, 30)
POLICY = load("portal/pages", TODAY)
NAMES = [row["name"] for row in POLICY.rule("check-ins")["instruments"]]


@pytest.mark.parametrize(("facts", "expect"), policy_cases("portal/pages"))
def test_the_cases_of_the_policy(facts, expect):
    assert list(due_check_ins(facts["answered"], facts["today"], POLICY).answer) == expect["due"]


@given(st.dictionaries(st.sampled_from(NAMES), st.integers(0, 60)), st.sampled_from(NAMES), st.integers(0, 60))
def test_an_answer_of_today_is_enough_and_an_older_one_never_better(ago, name, more):
    answered = {each: TODAY - timedelta(days=days) for each, days in ago.items()}
    assert name not in due_check_ins(answered | {name: TODAY}, TODAY, POLICY).answer
    due = due_check_ins(answered, TODAY, POLICY).answer
    if name in due and name in answered:
        older = answered | {name: answered[name] - timedelta(days=more)}
        assert name in due_check_ins(older, TODAY, POLICY).answer
    assert list(due) == [each for each in NAMES if each in due]


def test_every_family_text_stands_in_both_languages():
    rule = POLICY.rule("family")
    assert len(rule["en"]) == len(rule["es"]) > 3
    for one, other in zip(rule["en"], rule["es"], strict=True):
        assert set(one) == set(other)
