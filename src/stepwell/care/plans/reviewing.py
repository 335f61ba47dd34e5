"""The next review of a plan, on Today. Called inside an open gate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import morning_of, zone_of
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs

if TYPE_CHECKING:
    from stepwell.care.plans.models import Plan
    from stepwell.foundation.gate.access import Access


def expect_review(access: Access, plan: Plan, *, on: date) -> None:
    """Ask the counselor to review the plan with the person. on: the day it is due, in the morning."""
    jobs.ask_for(
        access,
        subject=plan.subject,
        kind="review-plan",
        says="Review the plan together: what moves them now, the family, each objective.",
        for_role=Role.COUNSELOR,
        due_at=morning_of(on, zone_of(access, plan.episode.program)),
        about=f"plan:{plan.pk}",
    )
