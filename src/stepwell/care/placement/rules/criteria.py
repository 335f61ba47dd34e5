"""The fourth edition's subdimensions and levels as the policy holds them, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.document import Policy

Suffix = Literal["coe", "bio"]


@dataclass(frozen=True)
class Token:
    """One rating that a subdimension can have.

    level: the least that it needs, None for nothing. coe, bio: it needs the enhanced kind. residence: it asks
    for a recovery residence. evaluate: not known yet. continues_medication: the person goes on with it. like:
    the token on the line that one off the line counts like. fixed: no step away from it makes sense.
    """

    subdimension: str
    token: str
    level: str | None = None
    coe: bool = False
    bio: bool = False
    residence: bool = False
    evaluate: bool = False
    continues_medication: bool = False
    like: str | None = None
    fixed: bool = False

    @property
    def tag(self) -> str:
        """As reasons name it: "4A:B"."""
        return f"{self.subdimension}:{self.token}"

    @property
    def is_quiet(self) -> bool:
        """Nothing is needed because of it."""
        return not (self.level or self.coe or self.bio or self.residence or self.evaluate)


@dataclass(frozen=True)
class Level:
    """A level of care. covers: the levels whose needs it meets. meets: the enhanced needs it can meet;
    not_together: those it cannot meet at once. suffixes: whether they are written behind it."""

    level: str
    rule: str
    setting: str
    covers: frozenset[str]
    meets: frozenset[str]
    not_together: frozenset[str]
    suffixes: bool

    def unmet(self, needs: Sequence[Token]) -> tuple[Token, ...]:
        """The ratings this level is not enough for."""
        alone = tuple(
            need for need in needs if (need.level and need.level not in self.covers) or not wanted([need]) <= self.meets
        )
        together = wanted(needs)
        if alone or not self.not_together or not self.not_together <= together:
            return alone
        return tuple(need for need in needs if wanted([need]) & self.not_together)


@dataclass(frozen=True)
class Criteria:
    """levels: least intensive first. tokens: by subdimension, from the least to the most intense."""

    levels: tuple[Level, ...]
    tokens: Mapping[str, tuple[Token, ...]]

    def rated(self, ratings: Mapping[str, str]) -> tuple[Token, ...]:
        """The tokens of a person's ratings, in the order of the subdimensions.

        Raises BadFacts at "ratings.4A" for a subdimension or token the criteria do not have.
        """
        for subdimension, token in ratings.items():
            if subdimension not in self.tokens:
                raise BadFacts(f"ratings.{subdimension}", f"one of {', '.join(self.tokens)}", subdimension)
            allowed = [one.token for one in self.tokens[subdimension]]
            if token not in allowed:
                raise BadFacts(f"ratings.{subdimension}", f"one of {', '.join(allowed)}", token)
        return tuple(self.token(of, ratings[of]) for of in self.tokens if of in ratings)

    def token(self, subdimension: str, token: str) -> Token:
        """One token of a subdimension; both must be known, see `rated`."""
        return next(one for one in self.tokens[subdimension] if one.token == token)


def wanted(needs: Sequence[Token]) -> frozenset[str]:
    """The enhanced kinds that ratings ask for."""
    kinds = {"coe": any(need.coe for need in needs), "bio": any(need.bio for need in needs)}
    return frozenset(kind for kind, asked in kinds.items() if asked)


def criteria_of(policy: Policy) -> Criteria:
    """The criteria in a policy like placement/fourth-edition."""
    return Criteria(
        levels=tuple(_level(entry) for entry in policy.rule("levels")["levels"]),
        tokens={
            rule.id: tuple(Token(rule.id, **entry) for entry in rule["tokens"])
            for rule in policy.rules.values()
            if rule.get("subdimension")
        },
    )


def _level(entry: Mapping[str, Any]) -> Level:
    return Level(
        level=entry["level"],
        rule=entry["rule"],
        setting=entry["setting"],
        covers=frozenset(entry["covers"]),
        meets=frozenset(entry["meets"]),
        not_together=frozenset(entry.get("not_together", ())),
        suffixes=entry["suffixes"],
    )
