"""Whether someone is better or worse than at the first sitting, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from stepwell.care.measures.rules.scales import ScaleScore
from stepwell.care.measures.rules.sums import Score
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy, Rule

Direction = Literal["better", "same", "worse", "unknown"]


@dataclass(frozen=True)
class Change:
    """From the first sitting to the last.

    points: last minus first, None where there is no total. direction: what the difference means for the
    person. reliable: more than the instrument's own error; None where nothing has been published. response
    and remission: None where the instrument does not define them.
    """

    points: int | None
    direction: Direction
    reliable: bool | None
    response: bool | None = None
    remission: bool | None = None


def change(first: Score | ScaleScore, last: Score | ScaleScore, policy: Policy) -> Ruling[Change]:
    """What changed between two sittings of the same instrument. Source: its policy, rule "change"."""
    rule = policy.rule("change")
    if isinstance(first, ScaleScore) and isinstance(last, ScaleScore):
        found, facts = _of_scales(first, last, rule)
    elif rule.get("order"):
        found, facts = _of_levels(first.band, last.band, rule)
    else:
        found, facts = _of_points(first.score, last.score, rule)
    return Ruling(found, (policy.reason("change", facts),))


def _of_points(first: int | None, last: int | None, rule: Rule) -> tuple[Change, Mapping[str, Any]]:
    facts = {"first": first, "last": last}
    if first is None or last is None:
        return Change(None, "unknown", None), facts
    points = last - first
    direction = _direction(points, rule["better"])
    limit = rule.get("improvement_points" if direction == "better" else "worsening_points")
    return Change(
        points,
        direction,
        reliable=None if limit is None else abs(points) >= limit,
        response=_response(first, last, rule),
        remission=last < rule["remission_below"] if rule.get("remission_below") else None,
    ), facts


def _direction(points: int, better: str) -> Direction:
    if points == 0:
        return "same"
    return "better" if (points < 0) == (better == "lower") else "worse"


def _response(first: int, last: int, rule: Rule) -> bool | None:
    percent = rule.get("response_percent")
    if percent is None or first == 0:
        return None
    return bool((first - last) * 100 >= percent * first)


def _of_levels(first: str | None, last: str | None, rule: Rule) -> tuple[Change, Mapping[str, Any]]:
    """Levels are compared by their place; any step up is a worsening."""
    order: list[str] = rule["order"]
    facts = {"first": first, "last": last}
    if first not in order or last not in order:
        return Change(None, "unknown", None), facts
    steps = order.index(last) - order.index(first)
    return Change(None, _direction(steps, rule["better"]), reliable=bool(steps)), facts


def _of_scales(first: ScaleScore, last: ScaleScore, rule: Rule) -> tuple[Change, Mapping[str, Any]]:
    """Scales are read by themselves; what is ruled is the scale of use, where new use is a worsening."""
    facts = {"first": dict(first.scores), "last": dict(last.scores)}
    before, after = (sitting.scores.get(rule["new_use_scale"]) for sitting in (first, last))
    if before is None or after is None:
        return Change(None, "unknown", None), facts
    new_use = before == 0 and after > 0
    return Change(None, _direction(after - before, rule["better"]), reliable=True if new_use else None), facts
