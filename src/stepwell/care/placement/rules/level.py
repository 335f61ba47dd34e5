"""The level that a set of ratings comes to, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stepwell.care.placement.rules.criteria import Criteria, Level, Token, wanted
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class Found:
    """A level with what is written behind it, and the rules that led there, in their order."""

    level: Level
    coe: bool
    bio: bool
    rr: bool
    rules: tuple[str, ...]

    @property
    def label(self) -> str:
        """As people say it: "2.5 COE + RR"."""
        words = [self.level.level, *(["COE"] if self.coe else []), *(["BIO"] if self.bio else [])]
        return " ".join(words) + (" + RR" if self.rr else "")


def level_for(needs: Sequence[Token], remission: bool, criteria: Criteria, policy: Policy) -> Found:
    """The least intensive level that meets every rating. One need decides alone; nothing is averaged or added.

    needs: the rated tokens in any order; unrated subdimensions are simply not there. Source: rules R1 to R6
    and R9 of the placement policy, whose table of levels says which level meets which need.
    """
    level, nothing = _least(needs, remission, criteria, policy)
    coe = level.suffixes and "coe" in wanted(needs)
    residence = policy.rule("R6")["setting"] == level.setting and any(need.residence for need in needs)
    rules = (
        "R9" if nothing else level.rule,
        *(["R5"] if coe else []),
        *(["R6"] if residence else []),
    )
    return Found(level, coe, level.suffixes and "bio" in wanted(needs), residence, rules)


def deciding(needs: Sequence[Token], criteria: Criteria) -> tuple[Token, ...]:
    """The ratings that decide: those whose level no other rating's level already covers."""
    covers = {level.level: level.covers for level in criteria.levels}
    asked = [need for need in needs if need.level]
    return tuple(
        need
        for need in asked
        if not any(other.level != need.level and need.level in covers[other.level] for other in asked if other.level)
    )


def _least(needs: Sequence[Token], remission: bool, criteria: Criteria, policy: Policy) -> tuple[Level, bool]:
    """The level, and whether it stands only because nothing needs one."""
    if not any(need.level for need in needs):
        rule = policy.rule("R9")
        quiet = remission and all(need.is_quiet for need in needs)
        name = rule["in_remission"] if quiet else rule["otherwise"]
        return next(level for level in criteria.levels if level.level == name), True
    return next(level for level in criteria.levels if not level.unmet(needs)), False
