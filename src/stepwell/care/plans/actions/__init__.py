"""Every write about a person's team and plan; `suggest_team` is the question asked before."""

from stepwell.care.plans.actions.drafting import (
    add_part,
    begin_draft,
    drop_draft,
    finish_draft,
    remove_part,
    write_part,
)
from stepwell.care.plans.actions.drafts import draft_plan
from stepwell.care.plans.actions.reviews import ask_for_review, progress, review_plan
from stepwell.care.plans.actions.signatures import sign_plan
from stepwell.care.plans.actions.team import join_team, leave_team, outside_clinician_joins
from stepwell.care.plans.queries import suggest_team

__all__ = [
    "add_part",
    "ask_for_review",
    "begin_draft",
    "draft_plan",
    "drop_draft",
    "finish_draft",
    "join_team",
    "leave_team",
    "outside_clinician_joins",
    "progress",
    "remove_part",
    "review_plan",
    "sign_plan",
    "suggest_team",
    "write_part",
]
