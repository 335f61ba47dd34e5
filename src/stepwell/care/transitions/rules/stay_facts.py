"""What is known at a review of the stay, and what is recommended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Recommendation = Literal["step_up", "step_down", "thin", "continue", "review"]
Risk = Literal["none", "low", "moderate", "high"]


@dataclass(frozen=True)
class StayFacts:
    """One stay as it stands at a review.

    level and required_level: levels of care as "2.1"; required_level is what the re-rated needs ask, None while
    not re-rated. attendance_percent and hours_kept: by week, newest last; hours_kept says whether a week reached
    its hours. days_since_risky_use: None when none is known. planned_management: a risky use is met by a plan.
    rating_4a: the re-rated likelihood of risky use. worsenings: reliable worsenings of measures in a row.
    """

    level: str
    required_level: str | None
    attendance_percent: tuple[int, ...]
    hours_kept: tuple[bool, ...]
    days_since_risky_use: int | None = None
    planned_management: bool = False
    objectives_met_percent: int = 0
    rating_4a: str | None = None
    measures_stable: bool = True
    worsenings: int = 0
    relapse_plan: bool = False
    aftercare_booked: bool = False
    days_per_week: int = 3
    goals_met: bool = False
    progressing: bool = False
    plan_revised: bool = False
    new_problem_treatable: bool = False
    repeated_use: bool = False
    unsafe_environment: bool = False
    new_withdrawal: bool = False
    suicide_risk: Risk = "none"
    risk_contained: bool = True


@dataclass(frozen=True)
class StayAdvice:
    """recommended: "review" when no criterion speaks and people must look. level: where to, None to stay.
    missing: criteria of stepping down or thinning out that do not hold yet."""

    recommended: Recommendation
    level: str | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Approval:
    """What a clinician decided. why: needed when it differs from what was recommended."""

    recommended: Recommendation
    decided: Recommendation
    approved_by: str
    credential: str
    why: str = ""
