"""The fourth edition: the known vectors, the rules written out once more, and what must hold of any ratings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.placement.rules.criteria import Criteria, Token, criteria_of
from stepwell.care.placement.rules.level import level_for
from stepwell.care.placement.rules.placement import Placement, PlacementFacts, Task, recommended_level
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.loading import load

POLICY = load("placement/fourth-edition", on=date(2026, 3, 2))
CRITERIA: Criteria = criteria_of(POLICY)
ORDER = [level.level for level in CRITERIA.levels]
QUIET = dict.fromkeys(CRITERIA.tokens, "0") | {"1C": "ANY"}

ratings = st.fixed_dictionaries(
    {of: st.sampled_from([one.token for one in tokens]) for of, tokens in CRITERIA.tokens.items()}
)


def place(given: dict[str, str], remission: bool = False, age: int = 34) -> Placement:
    return recommended_level(PlacementFacts(age, given, remission), POLICY).answer


def label(placement: Placement) -> str:
    words = [str(placement.level)] + ["COE"] * placement.coe + ["BIO"] * placement.bio
    return " ".join(words) + "+RR" * placement.rr


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"4A": "B"}, "2.1"),
        ({"4A": "B", "1C": "A"}, "2.7"),
        ({"4A": "B", "3A": "1B"}, "2.7"),
        ({"4A": "B", "3A": "1A"}, "2.5 COE"),
        ({"4A": "C"}, "2.5"),
        ({"4A": "B", "5C": "B"}, "3.1"),
        ({"4A": "C", "5C": "B"}, "3.5"),
        ({"4A": "D", "3A": "1A"}, "3.5 COE"),
        ({"4A": "B", "5B": "A"}, "2.1+RR"),
        ({"1B": "2", "5C": "B"}, "3.7"),
        ({"1B": "3B", "4A": "B"}, "3.7 BIO"),
        ({"2A": "3B", "3A": "1A"}, "4"),
        ({"3A": "4", "4A": "A"}, "4-Psych"),
        ({"1B": "1", "4A": "A"}, "1.7"),
        ({"4A": "B", "3B": "1Z", "5C": "A"}, "2.5 COE+RR"),
        ({"3A": "2A", "4A": "D", "5A": "C"}, "3.5 COE"),
        ({"3A": "4", "2A": "3B"}, "4"),
        ({"3A": "4", "2A": "4"}, "4"),
        ({"4A": "D", "5B": "A"}, "3.1"),
        ({"3A": "1A"}, "1.5 COE"),
        ({"3A": "1C"}, "1.7 COE"),
        ({"5B": "A"}, "1.5+RR"),
        ({"5C": "ANY"}, "1.5"),
        ({"2B": "NA"}, "1.5"),
    ],
)
def test_the_vectors_of_the_guide(named: dict[str, str], expected: str) -> None:
    assert label(place(QUIET | named)) == expected


@pytest.mark.parametrize(
    ("named", "remission", "expected"),
    [
        ({}, True, "1.0"),
        ({}, False, "1.5"),
        ({"2B": "NA", "1C": "MOUD_CONTINUE", "5A": "ANY"}, True, "1.0"),
        ({"5B": "A"}, True, "1.5+RR"),
        ({"1B": "EVAL"}, True, "1.5"),
        ({"4A": "A"}, True, "1.5"),
        ({"4A": "B"}, True, "2.1"),
    ],
)
def test_remission_matters_only_when_nothing_is_needed(named: dict[str, str], remission: bool, expected: str) -> None:
    assert label(place(QUIET | named, remission)) == expected


def test_without_all_ratings_there_is_no_level() -> None:
    for left_out in QUIET:
        some = {of: token for of, token in (QUIET | {"4A": "B", "5B": "A"}).items() if of != left_out}
        assert place(some) == Placement(None, False, False, False, provisional=False, complete=False)
    assert place({}).level is None


@pytest.mark.parametrize(
    ("some", "expected"),
    [({"1A": "4"}, "4"), ({"3A": "4"}, "4-Psych"), ({"2A": "3B", "3B": "1Z"}, "4"), ({"2A": "3B"}, "None")],
)
def test_a_hospital_need_decides_before_all_is_rated(some: dict[str, str], expected: str) -> None:
    found = place(some)
    assert (label(found), found.complete) == (expected, False)


def test_what_is_to_be_evaluated_makes_it_provisional() -> None:
    found = place(QUIET | {"4A": "B", "1B": "EVAL", "1C": "EVAL"})
    assert found.level == "2.1"
    assert found.provisional
    assert found.tasks == (Task("prompt-evaluation", "1B", 24), Task("prompt-evaluation", "1C", 24))


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        (PlacementFacts(34, {"4A": "Z"}), "ratings.4A"),
        (PlacementFacts(34, {"4C": "A"}), "ratings.4C"),
        (PlacementFacts(34, {"4A": "ANY"}), "ratings.4A"),
        (PlacementFacts(34, {"1B": "ANY"}), "ratings.1B"),
        (PlacementFacts(34, {"5B": "b"}), "ratings.5B"),
        (PlacementFacts(17, QUIET), "age"),
    ],
)
def test_facts_that_cannot_be_placed(facts: PlacementFacts, path: str) -> None:
    with pytest.raises(BadFacts) as refused:
        recommended_level(facts, POLICY)
    assert refused.value.path == path


def written_out(needs: list[Token], remission: bool) -> tuple[str, bool, bool, bool]:
    """Rules R1 to R6 and R9 literally, as the guide's readers write them."""
    levels = {need.level for need in needs if need.level}
    coe, bio = any(need.coe for need in needs), any(need.bio for need in needs)
    residence = any(need.residence for need in needs)
    if "4" in levels or (bio and (coe or "4-Psych" in levels)):
        return "4", False, False, False
    if "4-Psych" in levels:
        return "4-Psych", False, False, False
    if levels & {"1.7", "2.7", "3.7"}:
        level = next((to for tens, to in (("3", "3.7"), ("2", "2.7")) if any(one[0] == tens for one in levels)), "1.7")
    elif levels & {"3.1", "3.5"}:
        level = "3.5" if levels & {"2.5", "3.5"} else "3.1"
    elif levels:
        level = max(levels)
    else:
        evaluating = any(need.evaluate for need in needs)
        level = "1.0" if remission and not (residence or evaluating) else "1.5"
    if coe:
        level = {"2.1": "2.5", "3.1": "3.5"}.get(level, level)
    return level, coe, bio, residence and level[0] in "12"


