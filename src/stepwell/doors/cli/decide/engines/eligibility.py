"""Asks whether an intensive outpatient program fits, and what would make it fit."""

from __future__ import annotations

from datetime import UTC, datetime

from stepwell.care.admissions.rules.eligibility import Eligibility, EligibilityFacts, eligibility
from stepwell.doors.cli.decide.engine import Engine
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load


def ask(facts: EligibilityFacts) -> Ruling[Eligibility]:
    """The proposed outcome with its reasons. A person decides."""
    return eligibility(facts, load("eligibility/iop", on=datetime.now(UTC).date()))


ENGINE = Engine(
    name="eligibility",
    facts=EligibilityFacts,
    answer=Eligibility,
    ask=ask,
    examples=(
        {"age": 34, "level": "2.1", "factors": {"support": True, "stable_home": True, "groups": True}},
        {"age": 41, "factors": {"stable_home": False, "prescribed_moud": True, "duties": True}},
        {"age": 29, "emergencies": ["suicide-high"], "factors": {"isolated": True}},
        {"age": 16},
        {"age": 16, "program_ages": {"least": 13, "most": 17}},
        {"age": 52, "level": "3.5", "factors": {"round_the_clock": True}},
        {"age": 38, "factors": {"no_week_fits": True}},
    ),
)
