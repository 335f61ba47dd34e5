"""A handoff stays open after the discharge until the next appointment is kept, declined or documented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

State = Literal["open", "kept", "declined", "documented"]


@dataclass(frozen=True)
class HandoffFacts:
    """A handoff and what is to be said of it. says: their words, or what was tried; empty where nothing is asked."""

    state: State
    outcome: State
    says: str = ""


def may_close(facts: HandoffFacts, policy: Policy) -> Ruling[bool]:
    """Whether a handoff may be closed so. policy: `transitions/follow-up`. A closed one stays as it was closed."""
    rule = policy.rule("handoff")
    legal = facts.outcome in rule["may_follow"][facts.state]
    told = facts.outcome not in rule["wants_words"] or bool(facts.says.strip())
    seen = {"state": facts.state, "outcome": facts.outcome, "may_follow": rule["may_follow"][facts.state]}
    if legal and not told:
        return Ruling(False, (policy.reason("handoff-words", {"outcome": facts.outcome}),))
    return Ruling(legal, (policy.reason("handoff", seen),))
