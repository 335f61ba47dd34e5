"""What care.placement announces."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.jobs.events import Event


@dataclass(frozen=True)
class LevelConfirmed(Event):
    """A licensed clinician confirmed a level of care."""

    decision_id: int
    assessment_id: int
    subject_id: int


@dataclass(frozen=True)
class DiagnosisMade(Event):
    """A diagnosis was made."""

    diagnosis_id: int
    assessment_id: int
    subject_id: int
