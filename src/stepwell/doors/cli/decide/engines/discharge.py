"""discharge: whether nothing stands in the way of leaving."""

from __future__ import annotations

from typing import Any

from stepwell.care.transitions.rules.discharge import may_discharge
from stepwell.care.transitions.rules.discharge_facts import DischargeFacts, MayDischarge
from stepwell.doors.cli.decide.engine import Engine
from stepwell.doors.cli.decide.policies import in_force
from stepwell.foundation.kernel.ruling import Ruling


def ask(facts: DischargeFacts) -> Ruling[MayDischarge]:
    reasons = in_force("transitions/discharge-reasons", facts.on)
    return may_discharge(facts, reasons, in_force("transitions/follow-up", facts.on))


COMPLETED: dict[str, Any] = {
    "reason": "completed",
    "on": "2026-06-12",
    "admitted_on": "2026-03-02",
    "next_step": "booked",
    "next_on": "2026-06-17",
    "approved_by": "Rosa Lin",
    "credential": "LMFT",
    "client_signature": "signed",
    "referred": True,
    "satisfactory_progress": True,
}

ENGINE = Engine(
    name="discharge",
    facts=DischargeFacts,
    answer=MayDischarge,
    ask=ask,
    examples=(
        COMPLETED,
        COMPLETED | {"reason": "ended-by-program", "positive_test_only": True, "next_step": "none"},
        COMPLETED | {"reason": "died", "next_step": "none", "client_signature": "none"},
    ),
)
