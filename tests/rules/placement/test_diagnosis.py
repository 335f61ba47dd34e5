"""Criteria to severity to code, and the lists to choose from."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.placement.rules.diagnosis import (
    Diagnosis,
    SubstanceFacts,
    code_choices,
    may_choose_code,
    one_code_per_substance,
    substance_diagnosis,
)
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.loading import load

ON = date(2026, 3, 2)
SUBSTANCES = load("diagnosis/substance-use", on=ON)
MENTAL = load("diagnosis/mental-health", on=ON)
CRITERIA = [one["id"] for one in SUBSTANCES.rule("criteria")["criteria"]]
ORDER = [None, "mild", "moderate", "severe"]
ICD = re.compile(r"^[A-Z]\d\d(\.[0-9A-Z]{1,4})?$")


def of(substance: str, criteria: list[str], **more: Any) -> Diagnosis:
    return substance_diagnosis(SubstanceFacts(substance, tuple(criteria), **more), SUBSTANCES).answer


@pytest.mark.parametrize(
    ("count", "severity", "code"),
    [
        (0, None, None),
        (1, None, None),
        (2, "mild", "F10.10"),
        (3, "mild", "F10.10"),
        (4, "moderate", "F10.20"),
        (5, "moderate", "F10.20"),
        (6, "severe", "F10.20"),
        (11, "severe", "F10.20"),
    ],
)
def test_the_count_gives_the_severity(count: int, severity: str | None, code: str | None) -> None:
    found = of("alcohol", CRITERIA[:count])
    assert (found.severity, found.code, found.counted) == (severity, code, count)


@pytest.mark.parametrize(
    ("substance", "mild", "severe"),
    [
        ("opioid", "F11.10", "F11.20"),
        ("cannabis", "F12.10", "F12.20"),
        ("sedative", "F13.10", "F13.20"),
        ("cocaine", "F14.10", "F14.20"),
        ("stimulant", "F15.10", "F15.20"),
        ("hallucinogen", "F16.10", "F16.20"),
        ("pcp", "F16.10", "F16.20"),
        ("nicotine", "Z72.0", "F17.200"),
        ("inhalant", "F18.10", "F18.20"),
        ("other", "F19.10", "F19.20"),
    ],
)
def test_each_substance_has_its_codes(substance: str, mild: str, severe: str) -> None:
    assert of(substance, CRITERIA[:2]).code == mild
    assert of(substance, CRITERIA[:7]).code == severe


def test_tolerance_and_withdrawal_do_not_count_as_prescribed() -> None:
    found = ["larger-or-longer", "tolerance", "withdrawal"]
    assert of("opioid", found).severity == "mild"
    assert of("opioid", found, taken_as_prescribed=True) == Diagnosis(None, None, 1)


@pytest.mark.parametrize("substance", ["hallucinogen", "pcp", "inhalant"])
def test_without_a_withdrawal_criterion_ten_is_the_most(substance: str) -> None:
    assert of(substance, CRITERIA).counted == 10
    assert of(substance, ["craving", "withdrawal"]).severity is None


@pytest.mark.parametrize(
    ("worst", "months", "remission", "code"),
    [
        ("severe", 2, None, None),
        ("severe", 3, "early", "F15.21"),
        ("moderate", 11, "early", "F15.21"),
        ("severe", 12, "sustained", "F15.21"),
        ("mild", 12, "sustained", "F15.11"),
    ],
)
def test_remission(worst: str, months: int, remission: str | None, code: str | None) -> None:
    found = of("stimulant", ["craving"], worst_severity=worst, months_without_criteria=months)
    assert (found.remission, found.code) == (remission, code)


def test_any_criterion_but_craving_ends_remission() -> None:
    found = of("alcohol", ["craving", "time"], worst_severity="severe", months_without_criteria=14)
    assert (found.remission, found.severity, found.code) == (None, "mild", "F10.10")


def test_specifiers_of_remission() -> None:
    past = {"worst_severity": "severe", "months_without_criteria": 6}
    found = of("opioid", [], maintenance_therapy=True, controlled_environment=True, **past)
    assert found.specifiers == ("on maintenance therapy", "in a controlled environment")


def test_nicotine_by_product_and_without_a_code_for_mild_remission() -> None:
    assert of("nicotine", CRITERIA[:6], product="cigarettes").code == "F17.210"
    assert of("nicotine", CRITERIA[:2], product="cigarettes").code == "Z72.0"
    past = {"months_without_criteria": 12}
    assert of("nicotine", [], worst_severity="severe", product="chewing", **past).code == "F17.221"
    assert of("nicotine", [], worst_severity="mild", **past).code is None


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        (SubstanceFacts("tea"), "substance"),
        (SubstanceFacts("alcohol", ("craving", "x")), "criteria[1]"),
        (SubstanceFacts("alcohol", product="cigarettes"), "product"),
        (SubstanceFacts("nicotine", product="pipe"), "product"),
        (SubstanceFacts("alcohol", months_without_criteria=4), "months_without_criteria"),
        (SubstanceFacts("alcohol", worst_severity="mild"), "months_without_criteria"),
    ],
)
def test_facts_that_cannot_be_diagnosed(facts: SubstanceFacts, path: str) -> None:
    with pytest.raises(BadFacts) as refused:
        substance_diagnosis(facts, SUBSTANCES)
    assert refused.value.path == path


@given(
    substance=st.sampled_from(sorted(SUBSTANCES.rule("codes")["substances"])),
    criteria=st.lists(st.sampled_from(CRITERIA), unique=True),
    one_more=st.sampled_from(CRITERIA),
    data=st.data(),
)
def test_one_more_criterion_never_lowers_the_severity(
    substance: str, criteria: list[str], one_more: str, data: st.DataObject
) -> None:
    before, after = of(substance, criteria), of(substance, [*criteria, one_more])
    assert ORDER.index(after.severity) >= ORDER.index(before.severity)
    assert of(substance, data.draw(st.permutations(criteria))) == before


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        (["F10.10", "F10.20"], ("F10.20",)),
        (["F10.10", "F11.20"], ("F10.10", "F11.20")),
        (["F10.11", "F10.21", "F32.1"], ("F10.21", "F32.1")),
        (["F32.1"], ("F32.1",)),
        (["F10.20", "F10.20"], ("F10.20",)),
    ],
)
def test_dependence_alone_is_coded(codes: list[str], kept: tuple[str, ...]) -> None:
    assert one_code_per_substance(codes, SUBSTANCES).answer == kept


def test_every_code_looks_like_icd_10_cm_and_stands_in_one_list() -> None:
    lists = [rule["codes"] for rule in MENTAL.rules.values() if rule.get("choices")]
    codes = [code for one in lists for code in one]
    assert len(codes) == len(set(codes))
    substances = SUBSTANCES.rule("codes")["substances"].values()
    coded = [value for one in substances for value in one.values() if isinstance(value, str)]
    assert [code for code in codes + coded if not ICD.match(code)] == []


@pytest.mark.parametrize(
    "disorder",
    ["depressive", "anxiety", "phobia", "obsessive-compulsive", "trauma", "personality", "eating"],
)
def test_the_disorders_that_the_pages_name_have_codes_to_choose_from(disorder: str) -> None:
    choices = code_choices(disorder, MENTAL)
    assert choices
    assert may_choose_code(disorder, next(iter(choices)), MENTAL).answer
    assert not may_choose_code(disorder, "F10.20", MENTAL).answer


def test_a_disorder_without_a_list() -> None:
    with pytest.raises(BadFacts, match="disorder"):
        code_choices("sadness", MENTAL)


def test_the_words_that_programs_use_lead_to_substances_with_codes() -> None:
    named = SUBSTANCES.rule("terms")["terms"]
    assert {"alcohol", "opioids", "stimulants", "prescription medications"} <= set(named)
    assert {one for of_term in named.values() for one in of_term} <= set(SUBSTANCES.rule("codes")["substances"])


@pytest.mark.parametrize("policy", ["substance-use", "mental-health"])
def test_the_cases_of_the_policy(policy: str) -> None:
    text = (shipped_folder() / "diagnosis" / policy / "cases.yaml").read_text()
    cases: list[dict[str, Any]] = yaml.safe_load(text)["cases"]
    assert cases
    for case in cases:
        if policy == "mental-health":
            assert may_choose_code(**case["facts"], policy=MENTAL).answer is case["expect"]["answer"]
            continue
        found = of(**case["facts"])
        assert {key: getattr(found, key) for key in case["expect"]} == case["expect"]
