"""The third edition's patterns of ratings: adolescents, and payers that still use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from stepwell.care.placement.rules.placement import Placement, Task
from stepwell.foundation.kernel.facts import STRICT, BadFacts, Within
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy, Rule


@dataclass(frozen=True)
class ThirdEditionFacts:
    """age: in years. dimensions: rating from 0 to 4 by dimension, D1 to D6; a missing one is unrated."""

    __pydantic_config__ = STRICT
    criteria: Literal["third-edition"]
    age: Annotated[int, Within(0, 130)]
    dimensions: Mapping[str, int]


def third_edition_level(facts: ThirdEditionFacts, policy: Policy) -> Ruling[Placement]:
    """The most intensive level whose pattern fits; where none fits, the nearest higher one, reviewed by hand.

    policy: placement/third-edition. Raises BadFacts at "dimensions.D7" or "dimensions.D1".
    """
    _check(facts.dimensions, policy)
    unrated = [one for one in policy.rule("dimensions")["dimensions"] if one not in facts.dimensions]
    patterns = [rule for rule in policy.rules.values() if rule.get("level")]
    seen = {"dimensions": dict(facts.dimensions)}
    hospital = next(rule for rule in patterns if rule.get("hospital"))
    if _reaches(facts.dimensions, hospital["hospital"]):
        return Ruling(_placement(hospital, not unrated), (policy.reason(hospital.id, seen),))
    if unrated:
        change = {"unrated": unrated, "would_change": "rating these dimensions"}
        return Ruling(_placement(None, False), (policy.reason("incomplete", change),))
    matched = _most_intensive(facts.dimensions, patterns)
    if matched:
        return Ruling(_placement(matched, True), (policy.reason(matched.id, seen),))
    nearest = next(rule for rule in patterns if _is_high_enough(facts.dimensions, rule))
    task = Task(policy.rule("no-match")["task"], None, None)
    reasons = (policy.reason("no-match", seen | {"level": nearest["level"]}), policy.reason(nearest.id, seen))
    return Ruling(_placement(nearest, True, (task,)), reasons)


def _check(dimensions: Mapping[str, int], policy: Policy) -> None:
    rule = policy.rule("dimensions")
    for name, rating in dimensions.items():
        if name not in rule["dimensions"]:
            raise BadFacts(f"dimensions.{name}", f"one of {', '.join(rule['dimensions'])}", name)
        if not rule["min"] <= rating <= rule["max"]:
            raise BadFacts(f"dimensions.{name}", f"{rule['min']} to {rule['max']}", rating)


def _placement(rule: Rule | None, complete: bool, tasks: tuple[Task, ...] = ()) -> Placement:
    level = rule["level"] if rule else None
    return Placement(level, coe=False, bio=False, rr=False, provisional=bool(tasks), complete=complete, tasks=tasks)


def _most_intensive(ratings: Mapping[str, int], patterns: Sequence[Rule]) -> Rule | None:
    """Of the patterns that fit the most intensive, unless it gives way to another one that fits."""
    fitting = {rule.id: rule for rule in patterns if _fits(ratings, rule)}
    return next((rule for rule in reversed(fitting.values()) if rule.get("unless") not in fitting), None)


def _fits(ratings: Mapping[str, int], rule: Rule) -> bool:
    """All parts of the pattern hold."""
    if rule.get("hospital"):
        return False
    within = all(low <= ratings[name] <= high for name, (low, high) in rule["all"].items())
    some: Mapping[str, Any] = rule.get("any", {})
    one_of = not some or any(low <= ratings[name] <= high for name, (low, high) in some.items())
    return within and one_of and _reaches(ratings, rule.get("high"))


def _reaches(ratings: Mapping[str, int], mark: Mapping[str, Any] | None) -> bool:
    """Enough dimensions are rated that high, one of the named ones among them."""
    if mark is None:
        return True
    high = {name for name, rating in ratings.items() if rating >= mark["from"]}
    return len(high) >= mark.get("in_at_least", 1) and bool(high & set(mark["one_of"]))


def _is_high_enough(ratings: Mapping[str, int], rule: Rule) -> bool:
    """No rating is above what the level is meant for."""
    return all(ratings[name] <= high for name, high in _upper(rule))


def _upper(rule: Rule) -> Iterator[tuple[str, int]]:
    yield from ((name, high) for name, (_low, high) in rule.get("all", {}).items())
