"""What an enquiry needs next and by when: a proposal by the clock. Pure; the moment is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from stepwell.care.admissions.rules.lifecycle import CLOSED, NEW
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class EnquiryFacts:
    """Where an enquiry stands. state: "new" or the latest step's. since: the moment of that step.

    again_at: when somebody tries again, set by the latest contact. covered: what is paid by whom has been looked at.
    intake: how the latest intake stands, "" for none, else booked, kept, missed or cancelled; intake_at: its moment.
    placed: a clinician has confirmed a level.
    """

    state: str
    since: datetime
    answer_due_at: datetime
    again_at: datetime | None = None
    safety_checked: bool = False
    covered: bool = False
    intake: str = ""
    intake_at: datetime | None = None
    placed: bool = False


@dataclass(frozen=True)
class Act:
    """act: call, safety, benefits, intake, await, outcome, assess, admit or none. due_at: None where nothing is due."""

    act: str
    due_at: datetime | None
    overdue: bool


def next_act(facts: EnquiryFacts, now: datetime, policy: Policy) -> Ruling[Act]:
    """The one next act. policy: enquiries/next-act. It proposes; every other act stays possible."""
    act, start = _act(facts, now)
    hours = policy.rule(act)["within_hours"]
    due = start + timedelta(hours=hours) if start and hours is not None else start
    late = due is not None and due < now
    seen = {"state": facts.state, "due_at": due.isoformat() if due else None, "overdue": late}
    return Ruling(Act(act, due, late), (policy.reason(act, seen),))


def _act(facts: EnquiryFacts, now: datetime) -> tuple[str, datetime | None]:
    """Which act, and the moment its hours are counted from."""
    if facts.state in CLOSED:
        return "none", None
    if facts.state == NEW or facts.again_at is not None:
        return "call", facts.again_at or facts.answer_due_at
    if facts.intake == "booked" and facts.intake_at is not None:
        return ("await" if now < facts.intake_at else "outcome"), facts.intake_at
    if facts.intake == "kept":
        return ("admit" if facts.placed else "assess"), facts.intake_at
    if not facts.safety_checked:
        return "safety", facts.since
    if not facts.covered:
        return "benefits", facts.since
    return "intake", facts.since
