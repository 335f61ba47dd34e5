"""What a client is asked for, and when: facts in, ruling out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


def due_check_ins(answered: Mapping[str, date], today: date, policy: Policy) -> Ruling[tuple[str, ...]]:
    """Instruments that are due on the day, in the order of the policy. answered: the last day of each; one that was
    never answered is due. Source: portal/pages."""
    rows = policy.rule("check-ins")["instruments"]
    due = tuple(
        row["name"]
        for row in rows
        if row["name"] not in answered or answered[row["name"]] + timedelta(days=row["days"]) <= today
    )
    facts = {"today": today.isoformat(), "answered": {name: on.isoformat() for name, on in answered.items()}}
    return Ruling(due, (policy.reason("check-ins", facts),))
