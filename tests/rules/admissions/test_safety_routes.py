"""What is routed first: the policy's cases, and what must hold of any facts."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.admissions.rules.conditions import holds, observed
from stepwell.care.admissions.rules.safety import SafetyFacts, questions, safety_routes
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.loading import load

POLICY = load("safety/hard-stops", on=date(2026, 3, 2))
TRIGGERS = [rule for rule in POLICY.rules.values() if rule.get("trigger")]
NAMES = {one.name for one in fields(SafetyFacts)}
LEVELS = ["none", "low", "moderate", "high"]
MORE = {
    "c_ssrs": st.sampled_from(LEVELS),
    "ciwa_ar": st.integers(0, 67),
    "cows": st.integers(0, 48),
    "breath_alcohol": st.decimals(0, "0.4", places=3),
}
answers = {name: st.none() | MORE.get(name, st.booleans()) for name in NAMES}
some_facts: st.SearchStrategy[SafetyFacts] = st.builds(SafetyFacts, **answers)


def facts_of(given: dict[str, Any]) -> SafetyFacts:
    read: dict[str, Any] = {
        name: Decimal(str(value)) if name == "breath_alcohol" else value for name, value in given.items()
    }
    return SafetyFacts(**read)


def cases() -> list[Any]:
    text = (shipped_folder() / "safety/hard-stops/cases.yaml").read_text()
    return [pytest.param(case, id=case["id"]) for case in yaml.safe_load(text)["cases"]]


@pytest.mark.parametrize("case", cases())
def test_a_case_of_the_policy(case: dict[str, Any]) -> None:
    said = asdict(safety_routes(facts_of(case["facts"]), POLICY).answer)
    said |= {"routes": list(said["routes"]), "unasked": list(said["unasked"])}
    assert {key: said[key] for key in case["expect"]} == case["expect"]


@given(facts=some_facts)
def test_routes_stand_by_deadline_and_each_has_its_reason(facts: SafetyFacts) -> None:
    ruling = safety_routes(facts, POLICY)
    minutes = [one.deadline_minutes for one in ruling.answer.routes]
    known = [one for one in minutes if one is not None]
    assert minutes == sorted(known) + [None] * (len(minutes) - len(known))
    assert ruling.answer.urgent == any(one <= 480 for one in known)
    cited = [reason.rule.partition("#")[2] for reason in ruling.reasons]
    assert cited[: len(minutes)] == [one.trigger for one in ruling.answer.routes]
    assert ("never-rejected" in cited) == bool(minutes)


def soonest(facts: SafetyFacts) -> float:
    minutes = [one.deadline_minutes for one in safety_routes(facts, POLICY).answer.routes]
    return min((float("inf") if one is None else one for one in minutes), default=float("inf"))


def worse(name: str) -> Any:
    """The gravest answer there is to one question."""
    return {
        "c_ssrs": "high",
        "ciwa_ar": 67,
        "cows": 48,
        "breath_alcohol": Decimal("0.4"),
        "medication_plan": False,
    }.get(name, True)


@given(facts=some_facts, name=st.sampled_from(sorted(NAMES)))
def test_one_more_danger_never_makes_it_less_urgent(facts: SafetyFacts, name: str) -> None:
    graver = replace(facts, **{name: worse(name)})
    assert soonest(graver) <= soonest(facts)
    assert safety_routes(graver, POLICY).answer.urgent >= safety_routes(facts, POLICY).answer.urgent


@given(facts=some_facts, higher=st.integers(0, 67))
def test_a_higher_scale_never_makes_it_less_urgent(facts: SafetyFacts, higher: int) -> None:
    assert soonest(replace(facts, ciwa_ar=max(higher, facts.ciwa_ar or 0))) <= soonest(facts)


@given(facts=some_facts)
def test_what_was_not_asked_is_never_taken_as_no(facts: SafetyFacts) -> None:
    answer = safety_routes(facts, POLICY).answer
    routed = {one.trigger for one in answer.routes}
    assert not routed & set(answer.unasked)
    settled = {rule.id for rule in TRIGGERS if holds(rule["when"], asdict(facts)) is False}
    assert not settled & set(answer.unasked)


def test_emergencies_are_those_to_act_on_now() -> None:
    answer = safety_routes(SafetyFacts(overdose=True, cows=20, consent_unresolved=True), POLICY).answer
    assert answer.emergencies == ("overdose",)
    assert [one.trigger for one in answer.routes] == ["overdose", "opioid-withdrawal", "consent-unresolved"]


def test_every_trigger_can_be_said_and_has_a_question_or_a_measure() -> None:
    assert all(rule["script"] for rule in TRIGGERS)
    asked = questions(POLICY)
    assert {rule.id for rule in TRIGGERS} - {one.trigger for one in asked} == {"suicide-moderate", "suicide-low"}
    assert asked[0].question.endswith("?")


def test_every_trigger_looks_at_facts_that_exist() -> None:
    full = facts_of({name: worse(name) for name in NAMES})
    for rule in TRIGGERS:
        assert observed(rule["when"], asdict(full))
        assert holds(rule.get("ask_if") or {"fact": "overdose", "is": True}, asdict(full)) is not None


YES, NO, OPEN = ({"fact": name, "is": True} for name in ("yes", "no", "open"))
SEEN = {"yes": True, "no": False, "open": None, "seven": 7}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (YES, True),
        (NO, False),
        (OPEN, None),
        ({"any": [NO, OPEN]}, None),
        ({"any": [YES, OPEN]}, True),
        ({"any": [NO, NO]}, False),
        ({"all": [YES, OPEN]}, None),
        ({"all": [NO, OPEN]}, False),
        ({"all": [YES, YES]}, True),
        ({"fact": "open", "is_not": True}, True),
        ({"fact": "yes", "is_not": True}, False),
        ({"fact": "open", "asked": False}, True),
        ({"fact": "no", "asked": False}, False),
        ({"fact": "seven", "at_least": 7}, True),
        ({"fact": "seven", "at_least": 8}, False),
        ({"fact": "seven", "above": 7}, False),
        ({"fact": "seven", "at_least": 1, "at_most": 6}, False),
        ({"fact": "open", "at_least": 1}, None),
    ],
)
def test_the_vocabulary_of_conditions(when: dict[str, Any], expected: bool | None) -> None:
    assert holds(when, SEEN) is expected


def test_a_word_outside_the_vocabulary_fails() -> None:
    with pytest.raises(KeyError):
        holds({"fact": "seven", "about": 7}, SEEN)
    with pytest.raises(KeyError):
        holds({"fact": "eight", "is": 7}, SEEN)
