"""What a timeline tells of a plan for a crisis: that there is a new version, and whose hand it is."""

from __future__ import annotations

from stepwell.care.emergencies.models import CrisisPlan
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.CRISIS_PLAN_WRITE)
def crisis_plan_moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """crisis-plan: a who wrote it down, n the version."""
    return [moments("crisis-plan", CrisisPlan.objects.filter(subject=subject), at="at", a="by", n="version")]
