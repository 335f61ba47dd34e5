"""What care.emergencies announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class EmergencyNoted(Event):
    """An emergency began."""

    emergency_id: int
    subject_id: int


@dataclass(frozen=True)
class EmergencyEnded(Event):
    """An emergency ended: how is one of stayed, hospital, police, home_with, left, died."""

    emergency_id: int
    subject_id: int
    how: str


@dataclass(frozen=True)
class ArrivalObserved(Event):
    """Somebody who did not look fit to take part was looked at, or such an entry was withdrawn: whether the day is
    charged may have changed. on: the day by the site's clock. episode_id: 0 where there is no stay."""

    arrival_id: int
    subject_id: int
    episode_id: int
    on: str
