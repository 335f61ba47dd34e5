"""The five programs as the tests name them, and their rules on a day in May."""

from __future__ import annotations

from datetime import date

from stepwell.foundation.policy.loading import load
from stepwell.registry.programs.rules.program import FIELD_POLICY, ProgramRules, program_rules

MAY = date(2026, 5, 4)
PROGRAMS = ("american-addiction-institute", "renaissance-recovery", "aliya", "trust-socal", "clinic-732")


def rules_of(name: str, on: date = MAY) -> ProgramRules:
    """The rules of programs/<name>/iop."""
    return program_rules(load(f"programs/{name}/iop", on), load(FIELD_POLICY, on))
