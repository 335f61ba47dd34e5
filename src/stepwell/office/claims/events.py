"""What office.claims announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class DayRuled(Event):
    """An attended day was ruled on, for the first time or with another outcome."""

    attended_day_id: int
    episode_id: int
    subject_id: int
    on: str
    billable: bool


@dataclass(frozen=True)
class ClaimMade(Event):
    """A claim left the house."""

    claim_pk: int
    episode_id: int
    subject_id: int
