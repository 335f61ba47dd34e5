"""Reading what a person takes, and their check-ups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from stepwell.care.medications.models import Allergy, HealthCheck, Medication
from stepwell.care.medications.rules.alerts import alerts
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load


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


@query(Permission.NOTE_READ)
def allergies_of(access: Access, *, subject: Subject) -> list[Allergy]:
    """What the person must not be given, the oldest first; those that were ended are left out."""
    return list(Allergy.objects.filter(subject=subject, ended_at=None).order_by("recorded_at", "id"))


@query(Permission.NOTE_READ)
def allergy_by_id(access: Access, *, allergy_id: int) -> Allergy:
    """One allergy. Raises NotFound."""
    found = Allergy.objects.select_related("subject").filter(pk=allergy_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.NOTE_READ)
def medication_by_id(access: Access, *, medication_id: int) -> Medication:
    """One medication. Raises NotFound."""
    found = Medication.objects.select_related("subject").filter(pk=medication_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.NOTE_READ)
def alerts_among(access: Access, *, rows: Sequence[Medication], on: date) -> tuple[Reason, ...]:
    """What alarms among medications taken together on the day, each pair once. Source: medications/alerts."""
    policy = load("medications/alerts", on)
    names = [row.drug for row in rows]
    return tuple(
        reason for place, drug in enumerate(names) for reason in alerts(drug, names[place + 1 :], policy).reasons
    )
