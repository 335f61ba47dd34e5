"""What a version of a plan says, as one nested text: what is signed, printed and hashed."""

from __future__ import annotations

from typing import Any

from stepwell.care.plans.models import Plan

_OWN = (
    "version", "starts_on", "est_end_on", "level_path", "weekly_hours", "days_per_week",
    "medication_needs", "strengths", "barriers", "discharge_criteria", "drug_test_schedule", "family",
    "language_culture",
)  # fmt: skip


def contents(plan: Plan) -> dict[str, Any]:
    """The plan as it was drafted, in order: no progress, no status of an objective, since those go on after signing.

    Call it inside an open gate. The day of the next review is not part of it: each review moves it.
    """
    whole: dict[str, Any] = {name: getattr(plan, name) for name in _OWN}
    whole["problems"] = [
        {
            "dimension": problem.dimension,
            "diagnosis": problem.diagnosis.code if problem.diagnosis else "",
            "says": problem.says,
            "evidence": problem.evidence,
            "goals": [_goal(goal) for goal in problem.goals.order_by("id")],
        }
        for problem in plan.problems.select_related("diagnosis").order_by("id")
    ]
    return whole


def _goal(goal: Any) -> dict[str, Any]:
    return {
        "quote": goal.quote,
        "outcome": goal.outcome,
        "objectives": [
            {
                **{name: getattr(row, name) for name in ("behaviour", "measure", "baseline", "target", "target_on")},
                "interventions": [
                    {
                        **{
                            name: getattr(one, name)
                            for name in ("modality", "session_kind", "per_week", "minutes", "weeks")
                        },
                        "responsible": one.responsible_id,
                    }
                    for one in row.interventions.order_by("id")
                ],
            }
            for row in goal.objectives.order_by("id")
        ],
    }
