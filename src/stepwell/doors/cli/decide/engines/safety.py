"""Asks what has to be routed first, and what has not been asked yet."""

from __future__ import annotations

from datetime import UTC, datetime

from stepwell.care.admissions.rules.safety import Safety, SafetyFacts, safety_routes
from stepwell.doors.cli.decide.engine import Engine
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load


def ask(facts: SafetyFacts) -> Ruling[Safety]:
    """The routes, the most urgent first. Never a rejection."""
    return safety_routes(facts, load("safety/hard-stops", on=datetime.now(UTC).date()))


ENGINE = Engine(
    name="safety",
    facts=SafetyFacts,
    answer=Safety,
    ask=ask,
    examples=(
        {},
        {"c_ssrs": "high", "chest_pain": False},
        {"ciwa_ar": 12, "current_heavy_use": True, "prior_severe_withdrawal": False},
        {"opioid_withdrawal": True, "medication_plan": False, "pregnant": True},
        {"breath_alcohol": 0.05, "overdose": True},
    ),
)
