"""What registry.coverage announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class CoverageLapsed(Event):
    """A plan is not in force any more: nothing is charged to it until somebody has looked."""

    coverage_id: int
    subject_id: int
    on: str
