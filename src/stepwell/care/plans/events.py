"""What care.plans announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class TeamJoined(Event):
    """Somebody took a place on a person's team."""

    member_id: int
    episode_id: int
    subject_id: int


@dataclass(frozen=True)
class PlanDrafted(Event):
    """A version of the plan is written and waits to be signed. at: ISO, with zone."""

    plan_id: int
    episode_id: int
    subject_id: int
    at: str


@dataclass(frozen=True)
class PlanSigned(Event):
    """A version of the plan came into force; it replaces the one before."""

    plan_id: int
    episode_id: int
    subject_id: int


@dataclass(frozen=True)
class PlanReviewed(Event):
    """A plan was reviewed and has its next date."""

    review_id: int
    plan_id: int
    subject_id: int
