"""`./stepwell journey --program trust-socal --json`, or `--all`: a dry run of a program in a scratch database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from stepwell.doors.cli.clinic import Clinic
from stepwell.doors.cli.journey import MONDAY, arriving, asking, leaving, paying, planning, seating, treating
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate.access import Access
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.programs import queries as programs

PAYER = "payers/example-health-plan"
STEPS: tuple[Callable[[Story], None], ...] = (
    asking.enquire, asking.check_safety, asking.benefits, asking.eligibility, arriving.assess, arriving.place,
    arriving.admit, planning.plan, seating.seats, treating.first_week, treating.drug_test, treating.hours,
    paying.authorization, paying.billable_days, paying.claim, leaving.steady, leaving.discharge, leaving.outcomes,
)  # fmt: skip


def walk(clinic: Clinic, program: str, *, monday: date = MONDAY, payer: str = PAYER, until: int = len(STEPS)) -> Story:
    """Take one person through the first `until` steps in a clinic; reactions run after each step."""
    rules = programs.rules_of(Access.system(clinic.operator.pk), program=clinic.program, on=monday)
    story = Story(program, clinic, rules, monday, payer)
    for step in STEPS[:until]:
        step(story)
        drain()
    return story


def printed(story: Story) -> dict[str, Any]:
    """The journey as the shell prints it."""
    return {
        "program": story.program,
        "steps": [step.printed() for step in story.steps],
        "claims": story.claims,
        "finished": len(story.steps) == len(STEPS),
    }
