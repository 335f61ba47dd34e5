"""When a withdrawal scale is indicated and not scored yet."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from stepwell.care.admissions.rules.conditions import holds, observed
from stepwell.care.admissions.rules.safety import SafetyFacts
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class Scale:
    """A scale to give: which instrument, which role gives it, how many minutes from now, and what to tell them."""

    instrument: str
    for_role: str
    within_minutes: int
    says: str


def scales_indicated(facts: SafetyFacts, policy: Policy) -> Ruling[tuple[Scale, ...]]:
    """The withdrawal scales that what was seen asks for and nobody has scored. policy: withdrawal/scales."""
    seen = asdict(facts)
    rules = [rule for rule in policy.rules.values() if rule.get("when")]
    due = [rule for rule in rules if seen[rule["known_by"]] is None and holds(rule["when"], seen)]
    reasons = tuple(policy.reason(rule.id, {"because": dict(observed(rule["when"], seen))}) for rule in due)
    scales = tuple(Scale(rule.id, rule["for_role"], rule["within_minutes"], rule.says) for rule in due)
    return Ruling(scales, reasons or (policy.reason("none-indicated"),))


def withdrawal_of(subject_id: int) -> str:
    """What a scale that is indicated is about: the person, whoever gives it and in which sitting."""
    return f"withdrawal:{subject_id}"
