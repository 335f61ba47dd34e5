"""What is added to a letter by hand: no other client, and nothing the letter may not tell, as far as words show it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stepwell.care.letters.rules.writing import kind_of
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

#: A diagnosis code: a letter, two digits, with or without more after a point.
_CODE = re.compile(r"\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")


@dataclass(frozen=True)
class AdditionFacts:
    """Words added by hand. kind: of the letter. categories: what the letter tells, as a consent names it.

    people: first, called and last name of everyone else in treatment here whose last name may stand in the text, one
    entry a person; beside: those of them who sit in groups with the person, of whom one name alone is enough.
    """

    kind: str
    text: str
    categories: frozenset[str]
    people: tuple[tuple[str, str, str], ...] = ()
    beside: tuple[tuple[str, str, str], ...] = ()


def addition_findings(facts: AdditionFacts, policy: Policy) -> Ruling[tuple[str, ...]]:
    """The ids of the rules that the words break, none when they may stand. policy: letters/field-defaults.

    Deterministic and no more: it finds words, not meanings. Whoever signs answers for the rest. No name and no word
    that was found is repeated in a reason about people: reasons are stored and shown.
    """
    reasons = tuple(_found(facts, policy))
    return Ruling(tuple(reason.rule.rpartition("#")[2] for reason in reasons), reasons)


def beginning(text: str, beginnings: Iterable[str]) -> tuple[str, ...]:
    """The words of a text that begin with one of the beginnings, whatever their case and accents, in order."""
    telling = tuple(plain(one) for one in beginnings)
    return tuple(word for word in re.findall(r"\w+", text) if plain(word).startswith(telling))


def plain(word: str) -> str:
    """A word without case and accents."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _found(facts: AdditionFacts, policy: Policy) -> Iterator[Reason]:
    text = facts.text.strip()
    if not text:
        return
    most = policy.rule("length")["at_most_characters"]
    if len(text) > most:
        yield policy.reason("length", {"characters": len(text), "at_most": most})
    if _names_somebody(facts, text):
        yield policy.reason("names")
    told = {
        category: list(beginning(text, beginnings))
        for category, beginnings in policy.rule("outside")["beginnings"].items()
        if category not in facts.categories and beginning(text, beginnings)
    }
    if told:
        yield policy.reason("outside", {"words": told, "would_change": "words that tell less"})
    codes = policy.rule("codes")
    if codes["of"] not in facts.categories and _CODE.search(text):
        yield policy.reason("codes")
    kind = kind_of(facts.kind, policy)
    telling = beginning(text, policy.rule("reveals")["beginnings"])
    if kind is not None and kind["neutral"] and telling:
        yield policy.reason("reveals", {"words": list(telling)})


def _names_somebody(facts: AdditionFacts, text: str) -> bool:
    words = {plain(word) for word in re.findall(r"\w+", text)}
    if any(_whole(person, words) for person in facts.people):
        return True
    return any(_spelt(name, text) for person in facts.beside for name in person)


def _whole(person: tuple[str, str, str], words: set[str]) -> bool:
    """The last name and the first or the called one stand in the text, each with all its words."""
    first, called, last = person
    return _inside(last, words) and (_inside(first, words) or _inside(called, words))


def _inside(name: str, words: set[str]) -> bool:
    parts = {plain(part) for part in re.findall(r"\w+", name)}
    return bool(parts) and parts <= words


def _spelt(name: str, text: str) -> bool:
    """A name stands there as it is written, with its capital: "Will" is a name, "will" is not."""
    return any(re.search(rf"\b{re.escape(part)}\b", text) for part in name.split() if len(part) > 1)
