"""What a score asks for next."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.care.measures.rules.scales import ScaleScore
from stepwell.care.measures.rules.sums import Score
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class FollowUp:
    """One thing to do. instrument: to open, or None; task: to make, or None (one of the two is set).

    due_hours: from the sitting; 0 is now, in the same sitting. says: one sentence. rule: where it stands.
    """

    instrument: str | None
    task: str | None
    due_hours: int
    says: str
    rule: str


def follow_ups(score: Score | ScaleScore, policy: Policy) -> tuple[FollowUp, ...]:
    """What follows from a sitting, the most urgent first; nothing where the instrument's policy says nothing.

    PHQ-9 question 9 above 0 opens the C-SSRS screener at once, whatever the total. Source: the instrument's
    policy, rule "follow-up".
    """
    rule = policy.rules.get("follow-up")
    found = [
        FollowUp(step.get("instrument"), step.get("task"), step["due_hours"], step["says"], _place(policy))
        for step in (rule["steps"] if rule else ())
        if ("flag" in step and step["flag"] in score.flags) or ("band" in step and step["band"] == score.band)
    ]
    return tuple(sorted(found, key=lambda one: one.due_hours))


def _place(policy: Policy) -> str:
    return f"{policy.ref}#follow-up"
