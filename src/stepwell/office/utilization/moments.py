"""What a timeline tells of authorizations."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.office.utilization.models import AuthorizationEvent


@query(Permission.AUTHORIZATION_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """authorization: a what happened, b the plan, c its number, n units; ref is the authorization."""
    rows = AuthorizationEvent.objects.filter(subject=subject)
    plan = "authorization__coverage__plan_name"
    return [moments("authorization", rows, at="at", ref="authorization_id", a="kind", b=plan, c="number", n="units")]
