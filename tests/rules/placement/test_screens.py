"""The screens of an assessment: every rating has plain words, and how far a screen has come follows what stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.placement.rules.criteria import criteria_of
from stepwell.care.placement.rules.screens import screens_of, state_of, together
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

ON = date(2026, 3, 2)
SCREENS = screens_of(load("placement/anchors", ON))
CRITERIA = criteria_of(load("placement/fourth-edition", ON))


def test_every_rating_of_every_subdimension_has_plain_words_in_the_same_order():
    rated = {one.id: [token for token, _ in one.anchors] for screen in SCREENS for one in screen.subdimensions}
    assert rated == {of: [token.token for token in tokens] for of, tokens in CRITERIA.tokens.items()}
    assert len(rated) == 12


def test_no_two_ratings_of_a_subdimension_say_the_same():
    for screen in SCREENS:
        for one in screen.subdimensions:
            says = [words for _, words in one.anchors]
            assert len(set(says)) == len(says), one.id


@pytest.mark.parametrize(("facts", "expect"), policy_cases("placement/anchors"))
def test_cases(facts: dict[str, Any], expect: dict[str, Any]):
    found = {one.id: (one, screen.id) for screen in SCREENS for one in screen.subdimensions}
    rated, screen = found[facts["subdimension"]]
    assert {"says": rated.says(facts["token"]), "screen": screen} == expect


@pytest.mark.parametrize(("facts", "expect"), policy_cases("wording/instruments-es"))
def test_spanish_stands_under_the_items_of_the_instrument(facts: dict[str, Any], expect: dict[str, Any]):
    rule = load("wording/instruments-es", ON).rule(facts["instrument"])
    items = load(f"instruments/{facts['instrument']}", ON).rule("form")["items"]
    assert list(rule["items"]) == [one["id"] for one in items]
    assert rule["items"][facts["item"]] == expect["text"]


@pytest.mark.parametrize(
    ("words", "ratings", "state"),
    [
        ({}, {}, "to do"),
        ({"withdrawal": " "}, {}, "to do"),
        ({"withdrawal": "Shaky"}, {}, "begun"),
        ({}, {"1A": "0"}, "begun"),
        ({}, {"1A": "0", "1B": "0", "1C": "ANY"}, "done"),
        ({}, {"4A": "B"}, "to do"),
    ],
)
def test_how_far_the_first_dimension_has_come(words: dict[str, str], ratings: dict[str, str], state: str):
    assert state_of(next(one for one in SCREENS if one.id == "d1"), words, ratings) == state


@given(st.dictionaries(st.sampled_from([w.id for s in SCREENS for w in s.words]), st.text(max_size=12), max_size=12))
def test_more_words_never_bring_a_screen_back(words: dict[str, str]):
    order = ["to do", "begun", "done"]
    for screen in SCREENS:
        for asked in screen.words:
            more = {**words, asked.id: "said"}
            assert order.index(state_of(screen, more, {})) >= order.index(state_of(screen, words, {}))


@given(st.dictionaries(st.sampled_from(["reasons", "hopes", "summary"]), st.text("abc \n", max_size=9), max_size=3))
def test_no_words_are_lost_when_they_are_put_together(words: dict[str, str]):
    text = together(SCREENS, words)
    assert all(said.strip() in text for said in words.values())
    assert text.count("\n\n") >= sum(bool(said.strip()) for said in words.values()) - 1
