"""Words that may mean danger are found however they are typed, and everyday words are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.messages.rules.danger import danger_in
from stepwell.foundation.policy.loading import load
from tests.world import TODAY

POLICY = load("messages/team", TODAY)
PHRASES = [phrase for words in POLICY.rule("danger")["phrases"].values() for phrase in words]


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "i DON'T want to live like this",
        "I don\u2019t want to live",
        "Thinking about suicide again...",
        "I could kill myself, honestly",
        "I took too many",
        "Me quiero morir",
        "Tomé demasiadas pastillas",
        "No quiero seguir viviendo",
        "Mi novio me golpeó anoche",
        "pienso en el suicidio",
        "want\nto\ndie",
        "w\u00e4nt to die? no: I want, to -- die",
    ],
)
def test_danger_is_found(text):
    ruling = danger_in(text, POLICY)
    assert ruling.answer
    assert ruling.reasons[0].rule == "messages/team@1#danger"


@pytest.mark.parametrize(
    "text",
    [
        "Can I come at ten on Wednesday?",
        "I drank on Saturday and I am ashamed.",
        "My dog died yesterday, I may be late.",
        "That joke killed me",
        "¿Puedo llegar tarde mañana?",
        "Mi abuela murió; no puedo ir el lunes.",
        "Ayer corté el pasto y llegué tarde.",
        "",
        "🙂",
    ],
)
def test_everyday_words_are_none(text):
    assert danger_in(text, POLICY).answer == ()


@given(st.sampled_from(PHRASES), st.booleans(), st.text("xyz ,.!\n", max_size=10), st.text("xyz ,.!\n", max_size=10))
def test_nothing_around_it_hides_a_phrase(phrase, loud, before, after):
    said = phrase.rstrip("*").upper() if loud else phrase.rstrip("*")
    assert phrase in danger_in(f"{before} {said} {after}", POLICY).answer


@given(st.lists(st.sampled_from(PHRASES), min_size=2, max_size=4), st.randoms())
def test_the_order_does_not_matter(phrases, random):
    shuffled = list(phrases)
    random.shuffle(shuffled)
    found = [danger_in(" . ".join(one.rstrip("*") for one in order), POLICY).answer for order in (phrases, shuffled)]
    assert set(phrases) <= set(found[0])
    assert set(phrases) <= set(found[1])


@given(st.text(max_size=400))
def test_no_text_breaks_it(text):
    assert set(danger_in(text, POLICY).answer) <= set(PHRASES)
