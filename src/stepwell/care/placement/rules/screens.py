"""The short screens an assessment is taken in, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from stepwell.foundation.policy.document import Policy

State = Literal["done", "begun", "to do"]


@dataclass(frozen=True)
class Words:
    """Something asked in free words. id: as it is kept. label: as it is asked."""

    id: str
    label: str


@dataclass(frozen=True)
class Rated:
    """One subdimension. anchors: token and what it means in plain words, from the least to the most intense."""

    id: str
    asks: str
    anchors: tuple[tuple[str, str], ...]

    def says(self, token: str) -> str:
        """The plain words of a token; the token itself where it has none."""
        return dict(self.anchors).get(token, token)


@dataclass(frozen=True)
class Screen:
    """One short screen. asks: what to talk about. subdimensions: rated there, none on most."""

    id: str
    title: str
    asks: str
    words: tuple[Words, ...]
    subdimensions: tuple[Rated, ...]


def screens_of(policy: Policy) -> tuple[Screen, ...]:
    """All screens in their order. policy: placement/anchors."""
    return tuple(
        Screen(
            one["id"],
            one["title"],
            one["asks"],
            tuple(Words(word["id"], word["label"]) for word in one["words"]),
            tuple(_rated(policy, subdimension) for subdimension in one.get("subdimensions", ())),
        )
        for one in policy.rule("screens")["screens"]
    )


def state_of(screen: Screen, words: Mapping[str, str], ratings: Mapping[str, str]) -> State:
    """Done when all is rated, or, where nothing is rated, when everything asked has words; begun when anything has.

    words: by id, empty ones count as not there. ratings: token by subdimension.
    """
    rated = [one.id in ratings for one in screen.subdimensions]
    said = [bool(words.get(one.id, "").strip()) for one in screen.words]
    if all(rated or said):
        return "done"
    return "begun" if any((*rated, *said)) else "to do"


def together(screens: tuple[Screen, ...], words: Mapping[str, str]) -> str:
    """All words of the screens as one text, each under what was asked; what has no words is left out."""
    asked = [one for screen in screens for one in screen.words]
    return "\n\n".join(f"{one.label}\n{words[one.id].strip()}" for one in asked if words.get(one.id, "").strip())


def _rated(policy: Policy, subdimension: str) -> Rated:
    rule = policy.rule(subdimension)
    return Rated(subdimension, rule.says, tuple((str(token), says) for token, says in rule["anchors"].items()))
