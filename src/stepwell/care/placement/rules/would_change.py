"""What would change a level: each rating moved along its line until the level moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stepwell.care.placement.rules.criteria import Criteria, Token
from stepwell.care.placement.rules.level import Found, level_for
from stepwell.foundation.policy.document import Policy


def would_change(
    found: Found, needs: Sequence[Token], remission: bool, criteria: Criteria, policy: Policy
) -> list[dict[str, Any]]:
    """For each rating the nearest step down and the nearest step up that give another level.

    A step can also lower a level where one would not expect it; that is listed like any other.
    """
    changes: list[dict[str, Any]] = []
    for place, need in enumerate(needs):
        for line in _lines(need, criteria):
            for token in line:
                other = level_for([*needs[:place], token, *needs[place + 1 :]], remission, criteria, policy)
                if other.label != found.label:
                    changes.append(_change(need, token, other))
                    break
    return changes


def _lines(need: Token, criteria: Criteria) -> Iterable[Sequence[Token]]:
    """The tokens below, nearest first, and the tokens above, nearest first."""
    if need.fixed:
        return ()
    line = [token for token in criteria.tokens[need.subdimension] if token.like is None]
    place = [token.token for token in line].index(need.like or need.token)
    return (line[:place][::-1], line[place + 1 :])


def _change(need: Token, token: Token, other: Found) -> dict[str, Any]:
    return {
        "subdimension": need.subdimension,
        "from": need.token,
        "to": token.token,
        "level": other.level.level,
        "coe": other.coe,
        "bio": other.bio,
        "rr": other.rr,
    }
