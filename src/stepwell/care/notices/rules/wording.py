"""The words of a notice, and that none of them tells what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from stepwell.care.letters.rules.telling import beginning
from stepwell.care.letters.rules.wording import fill
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

ENGLISH = "en"
EMAIL = "email"


@dataclass(frozen=True)
class WordsFacts:
    """What a notice may hold. kind: of the policy. channel: text or email. language: English where the policy has no
    words in it. sender: a name, empty for none. filled: values by their names in the text."""

    kind: str
    channel: str
    language: str
    sender: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """What is sent. head: the subject of an e-mail, empty for a text. sender: the name it is sent under."""

    sender: str
    head: str
    text: str


def words_of(facts: WordsFacts, policy: Policy) -> Ruling[Words | None]:
    """The words to send, or None with the reason where one of them tells. policy: notices/templates. Of a text the
    sender stands before the words; of an e-mail it is the name it comes from. Raises KeyError for an unknown kind."""
    of_kind = policy.rule("words")["kinds"][facts.kind][facts.channel]
    text = fill(_worded(of_kind, facts.language), facts.filled)
    head = ""
    if facts.channel == EMAIL:
        head = _worded(of_kind["head"], facts.language)
        text = f"{text} {fill(_worded(policy.rule('email-ends')['text'], facts.language), facts.filled)}"
    elif facts.sender:
        text = fill(policy.rule("sender")["text"], {"sender": facts.sender, "text": text})
    found = beginning(f"{facts.sender} {head} {text}", policy.rule("reveals")["beginnings"])
    if found:
        seen = {"words": list(found), "would_change": "words that say only that there is something"}
        return Ruling(None, (policy.reason("reveals", seen),))
    return Ruling(Words(facts.sender, head, text), (policy.reason("words", {"kind": facts.kind}),))


def said_number(callback: str) -> str:
    """A telephone number as people read it: 714-555-0100; as it was given where it is none of the United States."""
    digits = re.sub(r"\D", "", callback)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == len("7145550100") else callback


def _worded(texts: Mapping[str, str], language: str) -> str:
    return str(texts.get(language, texts[ENGLISH]))
