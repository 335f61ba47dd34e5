"""What care.measures announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class MeasureGiven(Event):
    """An instrument was given and scored."""

    measure_id: int
    subject_id: int
    instrument: str
