"""By when something is due with the payer, from the last thing that happened to a request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

DEADLINES = "deadlines/utilization"
What = Literal["payer_answer", "send_more", "peer_to_peer", "internal_appeal", "appeal_answer"]
#: The rule, its number of days, and what is due then, by what happened last.
_AFTER: dict[str, tuple[tuple[str, str, What], ...]] = {
    "requested": (("request", "days", "payer_answer"),),
    "pended": (("pended", "days", "send_more"),),
    "denied": (
        ("denied", "peer_to_peer_days", "peer_to_peer"),
        ("denied", "internal_appeal_days", "internal_appeal"),
    ),
    "appealed": (("appealed", "days", "appeal_answer"),),
}


@dataclass(frozen=True)
class Deadline:
    """What is due with the payer, and by which day. Days are calendar days after the last thing that happened."""

    what: What
    by: date


def deadlines(last: str, on: date, policy: Policy) -> Ruling[tuple[Deadline, ...]]:
    """What is due after an event of that kind on that day, the earliest first; nothing while a grant stands.

    last: requested, pended, granted, denied, appealed, overturned or reviewed. policy: `deadlines/utilization`.
    """
    found = sorted(_due(last, on, policy), key=lambda pair: pair[0].by)
    return Ruling(tuple(due for due, _ in found), tuple(reason for _, reason in found))


def _due(last: str, on: date, policy: Policy) -> Iterator[tuple[Deadline, Reason]]:
    for rule_id, days, what in _AFTER.get(last, ()):
        by = on + timedelta(days=policy.rule(rule_id)[days])
        yield Deadline(what, by), policy.reason(rule_id, {"since": on.isoformat(), "by": by.isoformat()})
