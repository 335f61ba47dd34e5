"""What office.utilization announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class AuthorizationAnswered(Event):
    """A payer answered, or an appeal did: answer is granted, denied or overturned."""

    authorization_id: int
    subject_id: int
    answer: str


@dataclass(frozen=True)
class AuthorizationAttached(Event):
    """An authorization asked for before admission now belongs to the stay."""

    authorization_id: int
    episode_id: int
    subject_id: int
