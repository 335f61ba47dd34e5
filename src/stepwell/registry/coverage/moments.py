"""What a timeline tells of coverage."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.coverage.models import Coverage, Estimate, Verification


@query(Permission.COVERAGE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """coverage: a the plan. verified: a the plan, b the way. estimate: a lowest, b highest amount."""
    return [
        moments("coverage", Coverage.objects.filter(subject=subject), at="since", day=True, a="plan_name"),
        moments(
            "verified",
            Verification.objects.filter(subject=subject),
            at="on",
            day=True,
            a="coverage__plan_name",
            b="method",
        ),
        moments("estimate", Estimate.objects.filter(subject=subject), at="on", day=True, a="you_low", b="you_high"),
    ]
