"""The words of a letter: plain sentences from facts, and a sender's name that tells nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from stepwell.care.letters.rules.telling import beginning
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

LANGUAGES: Final = ("en", "es")
_MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def languages_of(kind: Mapping[str, Any], policy: Policy) -> tuple[str, ...]:
    """The languages a kind can be written in: those that have its title and a sentence for all it may say."""
    sentences = policy.rule("words")["sentences"]
    told = [sentences[one] for one in kind["may_say"]]
    return tuple(one for one in LANGUAGES if all(one in words for words in (kind["title"], *told)))


def sentence(key: str, filled: Mapping[str, str], language: str, policy: Policy) -> str:
    """The sentence of the policy for one fact, filled in. Each {name} is replaced once, and nothing in it is read."""
    return fill(str(policy.rule("words")["sentences"][key][language]), filled)


def scope(filled: Mapping[str, str], language: str, policy: Policy) -> str:
    """On which consent the letter goes, as its last line (42 CFR 2.32)."""
    return fill(str(policy.rule("words")["scope"][language]), filled)


def fill(text: str, filled: Mapping[str, str]) -> str:
    """The text with each {name} replaced by its value; a value that looks like one is left as it is."""
    parts: list[str] = []
    for piece in text.split("{"):
        name, closed, rest = piece.partition("}")
        parts.append(filled[name] + rest if parts and closed and name in filled else ("{" if parts else "") + piece)
    return "".join(parts)


def sender(names: Sequence[str], policy: Policy) -> Ruling[str]:
    """The first of the names that does not tell of treatment; empty, with the reason, when all of them do."""
    telling = policy.rule("reveals")["beginnings"]
    for name in names:
        if name.strip() and not beginning(name, telling):
            return Ruling(name.strip(), (policy.reason("sender", {"name": name}),))
    says = "Every name of this site tells of treatment. Give the site a name for letters that does not."
    return Ruling("", (policy.reason("sender", {"would_change": "a name for letters"}, says=says),))


def day(on: date, language: str) -> str:
    """A day as people write it: "March 2, 2026", "2 de marzo de 2026"."""
    if language == "es":
        return f"{on.day} de {_MONTHS[on.month - 1]} de {on.year}"
    return f"{on:%B} {on.day}, {on.year}"


def clock(at: time, language: str) -> str:
    """A time as people say it: "9:00 AM", in Spanish "9:00"."""
    return f"{at.hour}:{at:%M}" if language == "es" else f"{at:%I:%M %p}".lstrip("0")


def number(value: Decimal | int) -> str:
    """Without needless zeros: 9, 7.5."""
    return f"{Decimal(value).normalize():f}"


def listed(days: Iterable[date], language: str) -> str:
    """Days in order, separated so that the commas inside a date do not confuse."""
    return "; ".join(day(on, language) for on in sorted(set(days)))