@given(given=ratings, remission=st.booleans())
def test_the_table_of_levels_says_what_the_rules_say(given: dict[str, str], remission: bool) -> None:
    found = place(given, remission)
    assert (found.level, found.coe, found.bio, found.rr) == written_out(list(CRITERIA.rated(given)), remission)


@given(given=ratings, data=st.data())
def test_the_order_of_the_ratings_does_not_matter(given: dict[str, str], data: st.DataObject) -> None:
    shuffled = dict(data.draw(st.permutations(list(given.items()))))
    one, other = (recommended_level(PlacementFacts(34, some), POLICY) for some in (given, shuffled))
    assert one == other


def is_at_least(higher: Token, lower: Token) -> bool:
    """Whether a token asks for all that another asks for: its level covers the other's level."""
    covers = {level.level: level.covers for level in CRITERIA.levels}
    return (
        (lower.level is None or (higher.level is not None and lower.level in covers[higher.level]))
        and higher.coe >= lower.coe
        and higher.bio >= lower.bio
    )


@given(given=ratings, data=st.data())
def test_needing_more_never_lowers_the_level(given: dict[str, str], data: st.DataObject) -> None:
    subdimension = data.draw(st.sampled_from(list(CRITERIA.tokens)))
    now = CRITERIA.token(subdimension, given[subdimension])
    more = data.draw(st.sampled_from([one for one in CRITERIA.tokens[subdimension] if is_at_least(one, now)]))
    before, after = place(given), place(given | {subdimension: more.token})
    assert ORDER.index(str(after.level)) >= ORDER.index(str(before.level))


@given(given=ratings)
def test_one_need_decides_alone_and_nothing_averages_it_away(given: dict[str, str]) -> None:
    whole = ORDER.index(str(place(given).level))
    for subdimension, token in given.items():
        alone = level_for([CRITERIA.token(subdimension, token)], False, CRITERIA, POLICY)
        assert whole >= ORDER.index(alone.level.level)


