"""What office.grievances announces: numbers and a word of the path, nothing of what was said."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class GrievanceMoved(Event):
    """A grievance was received or went a step further."""

    grievance_id: int
    state: str
