"""What a timeline tells of plans and who treats."""

from __future__ import annotations

from django.db.models import TextField
from django.db.models.functions import Coalesce

from stepwell.care.plans.models import PlanReview, PlanSignature, TeamMember
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.EPISODE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """plan-signed: a who, b by which part, c why it was declined, n the version. plan-reviewed: a by whom.
    joined: a the role, b who."""
    signed = PlanSignature.objects.filter(subject=subject)
    return [
        moments(
            "plan-signed", signed, at="at", ref="plan_id", a="name", b="signer", c="declined_reason", n="plan__version"
        ),
        moments(
            "plan-reviewed", PlanReview.objects.filter(subject=subject), at="on", day=True, ref="plan_id", a="by__name"
        ),
        moments(
            "joined",
            TeamMember.objects.filter(subject=subject),
            at="since",
            day=True,
            a="role",
            b=Coalesce("staff__name", "outside__name", output_field=TextField()),
        ),
    ]
