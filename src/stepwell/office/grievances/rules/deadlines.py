"""What a grievance waits for, by when, and whose it is. Moments are passed in, by the site's clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy, Rule
from stepwell.office.grievances.rules.path import (
    ACKNOWLEDGED,
    ANSWERED,
    APPEAL_ANSWERED,
    APPEALED,
    LOOKED_INTO,
    RECEIVED,
)

CLOSE: Final = "close"
#: state -> the rule of what comes next.
NEXT: Final = {
    RECEIVED: "acknowledge",
    ACKNOWLEDGED: "answer",
    LOOKED_INTO: "answer",
    ANSWERED: CLOSE,
    APPEALED: "answer-appeal",
    APPEAL_ANSWERED: "close-appeal",
}


@dataclass(frozen=True)
class DueFacts:
    """kind: of the policy. state: of the path. received_at, reached_at: by the site's clock; reached_at is when the
    state was reached. about_roles: roles of the member of staff it is about."""

    kind: str
    state: str
    received_at: datetime
    reached_at: datetime
    about_roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Due:
    """does: the rule of the next step. remind_at: when it is put on Today as due, ahead of due_at."""

    does: str
    says: str
    due_at: datetime
    remind_at: datetime
    for_role: str


@dataclass(frozen=True)
class Outside:
    """Somebody outside one may turn to, and how."""

    rule: str
    name: str
    how: str


def next_due(facts: DueFacts, policy: Policy) -> Ruling[Due | None]:
    """What is due next, or None once it has ended. Raises BadFacts. Source: grievances/field-defaults."""
    kind = kind_of(facts.kind, policy)
    if facts.state not in NEXT:
        return Ruling(None)
    rule = policy.rule(NEXT[facts.state])
    due_at = _due_at(rule, facts, kind["urgent"], policy)
    remind_at = max(due_at - timedelta(hours=rule["lead_hours"]), facts.reached_at)
    role = kind["for_role"]
    if role in facts.about_roles:
        role = policy.rule("stand-in")["instead"][role]
    seen = {"kind": facts.kind, "state": facts.state, "urgent": kind["urgent"]}
    return Ruling(Due(rule.id, rule.says, due_at, remind_at, role), (policy.reason(rule.id, seen),))


def after_working_days(since: datetime, days: int, policy: Policy) -> datetime:
    """The close of the working day that is so many after; a day off, or after closing, counts as the next one.

    since: by the site's clock. 0 is the same working day, or the next where that is over.
    """
    rule = policy.rule("working-days")
    closes, weekdays = time.fromisoformat(rule["closes"]), rule["weekdays"]
    day = since.date()
    over = day.weekday() not in weekdays or (days == 0 and since.time() >= closes)
    left = max(days, 1) if over else days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() in weekdays
    return datetime.combine(day, closes, since.tzinfo)


def outside(kind: str, state: str, policy: Policy) -> tuple[Outside, ...]:
    """Who outside one may complain to. state: two letters, of the site. Raises BadFacts."""
    kind_of(kind, policy)
    return tuple(Outside(rule.id, rule.says, rule["how"]) for rule in _places(kind, state, policy))


def kind_of(kind: str, policy: Policy) -> dict[str, Any]:
    """What the policy says of a kind. Raises BadFacts."""
    kinds: dict[str, dict[str, Any]] = policy.rule("kinds")["kinds"]
    if kind not in kinds:
        raise BadFacts("kind", f"one of {', '.join(kinds)}", kind)
    return kinds[kind]


def _due_at(rule: Rule, facts: DueFacts, urgent: bool, policy: Policy) -> datetime:
    if rule.id == CLOSE:
        return facts.reached_at + timedelta(days=rule["appeal_days"])
    since = facts.received_at if rule["from"] == RECEIVED else facts.reached_at
    return after_working_days(since, rule["urgent_working_days" if urgent else "working_days"], policy)


def _places(kind: str, state: str, policy: Policy) -> Iterator[Rule]:
    for rule in policy.rules.values():
        if (
            rule.get("outside")
            and (not rule["kinds"] or kind in rule["kinds"])
            and (not rule["states"] or state in rule["states"])
            and state not in rule.get("not_states", ())
        ):
            yield rule
