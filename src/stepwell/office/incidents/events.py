"""What office.incidents announces: numbers only, nothing of what happened."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class IncidentReported(Event):
    """An incident report was written."""

    incident_id: int
