"""Reading what a person takes, and their check-ups."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from stepwell.care.medications.models import HealthCheck, Medication
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.NOTE_READ)
def taken_on(access: Access, *, subject: Subject, on: date) -> list[Medication]:
    """What the person takes on a day, the longest taken first; the last day counts."""
    rows = Medication.objects.filter(Q(until=None) | Q(until__gte=on), subject=subject, since__lte=on)
    return list(rows.order_by("since", "id"))


@query(Permission.NOTE_READ)
def medications_of(access: Access, *, subject: Subject) -> list[Medication]:
    """Everything that was ever recorded as taken, the oldest first."""
    return list(Medication.objects.filter(subject=subject).order_by("since", "id"))


@query(Permission.NOTE_READ)
def check_ups_of(access: Access, *, subject: Subject) -> list[HealthCheck]:
    """Health check-ups, the oldest first."""
    return list(HealthCheck.objects.filter(subject=subject).order_by("at", "id"))


@query(Permission.NOTE_READ)
def next_doses_due(access: Access, *, by: date) -> list[Medication]:
    """Medications that run on and whose next dose or injection is due by the day, the longest due first; one read."""
    rows = Medication.objects.filter(until=None, next_due_on__lte=by, episode__ended_on=None)
    found = list(rows.order_by("next_due_on", "id"))
    concerns(*(row.subject_id for row in found))
    return found
