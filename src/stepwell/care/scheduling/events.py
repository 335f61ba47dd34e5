"""What care.scheduling announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class GroupOpened(Event):
    """A group begins to meet."""

    group_id: int


@dataclass(frozen=True)
class SeatsTaken(Event):
    """Somebody belongs to a group and has a seat at each of its meetings."""

    membership_id: int
    episode_id: int
    subject_id: int


@dataclass(frozen=True)
class SeatsFreed(Event):
    """Seats of a stay became free from a day on."""

    episode_id: int
    subject_id: int
    on: str
