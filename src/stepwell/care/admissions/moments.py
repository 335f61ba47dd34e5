"""What a timeline tells of enquiries, papers and safety checks."""

from __future__ import annotations

from django.db.models import Case, Value, When

from stepwell.care.admissions.models import Enquiry, EnquiryStep, Paper, SafetyCheck
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.EPISODE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """enquiry: a by whom, b the way. enquiry-step: a the state, b what was said. paper: a the kind, b by whom, c why it
    was declined."""
    return [
        moments("enquiry", Enquiry.objects.filter(subject=subject), at="at", a="by_whom", b="way"),
        moments(
            "enquiry-step", EnquiryStep.objects.filter(subject=subject), at="at", ref="enquiry_id", a="state", b="says"
        ),
        moments("paper", Paper.objects.filter(subject=subject), at="at", a="kind", b="signed_by", c="declined_reason"),
    ]


@query(Permission.SAFETY_CHECK)
def safety_moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """safety: a "urgent" or empty, b by whom."""
    urgent = Case(When(urgent=True, then=Value("urgent")), default=Value(""))
    return [moments("safety", SafetyCheck.objects.filter(subject=subject), at="at", a=urgent, b="by")]
