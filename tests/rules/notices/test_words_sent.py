"""Every word that goes out, in every language, way and kind, tells nothing of treatment; and telling words are seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.letters.rules.telling import beginning
from stepwell.care.notices.rules.answering import digits_of, heard
from stepwell.care.notices.rules.paging import page_words
from stepwell.care.notices.rules.ways import WayFacts, way_for
from stepwell.care.notices.rules.wording import WordsFacts, words_of
from stepwell.care.sessions.rules.reminding import ReminderFacts, reminder_text
from stepwell.foundation.policy.loading import load
from tests.world import TODAY

POLICY = load("notices/templates", TODAY)
SENDING = load("notices/sending", TODAY)
PAGING = load("notices/paging", TODAY)
REMINDERS = load("reminders/appointment", TODAY)
TELLING = POLICY.rule("reveals")["beginnings"]
KINDS = POLICY.rule("words")["kinds"]
EVERY = [(kind, channel, language) for kind in KINDS for channel in ("text", "email") for language in ("en", "es")]


def rendered(kind: str, channel: str, language: str, sender: str = "LC Office"):
    reminder = reminder_text(ReminderFacts(language, time(18, 30), "7145550100"), REMINDERS).answer
    filled = {"callback": "714-555-0100", "time": "6:30 PM", "reminder": reminder}
    return words_of(WordsFacts(kind, channel, language, sender, filled), POLICY)


@pytest.mark.parametrize(("kind", "channel", "language"), EVERY)
def test_what_is_shipped_reveals_nothing_and_says_whom_to_call_and_how_to_end_it(kind, channel, language):
    words = rendered(kind, channel, language).answer
    whole = f"{words.sender} {words.head} {words.text}"
    assert beginning(whole, TELLING) == ()
    assert "714-555-0100" in words.text
    assert "{" not in whole
    assert "http" not in whole
    assert ("STOP" in words.text) == (channel == "text")
    assert bool(words.head) == (channel == "email")
    # One text of the telephone network, two at most.
    assert channel == "email" or len(words.text) <= 2 * 153


def test_every_text_that_can_be_sent_is_in_both_languages():
    for kind, ways in KINDS.items():
        assert set(ways["text"]) == {"en", "es"}, kind
        assert set(ways["email"]) == {"head", "en", "es"}, kind
        assert set(ways["email"]["head"]) == {"en", "es"}, kind
    for texts in (*POLICY.rule("answers")["text"].values(), POLICY.rule("email-ends")["text"]):
        assert set(texts) == {"en", "es"}
        assert beginning(" ".join(texts.values()), TELLING) == ()


def test_a_page_to_the_one_on_call_reveals_nothing_and_says_how_long_there_is():
    words = page_words(15, PAGING, POLICY).answer
    assert words == "Please open Today: somebody asks to be called within 15 minutes."
    assert beginning(words, TELLING) == ()
    assert "http" not in words
    assert len(words) <= 160, "one text of the telephone network"


def test_every_word_that_the_reminders_refuse_is_refused_here():
    missed = [word for word in REMINDERS.rule("reveals")["beginnings"] if not beginning(word, TELLING)]
    assert missed == []


@pytest.mark.parametrize(
    "word",
    [
        "treatment", "tratamiento", "recovery", "recuperación", "clinic", "clínica", "therapy", "terapia", "counseling",
        "consejería", "drug", "drogas", "alcohol", "rehab", "rehabilitación", "IOP", "session", "sesión", "group",
        "grupo", "sober", "sobriedad", "medication", "medicamento", "Patient", "pacientes", "program", "programa",
        "relapse", "recaída", "methadone", "Suboxone", "psychiatrist", "psiquiatra", "mental", "wellness", "clean",
        "screening", "diagnosis", "substance", "sustancias", "detox", "urine", "orina",
    ],
)  # fmt: skip
def test_a_telling_word_is_never_sent(word):
    rule = POLICY.rule("words")
    kinds = {**KINDS, "waiting": {"text": {"en": f"Your {word} is waiting."}}}
    mine = replace(POLICY, rules=MappingProxyType({**POLICY.rules, "words": replace(rule, values={"kinds": kinds})}))
    ruling = words_of(WordsFacts("waiting", "text", "en"), mine)
    assert ruling.answer is None
    assert ruling.reasons[0].facts["words"] == [word]
    assert rendered("message", "email", "en", sender=f"The {word} house").answer is None
    paged = replace(PAGING.rule("words"), values={"text": f"Call about {word} in {{minutes}} minutes."})
    telling = replace(PAGING, rules=MappingProxyType({**PAGING.rules, "words": paged}))
    refused = page_words(15, telling, POLICY)
    assert (refused.answer, refused.reasons[0].facts["words"]) == (None, [word])


@given(st.sampled_from(TELLING), st.booleans(), st.text("abcxyz", max_size=5))
def test_no_case_and_no_ending_hides_one(start, loud, ending):
    word = f"{start}{ending}"
    assert rendered("message", "text", "en", sender=word.upper() if loud else word).answer is None


def test_what_is_filled_in_is_not_read_as_a_place_to_fill():
    words = words_of(WordsFacts("waiting", "text", "en", "", {"callback": "{sender}"}), POLICY).answer
    assert "{sender}" in words.text


def test_a_language_without_words_of_its_own_is_english():
    assert rendered("message", "text", "vi").answer == rendered("message", "text", "en").answer


@pytest.mark.parametrize(
    "text", ["STOP", "stop.", " Stop!! ", "Opt out", "unsubscribe", "ALTO", "No más", "Stop it please"]
)
def test_every_reasonable_no_is_a_no(text):
    assert heard(text, SENDING).word == "stop"


@pytest.mark.parametrize(
    ("text", "word"),
    [("START", "start"), ("Ayuda", "help"), ("help?", "help"), ("", "other"), ("I cannot come", "other"),
     ("When does it end?", "other"), ("please do not stop", "other")],
)  # fmt: skip
def test_other_answers(text, word):
    assert heard(text, SENDING).word == word


@given(st.text(max_size=60))
def test_no_answer_breaks_it(text):
    assert heard(text, SENDING).word in ("stop", "start", "help", "other")


@given(st.text("0123456789 -()+.", max_size=20))
def test_a_number_is_the_same_however_it_is_written(number):
    assert digits_of(f"+1 {digits_of(number)}") == digits_of(f"1{digits_of(number)}")
    assert len(digits_of(number)) <= 10


WAYS = st.builds(WayFacts, st.sampled_from(["phone", "text", "email", "letter"]), st.booleans(), st.booleans())


@given(st.lists(WAYS, max_size=6))
def test_only_a_way_where_words_may_be_left_and_none_that_was_stopped(ways):
    place = way_for(ways, SENDING).answer
    fits = [way for way in ways if way.kind in ("text", "email") and way.leave_message and not way.stopped]
    assert (place is None) == (not fits)
    if place is not None:
        assert ways[place] in fits
        assert ways[place].kind == "text" or all(way.kind == "email" for way in fits)
