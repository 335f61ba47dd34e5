"""What a timeline tells of medications and health check-ups."""

from __future__ import annotations

from stepwell.care.medications.models import HealthCheck, Medication
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.NOTE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """medication: a the drug, b dose, c how often. medication-ended: a the drug, c why. check-up: a by whom."""
    rows = Medication.objects.filter(subject=subject)
    return [
        moments("medication", rows, at="since", day=True, a="drug", b="dose", c="frequency"),
        moments("medication-ended", rows.exclude(until=None), at="until", day=True, a="drug", c="why"),
        moments("check-up", HealthCheck.objects.filter(subject=subject), at="at", a="by"),
    ]
