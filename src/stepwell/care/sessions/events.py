"""What care.sessions announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class NoteSigned(Event):
    """A part of somebody's note was signed, for the first time or amended. on: the day of the session."""

    participation_id: int
    session_id: int
    subject_id: int
    on: str


@dataclass(frozen=True)
class ClientMissed(Event):
    """Somebody was expected and did not come. on: the day of the session."""

    participation_id: int
    session_id: int
    episode_id: int
    subject_id: int
    on: str
