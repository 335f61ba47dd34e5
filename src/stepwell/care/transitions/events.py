"""What care.transitions announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class StayReviewed(Event):
    """A clinician decided at a review: continue, thin, step_down or step_up."""

    review_id: int
    episode_id: int
    subject_id: int
    decided: str


@dataclass(frozen=True)
class Discharged(Event):
    """Somebody left treatment here; the handoff stays open."""

    discharge_id: int
    episode_id: int
    subject_id: int
    on: str


@dataclass(frozen=True)
class HandoffClosed(Event):
    """The next appointment was kept, declined, or what came of it is documented."""

    handoff_id: int
    subject_id: int
    outcome: str


@dataclass(frozen=True)
class FollowedUp(Event):
    """A follow-up has ended, reached or not."""

    follow_up_id: int
    subject_id: int
    reached: bool
