"""Who may join a team: the cases beside the policy, and that more load never opens a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.plans.rules.credentials import may_lead
from stepwell.care.plans.rules.joining import JoinFacts, may_join, roles
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

TEAM = load("plans/team", date(2026, 3, 2))
FACTS = JoinFacts("counselor", ("CADC",), load=3, own_maximum=25, program_caseload=25)


@pytest.mark.parametrize(("facts", "expect"), policy_cases("plans/team"))
def test_cases(facts: dict[str, Any], expect: dict[str, Any]):
    ruling = may_join(JoinFacts(**{**facts, "credentials": tuple(facts["credentials"])}), TEAM)
    assert ruling.answer is expect["answer"]
    assert [reason.rule.partition("#")[2] for reason in ruling.reasons if not ruling.answer] == expect.get(
        "against", []
    )


def test_a_full_caseload_names_who_has_room():
    full = replace(FACTS, load=25, room=(("Jo Testerly", 12, 25),))
    ruling = may_join(full, TEAM)
    assert "25 of 25" in ruling.reasons[0].says
    assert "Jo Testerly (12 of 25)" in ruling.reasons[0].says


@given(st.sampled_from(roles(TEAM)), st.integers(0, 60), st.integers(0, 60), st.integers(1, 20))
def test_more_load_never_opens_a_place(role: str, load: int, most: int, more: int):
    facts = JoinFacts(role, ("LMFT", "MD", "RN"), load, most, 25)
    if not may_join(facts, TEAM).answer:
        assert not may_join(replace(facts, load=load + more), TEAM).answer


@given(st.permutations(["LMFT", "CADC", "RN"]))
def test_the_order_of_credentials_does_not_matter(held: list[str]):
    assert may_join(replace(FACTS, role="lpha", credentials=tuple(held)), TEAM).answer


@pytest.mark.parametrize(
    ("lead", "held", "answer"),
    [
        ("counselor", ["CADC"], True),
        ("counselor", ["LMFT"], True),
        ("lpha", ["CADC"], False),
        ("lpha", ["AMFT"], True),
        ("prescriber", ["LMFT"], False),
        ("prescriber", ["MD"], True),
        ("any_qualified", [], True),
        ("somebody-new", ["CADC"], False),
        ("somebody-new", ["LCSW"], True),
    ],
)
def test_who_leads(lead: str, held: list[str], answer: bool):
    assert may_lead(lead, held, TEAM).answer is answer
