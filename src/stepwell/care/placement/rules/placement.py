"""Which level of care is recommended for an adult, and why each other level is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from stepwell.care.placement.rules.criteria import Token, criteria_of
from stepwell.care.placement.rules.level import Found, level_for
from stepwell.care.placement.rules.reasons import reasons_for_level, reasons_for_what_is_open
from stepwell.foundation.kernel.facts import STRICT, BadFacts, Within
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

HOSPITAL = "hospital"


@dataclass(frozen=True)
class PlacementFacts:
    """age: in years. remission: whether the person is in remission. ratings: token by subdimension, as
    {"4A": "B"}; a missing subdimension is unrated."""

    __pydantic_config__ = STRICT
    age: Annotated[int, Within(0, 130)]
    ratings: Mapping[str, str]
    remission: bool = False
    criteria: Literal["fourth-edition"] = "fourth-edition"


@dataclass(frozen=True)
class Task:
    """What has to be done before or beside the placement. due_hours: from now, None without a deadline."""

    task: str
    subdimension: str | None
    due_hours: int | None


@dataclass(frozen=True)
class Placement:
    """The recommended level. level: as "2.1", None while ratings are missing. coe, bio: what is written behind
    it. rr: with a recovery residence. provisional: something is still to be evaluated. complete: all is rated."""

    level: str | None
    coe: bool
    bio: bool
    rr: bool
    provisional: bool
    complete: bool
    tasks: tuple[Task, ...] = ()


def recommended_level(facts: PlacementFacts, policy: Policy) -> Ruling[Placement]:
    """The least intensive level that meets every rating, with the rules that led there.

    policy: placement/fourth-edition. Raises BadFacts at "age" for an adolescent and at "ratings.4A" for a
    rating the criteria do not have. The level that is selected with the person may differ, see `may_select`.
    """
    if facts.age < policy.rule("ages")["min_age"]:
        expected = f"{policy.rule('ages')['min_age']} or older: adolescents use criteria third-edition"
        raise BadFacts("age", expected, facts.age)
    criteria = criteria_of(policy)
    needs = criteria.rated(facts.ratings)
    unrated = [subdimension for subdimension in criteria.tokens if subdimension not in facts.ratings]
    found = level_for(needs, facts.remission, criteria, policy)
    is_final = not unrated or found.level.setting == HOSPITAL
    placement = _placement(found if is_final else None, needs, not unrated, policy)
    why = reasons_for_level(found, needs, facts.remission, criteria, policy) if is_final else ()
    return Ruling(placement, (*why, *reasons_for_what_is_open(needs, unrated, policy)))


def _placement(found: Found | None, needs: tuple[Token, ...], complete: bool, policy: Policy) -> Placement:
    rule = policy.rule("R8")
    waiting = [need.subdimension for need in needs if need.evaluate]
    return Placement(
        level=found.level.level if found else None,
        coe=bool(found and found.coe),
        bio=bool(found and found.bio),
        rr=bool(found and found.rr),
        provisional=bool(waiting),
        complete=complete,
        tasks=tuple(Task(rule["task"], subdimension, rule["due_hours"]) for subdimension in waiting),
    )
