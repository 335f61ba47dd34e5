"""The LOCUS composite: seven scores obtained on the publisher's form, a level with its overrides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from stepwell.foundation.kernel.facts import STRICT, BadFacts
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class LocusScores:
    """Each from 1 to 5. Where parent and child differ in engagement, the worse one is given."""

    __pydantic_config__ = STRICT
    risk_of_harm: int
    functional_status: int
    co_morbidity: int
    environment_stress: int
    environment_support: int
    treatment_history: int
    engagement: int


@dataclass(frozen=True)
class LocusFacts:
    """The scores of one LOCUS sitting."""

    __pydantic_config__ = STRICT
    criteria: Literal["locus"]
    scores: LocusScores


@dataclass(frozen=True)
class Locus:
    """level: 0 to 6. composite: 7 to 35. setting: in short. iop: whether it is the level of an IOP."""

    level: int
    composite: int
    setting: str
    iop: bool


def locus_level(facts: LocusFacts, policy: Policy) -> Ruling[Locus]:
    """The composite's level, raised where one score alone needs more.

    policy: placement/locus. Raises BadFacts at "scores.engagement" outside 1 to 5.
    """
    scores: dict[str, int] = asdict(facts.scores)
    rule, table = policy.rule("composite"), policy.rule("levels")
    for name, score in scores.items():
        if not rule["min"] <= score <= rule["max"]:
            raise BadFacts(f"scores.{name}", f"{rule['min']} to {rule['max']}", score)
    composite = sum(scores.values())
    by_sum = next(one["level"] for one in table["levels"] if one["from"] <= composite <= one["to"])
    raised = tuple(_overrides(scores, policy))
    level = max([by_sum, *(reason.facts["at_least_level"] for reason in raised)])
    setting = next(one["setting"] for one in table["levels"] if one["level"] == level)
    reasons = (
        policy.reason("composite", {"composite": composite, "scores": scores}),
        policy.reason("levels", {"composite": composite, "level": by_sum}),
        *raised,
    )
    return Ruling(Locus(level, composite, setting, level == table["iop_level"]), reasons)


def _overrides(scores: dict[str, int], policy: Policy) -> Iterator[Reason]:
    """One reason for each score that needs a level by itself."""
    four, five, waiver = (policy.rule(name) for name in ("override-four", "override-five", "waiver"))
    good = sum(scores[name] for name in waiver["environment"]) == waiver["environment_sum"]
    for name in five["scores"]:
        waived = good and name in waiver["scores"]
        by_score = {five["score"]: five, four["score"]: waiver if waived else four}
        if rule := by_score.get(scores[name]):
            facts = {"because": name, "score": scores[name], "at_least_level": rule["at_least_level"]}
            yield policy.reason(rule.id, facts)
