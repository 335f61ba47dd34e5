"""What a timeline tells of assessments, diagnoses and levels."""

from __future__ import annotations

from stepwell.care.placement.models import Assessment, Diagnosis, PlacementDecision
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.NOTE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """assessment: a its kind. diagnosis: a the code, b the label. placement: a the level, b who confirmed it."""
    return [
        moments("assessment", Assessment.objects.filter(subject=subject), at="started_on", day=True, a="kind"),
        moments("diagnosis", Diagnosis.objects.filter(subject=subject), at="made_on", day=True, a="code", b="label"),
        moments(
            "placement",
            PlacementDecision.objects.filter(subject=subject),
            at="confirmed_at",
            a="actual",
            b="confirmed_by__name",
        ),
    ]
