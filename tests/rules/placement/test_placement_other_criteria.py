"""The third edition and the LOCUS composite."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.placement.rules.locus import Locus, LocusFacts, LocusScores, locus_level
from stepwell.care.placement.rules.placement import Placement, Task
from stepwell.care.placement.rules.third_edition import ThirdEditionFacts, third_edition_level
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.loading import load

THIRD = load("placement/third-edition", on=date(2026, 3, 2))
LOCUS = load("placement/locus", on=date(2026, 3, 2))
LEVELS = ["1", "2.1", "3.1", "3.5", "3.7", "4"]
NAMES = ("risk_of_harm", "functional_status", "co_morbidity", "stress", "support", "history", "engagement")
ratings = st.tuples(*[st.integers(0, 4)] * 6)
scores = st.tuples(*[st.integers(1, 5)] * 7)


def third(*dimensions: int) -> Placement:
    named = {f"D{number}": rating for number, rating in enumerate(dimensions, start=1)}
    return third_edition_level(ThirdEditionFacts("third-edition", 15, named), THIRD).answer


def locus(*given: int) -> Locus:
    return locus_level(LocusFacts("locus", LocusScores(*given)), LOCUS).answer


@pytest.mark.parametrize(
    ("dimensions", "level", "by_hand"),
    [
        ((0, 0, 0, 0, 0, 0), "1", False),
        ((1, 1, 1, 1, 1, 1), "1", False),
        ((0, 0, 1, 2, 1, 0), "2.1", False),
        ((1, 1, 2, 3, 3, 3), "2.1", False),
        ((0, 0, 0, 2, 0, 0), "2.1", True),
        ((0, 0, 2, 0, 0, 0), "2.1", True),
        ((0, 0, 0, 1, 2, 4), "3.1", False),
        ((0, 0, 2, 2, 3, 4), "3.1", False),
        ((0, 0, 1, 2, 2, 3), "3.1", False),
        ((0, 0, 3, 3, 3, 3), "3.5", False),
        ((3, 0, 3, 3, 3, 3), "3.7", False),
        ((0, 2, 3, 3, 4, 4), "3.5", False),
        ((0, 0, 0, 4, 0, 0), "3.5", True),
        ((2, 0, 0, 0, 0, 0), "3.5", True),
        ((3, 0, 0, 0, 3, 0), "3.7", False),
        ((0, 3, 3, 0, 0, 0), "3.7", False),
        ((3, 0, 0, 0, 0, 0), "3.7", True),
        ((4, 0, 0, 0, 0, 0), "4", False),
        ((0, 0, 4, 4, 4, 4), "4", False),
        ((0, 0, 0, 4, 4, 4), "3.5", True),
    ],
)
def test_patterns_of_the_third_edition(dimensions: tuple[int, ...], level: str, by_hand: bool) -> None:
    found = third(*dimensions)
    assert (found.level, found.provisional, found.complete) == (level, by_hand, True)
    assert found.tasks == ((Task("manual-review", None, None),) if by_hand else ())


def test_an_unrated_dimension_leaves_it_open_unless_a_hospital_is_needed() -> None:
    def some(**given: int) -> Placement:
        return third_edition_level(ThirdEditionFacts("third-edition", 15, given), THIRD).answer

    assert (some(D1=0, D2=3).level, some(D1=0).complete) == (None, False)
    assert (some(D3=4).level, some(D3=4).complete) == ("4", False)
    assert some(D6=4).level is None


@pytest.mark.parametrize(("given", "path"), [({"D7": 1}, "dimensions.D7"), ({"D1": 5}, "dimensions.D1")])
def test_dimensions_that_do_not_exist(given: dict[str, int], path: str) -> None:
    with pytest.raises(BadFacts) as refused:
        third_edition_level(ThirdEditionFacts("third-edition", 15, given), THIRD)
    assert refused.value.path == path


@given(dimensions=ratings)
def test_every_third_edition_rating_has_a_level(dimensions: tuple[int, ...]) -> None:
    found = third(*dimensions)
    assert found.level in LEVELS
    assert (found.level == "4") == (max(dimensions[:3]) == 4)


@given(dimensions=ratings, place=st.integers(0, 5))
def test_a_rating_higher_by_one_never_leads_to_outpatient(dimensions: tuple[int, ...], place: int) -> None:
    raised = [min(4, one + (at == place)) for at, one in enumerate(dimensions)]
    assert third(*raised).level != "1" or third(*dimensions).level == "1"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((1, 1, 1, 1, 1, 1, 1), (0, 7)),
        ((2, 2, 1, 1, 1, 1, 1), (0, 9)),
        ((2, 2, 2, 1, 1, 1, 1), (1, 10)),
        ((2, 2, 2, 2, 2, 2, 2), (2, 14)),
        ((3, 3, 3, 2, 2, 2, 2), (3, 17)),
        ((3, 3, 3, 3, 3, 2, 2), (3, 19)),
        ((3, 3, 3, 3, 3, 3, 2), (4, 20)),
        ((3, 3, 3, 4, 4, 3, 3), (5, 23)),
        ((3, 3, 3, 5, 5, 5, 4), (6, 28)),
        ((4, 1, 1, 1, 1, 1, 1), (5, 10)),
        ((1, 4, 1, 2, 1, 1, 1), (5, 11)),
        ((1, 4, 1, 1, 1, 1, 1), (4, 10)),
        ((1, 1, 4, 1, 1, 1, 1), (4, 10)),
        ((4, 4, 1, 1, 1, 1, 1), (5, 13)),
        ((5, 1, 1, 1, 1, 1, 1), (6, 11)),
        ((1, 5, 1, 1, 1, 1, 1), (6, 11)),
    ],
)
def test_locus_levels_and_overrides(given: tuple[int, ...], expected: tuple[int, int]) -> None:
    found = locus(*given)
    assert (found.level, found.composite) == expected
    assert found.iop == (found.level == 3)
    assert found.setting


@pytest.mark.parametrize("score", [0, 6])
def test_a_locus_score_out_of_range(score: int) -> None:
    with pytest.raises(BadFacts) as refused:
        locus(1, 1, 1, 1, 1, 1, score)
    assert refused.value.path == "scores.engagement"


@given(given=scores, place=st.integers(0, 6))
def test_a_higher_locus_score_never_lowers_the_level(given: tuple[int, ...], place: int) -> None:
    raised = [min(5, one + (at == place)) for at, one in enumerate(given)]
    assert locus(*raised).level >= locus(*given).level


@pytest.mark.parametrize("policy", ["third-edition", "locus"])
def test_the_cases_of_the_policy(policy: str) -> None:
    text = (shipped_folder() / "placement" / policy / "cases.yaml").read_text()
    cases: list[dict[str, Any]] = yaml.safe_load(text)["cases"]
    assert cases
    for case in cases:
        given = case["facts"]
        found: Any = (
            locus(*given["scores"].values())
            if policy == "locus"
            else third_edition_level(ThirdEditionFacts(**given), THIRD).answer
        )
        assert {key: getattr(found, key) for key in case["expect"]} == case["expect"]
