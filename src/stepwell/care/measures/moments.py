"""What a timeline tells of measures."""

from __future__ import annotations

from stepwell.care.measures.models import Measure
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.NOTE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """measure: a the instrument, b the score, c the band."""
    rows = Measure.objects.filter(subject=subject)
    return [moments("measure", rows, at="at", a="instrument", b="score", c="band")]
