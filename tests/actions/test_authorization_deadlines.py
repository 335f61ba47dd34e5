"""By when the office's work is due stands in a policy, and the policy says what it promises."""

from __future__ import annotations

from datetime import date

import pytest

from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

KIND = "deadlines"


@pytest.mark.parametrize(("facts", "expect"), policy_cases("deadlines"))
def test_what_the_deadlines_promise(facts, expect):
    """The cases.yaml of every policy of this kind; `policy` names one other than utilization's."""
    rule = load(f"{KIND}/{facts.get('policy', 'utilization')}", date(2026, 3, 2)).rule(facts["ask"])
    assert {key: rule[key] for key in expect} == expect
