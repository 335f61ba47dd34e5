"""What a plan must hold together: the cases beside the policy, and that a torn thread is never outweighed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.plans.rules.canonical import canonical, fingerprint
from stepwell.care.plans.rules.holding import GoalFacts, ObjectiveFacts, PlanFacts, ProblemFacts, hangs_together
from stepwell.care.plans.rules.signing import GOES_ON, is_in_force, may_sign
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

PLAN = load("plans/plan", date(2026, 3, 2))
TEAM = load("plans/team", date(2026, 3, 2))


def drafted(facts: dict[str, Any]) -> PlanFacts:
    problems = tuple(
        ProblemFacts(
            path=f"problems[{place}]",
            status=problem["status"],
            says=problem["says"],
            diagnosis=problem["diagnosis"],
            goals=tuple(
                GoalFacts(
                    "g", goal["quoted"], tuple(ObjectiveFacts("o", one["interventions"]) for one in goal["objectives"])
                )
                for goal in problem["goals"]
            ),
        )
        for place, problem in enumerate(facts["problems"])
    )
    least, most = (Decimal(facts[key]) if key in facts else None for key in ("least", "most"))
    hours = Decimal(facts["weekly_hours"])
    return PlanFacts(problems, tuple(facts["diagnoses"]), hours, least, most, facts.get("acknowledged", ""))


@pytest.mark.parametrize(("facts", "expect"), policy_cases("plans/plan"))
def test_cases(facts: dict[str, Any], expect: dict[str, Any]):
    ruling = hangs_together(drafted(facts), PLAN)
    assert ruling.answer.holds is expect["holds"]
    assert [reason.rule.partition("#")[2] for reason in ruling.reasons] == expect["against"]


WHOLE = ProblemFacts("p", "active", "Sleep", "", (GoalFacts("g", True, (ObjectiveFacts("o", 1),)),))
TORN = replace(WHOLE, goals=(GoalFacts("g", True, (ObjectiveFacts("o", 0),)),))


@given(st.integers(1, 8), st.integers(0, 8))
def test_one_torn_thread_is_never_outweighed_by_whole_ones(whole: int, place: int):
    problems = [WHOLE] * whole
    problems.insert(min(place, whole), TORN)
    facts = PlanFacts(tuple(problems), (), Decimal(9), Decimal(9), Decimal(19))
    assert not hangs_together(facts, PLAN).answer.holds
    assert hangs_together(replace(facts, problems=tuple(one for one in problems if one is not TORN)), PLAN).answer.holds


def test_a_missing_measure_is_named():
    objective = ObjectiveFacts("problems[0].goals[0].objectives[0]", 1, ("baseline",))
    problem = replace(WHOLE, goals=(GoalFacts("g", True, (objective,)),))
    ruling = hangs_together(PlanFacts((problem,), (), Decimal(9)), PLAN)
    assert ruling.reasons[0].facts["missing"] == ["baseline"]


@pytest.mark.parametrize(
    ("signer", "credential", "answer"),
    [
        ("client", "", True),
        ("counselor", "CADC", True),
        ("clinician", "CADC", False),
        ("clinician", "LMFT", True),
        ("counselor", "", False),
    ],
)
def test_who_signs_where(signer: str, credential: str, answer: bool):
    assert may_sign(signer, credential, PLAN, TEAM).answer is answer


@pytest.mark.parametrize(
    ("signers", "answer"),
    [
        ([], False),
        (["client"], False),
        (["clinician"], False),
        (["counselor", "client"], False),
        (["clinician", "client"], True),
    ],
)
def test_when_a_plan_is_in_force(signers: list[str], answer: bool):
    assert is_in_force(signers, PLAN) is answer


def test_every_way_of_an_objective_leads_somewhere_known():
    assert set().union(*GOES_ON.values()) == set(GOES_ON)


def test_the_canonical_text_does_not_depend_on_how_a_number_or_a_key_was_written():
    one = {"hours": Decimal("9.0"), "on": date(2026, 3, 2), "path": ["2.1"]}
    other = {"path": ["2.1"], "on": date(2026, 3, 2), "hours": Decimal(9)}
    assert canonical(one) == canonical(other) == '{"hours":"9","on":"2026-03-02","path":["2.1"]}'
    assert fingerprint(one) != fingerprint({**one, "hours": Decimal(10)})
    assert canonical({"hours": Decimal(10)}) == '{"hours":"10"}'


def test_what_has_no_canonical_form_is_not_hashed():
    with pytest.raises(TypeError, match="object"):
        canonical({"what": object()})
