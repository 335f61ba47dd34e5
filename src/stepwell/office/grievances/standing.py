"""Where a grievance stands and what it waits for. Called inside an open gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.office.grievances.models import NOTE, Grievance, GrievanceStep
from stepwell.office.grievances.rules.deadlines import Due, DueFacts, next_due

DEFAULTS = "grievances/field-defaults"


@dataclass(frozen=True)
class Standing:
    """state: of the path. since: when it was reached. due: what comes next, None once it has ended."""

    state: str
    since: datetime
    due: Due | None


def standing(grievance: Grievance, steps: list[GrievanceStep]) -> Standing:
    """By its steps in order; notes move nothing. The policy is that of the day it came in."""
    last = [step for step in steps if step.state != NOTE][-1]
    facts = DueFacts(
        kind=grievance.kind,
        state=last.state,
        received_at=by_clock(grievance.received_at, grievance),
        reached_at=by_clock(last.at, grievance),
        about_roles=tuple(grievance.about_staff.roles) if grievance.about_staff else (),
    )
    return Standing(last.state, last.at, next_due(facts, policy_of(grievance)).answer)


def policy_of(grievance: Grievance) -> Policy:
    """The policy in force on the day it came in: a promise stays as it was given."""
    return load(DEFAULTS, by_clock(grievance.received_at, grievance).date())


def by_clock(at: datetime, grievance: Grievance) -> datetime:
    """The moment by the clock of the site; as it was given where there is none."""
    return at.astimezone(ZoneInfo(grievance.site.time_zone)) if grievance.site else at