@given(given=ratings, remission=st.booleans())
def test_the_reasons_speak_of_every_level_and_admit_one(given: dict[str, str], remission: bool) -> None:
    ruling = recommended_level(PlacementFacts(34, given, remission), POLICY)
    spoken = [reason.facts for reason in ruling.reasons if "admitted" in reason.facts]
    assert [facts["level"] for facts in spoken] == ORDER
    assert [facts["level"] for facts in spoken if facts["admitted"]] == [ruling.answer.level]


@given(given=ratings, remission=st.booleans())
def test_what_is_said_to_change_the_level_does_change_it(given: dict[str, str], remission: bool) -> None:
    ruling = recommended_level(PlacementFacts(34, given, remission), POLICY)
    said = next(reason.facts for reason in ruling.reasons if reason.rule.endswith("#would-change"))
    for change in said["would_change"]:
        other = place(given | {change["subdimension"]: change["to"]}, remission)
        assert given[change["subdimension"]] == change["from"]
        assert (other.level, other.coe, other.bio, other.rr) == tuple(
            change[key] for key in ("level", "coe", "bio", "rr")
        )
        assert label(other) != label(ruling.answer)


def test_the_nearest_step_that_changes_the_level_is_named() -> None:
    ruling = recommended_level(PlacementFacts(34, QUIET | {"4A": "E", "4B": "B"}), POLICY)
    said = next(reason.facts for reason in ruling.reasons if reason.rule.endswith("#would-change"))
    steps = {(one["from"], one["to"]): one["level"] for one in said["would_change"] if one["subdimension"] == "4A"}
    assert steps == {("E", "D"): "3.1"}


def rules_of(named: dict[str, str], remission: bool = False) -> list[str]:
    ruling = recommended_level(PlacementFacts(34, named, remission), POLICY)
    return [reason.rule.partition("#")[2] for reason in ruling.reasons if "admitted" not in reason.facts]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"4A": "B"}, ["R4", "would-change"]),
        ({"4A": "B", "3A": "1A", "5B": "A"}, ["R4", "R5", "R6", "would-change"]),
        ({"4A": "B", "1C": "A"}, ["R2", "would-change", "R12"]),
        ({"4A": "B", "1C": "A", "3A": "1B"}, ["R2", "would-change", "R12"]),
        ({"4A": "B", "1C": "A", "5B": "A"}, ["R2", "R6", "would-change", "R12"]),
        ({"4A": "C", "1C": "A"}, ["R2", "would-change"]),
        ({"4A": "B", "1B": "2"}, ["R2", "would-change"]),
        ({"4A": "B", "1C": "A", "3B": "1Z"}, ["R2", "R5", "would-change"]),
        ({"4A": "B", "1C": "MOUD_CONTINUE"}, ["R4", "would-change", "R11"]),
        ({"4A": "B", "1B": "EVAL"}, ["R4", "would-change", "R8"]),
        ({}, ["R9", "would-change"]),
    ],
)
def test_the_rules_that_are_cited(named: dict[str, str], expected: list[str]) -> None:
    assert rules_of(QUIET | named) == expected


def test_an_excluded_level_names_the_ratings_it_is_not_enough_for() -> None:
    ruling = recommended_level(PlacementFacts(34, QUIET | {"4A": "B", "1C": "A", "5A": "A"}), POLICY)
    because = {
        reason.facts["level"]: reason.facts["because"] for reason in ruling.reasons if "admitted" in reason.facts
    }
    assert because["1.7"] == ["4A:B", "5A:A"]
    assert because["2.1"] == because["2.5"] == ["1C:A"]
    assert because["3.7"] == []


def test_a_medical_residence_cannot_hold_both_enhanced_needs() -> None:
    ruling = recommended_level(PlacementFacts(34, QUIET | {"2A": "3B", "3A": "1A"}), POLICY)
    said = next(reason for reason in ruling.reasons if reason.facts.get("level") == "3.7")
    assert said.facts["because"] == ["2A:3B", "3A:1A"]


def cases() -> list[Any]:
    text = (shipped_folder() / "placement/fourth-edition/cases.yaml").read_text()
    return [pytest.param(case, id=case["id"]) for case in yaml.safe_load(text)["cases"]]


@pytest.mark.parametrize("case", cases())
def test_a_case_of_the_policy(case: dict[str, Any]) -> None:
    found = recommended_level(PlacementFacts(**case["facts"]), POLICY).answer
    said = {key: getattr(found, key) for key in case["expect"]}
    said |= {"tasks": [vars(task) for task in found.tasks]} if "tasks" in said else {}
    assert said == case["expect"]
