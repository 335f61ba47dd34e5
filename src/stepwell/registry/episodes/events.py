"""What registry.episodes announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class EpisodeOpened(Event):
    """Somebody was admitted."""

    episode_id: int
    subject_id: int


@dataclass(frozen=True)
class LevelChanged(Event):
    """A new level span began."""

    episode_id: int
    subject_id: int
    level: str
    on: str


@dataclass(frozen=True)
class LeaveBegan(Event):
    """A leave for hospital, jail or another reason began: seats, authorizations and reminders pause."""

    leave_id: int
    episode_id: int
    subject_id: int
    on: str


@dataclass(frozen=True)
class LeaveEnded(Event):
    """The person is back from the leave."""

    leave_id: int
    episode_id: int
    subject_id: int
    on: str


@dataclass(frozen=True)
class EpisodeClosed(Event):
    """The stay has ended."""

    episode_id: int
    subject_id: int
    on: str
