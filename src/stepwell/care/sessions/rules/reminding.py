"""The words of a reminder: a time, a number, a way out, and nothing that tells what it is for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

ENGLISH = "en"
#: Digits of a number in the United States without its country.
_DIGITS = 10


@dataclass(frozen=True)
class ReminderFacts:
    """What a reminder may hold. language: as the person chose, English where the policy has no words in it. at: when
    it begins by the clock of the place. callback: a number that may be called."""

    language: str
    at: time
    callback: str


def reminder_text(facts: ReminderFacts, policy: Policy) -> Ruling[str]:
    """The words to send. policy: reminders/appointment. Empty, with the reason, where they would reveal treatment:
    an operator words its own reminders, and a telling word in them is never sent."""
    texts = policy.rule("words")["text"]
    worded = str(texts.get(facts.language, texts[ENGLISH]))
    text = worded.replace("{time}", f"{facts.at:%I:%M %p}".lstrip("0")).replace("{callback}", _number(facts.callback))
    found = revealing(text, policy.rule("reveals")["beginnings"])
    if found:
        seen = {"words": list(found), "would_change": "words that say only when"}
        return Ruling("", (policy.reason("reveals", seen),))
    return Ruling(text, (policy.reason("words", {"language": facts.language}),))


def revealing(text: str, beginnings: Iterable[str]) -> tuple[str, ...]:
    """The words of a text that begin with one of the beginnings, whatever their case and accents, in order."""
    telling = tuple(_plain(one) for one in beginnings)
    return tuple(word for word in re.findall(r"\w+", text) if _plain(word).startswith(telling))


def _plain(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _number(callback: str) -> str:
    digits = re.sub(r"\D", "", callback)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == _DIGITS else callback
