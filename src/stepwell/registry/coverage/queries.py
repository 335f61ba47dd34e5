"""Reading who pays."""

from __future__ import annotations

from datetime import date

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.coverage.models import Coverage


@query(Permission.COVERAGE_READ)
def coverage_by_id(access: Access, *, coverage_id: int) -> Coverage:
    """One coverage. Raises NotFound."""
    found = Coverage.objects.select_related("subject").filter(pk=coverage_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.COVERAGE_READ)
def coverages_on(access: Access, *, subject: Subject, on: date) -> list[Coverage]:
    """The person's health plans in force on the day, the one that pays first in front."""
    rows = Coverage.objects.filter(subject=subject, since__lte=on).exclude(ended_on__lt=on)
    return list(rows.order_by("priority", "id"))


@query(Permission.COVERAGE_READ)
def primary_on(access: Access, *, subject: Subject, on: date) -> Coverage | None:
    """The health plan that pays first on the day of service, or None: then the person pays themselves."""
    return next(iter(coverages_on(access, subject=subject, on=on)), None)
