"""Factors inform and never refuse."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.admissions.rules.eligibility import EligibilityFacts, ProgramAges, eligibility
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.loading import load

POLICY = load("eligibility/iop", on=date(2026, 3, 2))
FACTORS = {rule.id: rule for rule in POLICY.rules.values() if rule.get("factor")}
NEEDS = [name for name, rule in FACTORS.items() if rule["effect"] in ("refer_up", "refer_down")]
SOFT = [name for name in FACTORS if name not in NEEDS]
NEVER = ("prescribed_moud", "hiv", "disability")

answers = st.none() | st.booleans()
ages = st.none() | st.builds(ProgramAges, least=st.integers(0, 30), most=st.none() | st.integers(31, 99))
some_facts: st.SearchStrategy[EligibilityFacts] = st.builds(
    EligibilityFacts,
    age=st.integers(10, 90),
    program_ages=ages,
    emergencies=st.just(()) | st.just(("overdose",)),
    consent_unresolved=answers,
    level=st.none() | st.sampled_from(POLICY.rule("level")["order"]),
    factors=st.fixed_dictionaries(dict.fromkeys(FACTORS, answers)),
)


def cases() -> list[Any]:
    text = (shipped_folder() / "eligibility/iop/cases.yaml").read_text()
    return [pytest.param(case, id=case["id"]) for case in yaml.safe_load(text)["cases"]]


@pytest.mark.parametrize("case", cases())
def test_a_case_of_the_policy(case: dict[str, Any]) -> None:
    declared = case["facts"].pop("program_ages", None)
    facts = EligibilityFacts(**case["facts"], program_ages=ProgramAges(**declared) if declared else None)
    said = asdict(eligibility(facts, POLICY).answer)
    assert {key: list(said[key]) if isinstance(said[key], tuple) else said[key] for key in case["expect"]} == case[
        "expect"
    ]


@given(factors=st.fixed_dictionaries(dict.fromkeys(SOFT, answers)))
def test_no_factor_of_fit_refuses_anyone(factors: dict[str, bool | None]) -> None:
    found = eligibility(EligibilityFacts(34, level="2.1", factors=factors), POLICY).answer
    assert found.outcome in ("admit_2.1", "admit_with_conditions")
    assert (found.outcome == "admit_with_conditions") == bool(found.conditions)
    assert found.refer_to == ()


@given(facts=some_facts, values=st.tuples(answers, answers, answers))
def test_medication_hiv_and_disability_never_change_anything(facts: EligibilityFacts, values: Any) -> None:
    other = replace(facts, factors={**facts.factors, **dict(zip(NEVER, values, strict=True))})
    assert eligibility(facts, POLICY).answer == eligibility(other, POLICY).answer


@given(facts=some_facts)
def test_there_is_never_a_bare_no(facts: EligibilityFacts) -> None:
    ruling = eligibility(facts, POLICY)
    admitted = ruling.answer.outcome.startswith("admit")
    assert bool(ruling.answer.refer_to) != admitted
    assert ruling.reasons


@given(facts=some_facts)
def test_an_emergency_comes_first(facts: EligibilityFacts) -> None:
    found = eligibility(replace(facts, emergencies=("chest-pain",)), POLICY).answer
    assert found.outcome == "emergency"


@given(facts=some_facts, data=st.data())
def test_the_order_of_the_factors_does_not_matter(facts: EligibilityFacts, data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(facts.factors.items()))))
    assert eligibility(replace(facts, factors=shuffled), POLICY) == eligibility(facts, POLICY)


@pytest.mark.parametrize(
    ("age", "ages", "outcome"),
    [
        (17, None, "defer"),
        (18, None, "admit_2.1"),
        (95, None, "admit_2.1"),
        (12, ProgramAges(13, 17), "defer"),
        (13, ProgramAges(13, 17), "admit_2.1"),
        (17, ProgramAges(13, 17), "admit_2.1"),
        (18, ProgramAges(13, 17), "defer"),
        (17, ProgramAges(16), "admit_2.1"),
    ],
)
def test_ages(age: int, ages: ProgramAges | None, outcome: str) -> None:
    ruling = eligibility(EligibilityFacts(age, program_ages=ages), POLICY)
    assert ruling.answer.outcome == outcome
    if outcome == "defer":
        assert ruling.reasons[0].facts["age"] == age


@pytest.mark.parametrize(
    ("level", "program", "outcome"),
    [
        ("2.1", "2.1", "admit_2.1"),
        ("2.5", "2.1", "refer_up"),
        ("4-Psych", "2.1", "refer_up"),
        ("1.5", "2.1", "refer_down"),
        ("2.5", "2.5", "admit_2.1"),
        (None, "2.1", "admit_2.1"),
    ],
)
def test_the_level_that_was_found(level: str | None, program: str, outcome: str) -> None:
    found = eligibility(EligibilityFacts(34, level=level, program_level=program), POLICY).answer
    assert found.outcome == outcome


def test_a_need_of_more_comes_before_a_need_of_less() -> None:
    both = EligibilityFacts(34, factors={"no_week_fits": True, "round_the_clock": True, "stable_home": False})
    found = eligibility(both, POLICY).answer
    assert found.outcome == "refer_up"
    assert [one.factor for one in found.conditions] == ["stable_home"]


def test_every_concern_has_a_response_that_is_shown() -> None:
    for name, rule in FACTORS.items():
        assert rule["response"]
        if rule["effect"] == "condition":
            facts = EligibilityFacts(34, factors={name: rule["concern_when"]})
            ruling = eligibility(facts, POLICY)
            assert [one.response for one in ruling.answer.conditions] == [rule["response"]]
            assert any(reason.facts.get("response") == rule["response"] for reason in ruling.reasons)


def test_nobody_is_asked_for_what_may_never_count() -> None:
    assert not set(NEVER) & set(eligibility(EligibilityFacts(34), POLICY).answer.unasked)


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        (EligibilityFacts(34, factors={"poor": True}), "factors.poor"),
        (EligibilityFacts(34, level="2.2"), "level"),
        (EligibilityFacts(34, program_level="IOP"), "program_level"),
    ],
)
def test_facts_that_cannot_be_ruled_on(facts: EligibilityFacts, path: str) -> None:
    with pytest.raises(BadFacts) as refused:
        eligibility(facts, POLICY)
    assert refused.value.path == path
