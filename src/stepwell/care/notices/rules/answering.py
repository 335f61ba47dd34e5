"""What somebody means who answers a text: stop, start, help, or something else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stepwell.care.letters.rules.telling import plain
from stepwell.foundation.policy.document import Policy

STOP: Final = "stop"
START: Final = "start"
HELP: Final = "help"
OTHER: Final = "other"
_DIGITS = 10


@dataclass(frozen=True)
class Heard:
    """What was meant. word: stop, start, help or other. language: of the word, English for what is none."""

    word: str
    language: str = "en"


def heard(text: str, policy: Policy) -> Heard:
    """What somebody means. policy: notices/sending. Any reasonable no is a no: a word of the policy alone, in any case,
    with whatever signs around it, and an answer that begins with stop."""
    said = " ".join(re.findall(r"\w+", plain(text)))
    for word in (STOP, START, HELP):
        for language, words in policy.rule(word)["words"].items():
            if said in {plain(str(one)) for one in words}:
                return Heard(word, language)
    for language, words in policy.rule(STOP)["first"].items():
        if said.split(" ")[0] in words:
            return Heard(STOP, language)
    return Heard(OTHER)


def digits_of(number: str) -> str:
    """The ten digits of a number, however it is written, without the country; fewer where it has fewer."""
    return re.sub(r"\D", "", number)[-_DIGITS:]
