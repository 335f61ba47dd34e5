"""The path of a grievance: which step may follow, who may answer, when it may be closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

RECEIVED: Final = "received"
ACKNOWLEDGED: Final = "acknowledged"
LOOKED_INTO: Final = "looked_into"
ANSWERED: Final = "answered"
APPEALED: Final = "appealed"
APPEAL_ANSWERED: Final = "appeal_answered"
CLOSED: Final = "closed"
WITHDRAWN: Final = "withdrawn"

#: state -> states that may follow. Nothing is answered that nobody looked into; nothing is left without an answer but
#: by the person's own word.
PAIRS: Final[dict[str, frozenset[str]]] = {
    RECEIVED: frozenset({ACKNOWLEDGED, WITHDRAWN}),
    ACKNOWLEDGED: frozenset({LOOKED_INTO, WITHDRAWN}),
    LOOKED_INTO: frozenset({ANSWERED, WITHDRAWN}),
    ANSWERED: frozenset({APPEALED, CLOSED}),
    APPEALED: frozenset({APPEAL_ANSWERED, WITHDRAWN}),
    APPEAL_ANSWERED: frozenset({CLOSED}),
    CLOSED: frozenset(),
    WITHDRAWN: frozenset(),
}
STATES: Final = tuple(PAIRS)
#: Steps that only the person, or who speaks for them, can take.
THEIRS: Final = (APPEALED, WITHDRAWN)
ENDS: Final = (CLOSED, WITHDRAWN)


@dataclass(frozen=True)
class Answering:
    """Who is about to answer. by, about, answered_first: numbers of staff, None where unknown or nobody."""

    state: str
    by: int | None
    about: int | None
    answered_first: int | None


def may_follow(state: str, to: str) -> bool:
    """Whether a grievance in `state` may go to `to`."""
    return to in PAIRS[state]


def may_answer(facts: Answering, policy: Policy) -> Ruling[bool]:
    """Whether that member of staff may take it further: never who it is about; an appeal never who answered first.

    Source: grievances/field-defaults.
    """
    change = {"would_change": "somebody else answers"}
    if facts.by is not None and facts.by == facts.about:
        return Ruling(False, (policy.reason("stand-in", change),))
    if facts.state == APPEALED and facts.by is not None and facts.by == facts.answered_first:
        return Ruling(False, (policy.reason("another-answers", change),))
    return Ruling(True)


def may_close(state: str, reached_at: datetime, at: datetime, content: bool, policy: Policy) -> Ruling[bool]:
    """Whether it may be closed: an answered one once they are content or the days to appeal are over.

    reached_at: when it was answered. content: they said so. Source: grievances/field-defaults.
    """
    days = policy.rule("close")["appeal_days"]
    if state == ANSWERED and not content and at < reached_at + timedelta(days=days):
        change = {"would_change": f"their word that they are content, or {days} days after the answer"}
        return Ruling(False, (policy.reason("close", change),))
    return Ruling(True)
