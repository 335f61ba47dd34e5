"""A reminder says when, whom to call and how to end it; a word that tells what it is for is never sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.sessions.rules.reminding import ReminderFacts, reminder_text, revealing
from stepwell.foundation.policy.loading import load
from tests.world import TODAY

POLICY = load("reminders/appointment", TODAY)
BEGINNINGS = POLICY.rule("reveals")["beginnings"]
FACTS = ReminderFacts("en", time(9), "7145550100")


def worded(text):
    rule = POLICY.rule("words")
    mine = replace(rule, values={**rule.values, "text": {"en": text}})
    return replace(POLICY, rules=MappingProxyType({**POLICY.rules, "words": mine}))


@pytest.mark.parametrize("language", sorted(POLICY.rule("words")["text"]))
def test_what_is_shipped_reveals_nothing_and_has_a_time_a_number_and_a_way_out(language):
    text = reminder_text(replace(FACTS, language=language), POLICY).answer
    assert "9:00 AM" in text
    assert "714-555-0100" in text
    assert "STOP" in text
    assert "{" not in text


@pytest.mark.parametrize(
    "word",
    ["treatment", "Recovery", "GROUP", "sesión", "recaídas", "counselor", "Detox", "IOP", "urine", "therapist"],
)
def test_words_that_tell_what_it_is_for_are_never_sent(word):
    ruling = reminder_text(FACTS, worded(f"Your {word} is tomorrow at {{time}}."))
    assert ruling.answer == ""
    assert ruling.reasons[0].rule == "reminders/appointment@1#reveals"
    assert ruling.reasons[0].facts["words"] == [word]


def test_a_word_that_only_holds_one_inside_is_no_such_word():
    assert revealing("Contest, entreat, regroup", ["test", "treat", "group"]) == ()


@given(st.sampled_from(BEGINNINGS), st.booleans(), st.text("abcxyz", max_size=5))
def test_no_case_and_no_ending_hides_a_word(beginning, loud, ending):
    word = f"{beginning}{ending}"
    assert revealing(f"Come to your {word.upper() if loud else word} at nine.", BEGINNINGS)
