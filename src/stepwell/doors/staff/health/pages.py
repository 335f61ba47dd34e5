"""A person's health: what they take, what they must not be given, check-ups, withdrawal scales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.measures import queries as measures
from stepwell.care.measures.models import Measure
from stepwell.care.medications import queries as medications
from stepwell.care.medications.models import Allergy, HealthCheck, Medication
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason

#: Withdrawal scales, with what they look at.
SCALES = (("ciwa-ar", "CIWA-Ar", "alcohol"), ("cows", "COWS", "opioids"))


@dataclass(frozen=True)
class Scale:
    """One withdrawal scale and its last giving."""

    name: str
    short: str
    about: str
    last: Measure | None


@dataclass(frozen=True)
class Taken:
    """One medication. due: its next dose is due today or was."""

    row: Medication
    due: bool


@dataclass(frozen=True)
class Health:
    """What the page prints."""

    head: Head
    taken: tuple[Taken, ...]
    earlier: tuple[Medication, ...]
    alerts: tuple[Reason, ...]
    allergies: tuple[Allergy, ...]
    check_ups: tuple[HealthCheck, ...]
    scales: tuple[Scale, ...]
    may_write: bool
    may_give: bool


@query(P.NOTE_READ)
def health(access: Access, *, person_id: int, now: datetime) -> Health:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = medications.medications_of(access, subject=head.subject)
    current = [row for row in rows if row.until is None or row.until >= head.today]
    given = {one.instrument: one for one in measures.all_given(access, subject=head.subject)}
    return Health(
        head=head,
        taken=tuple(Taken(row, bool(row.next_due_on and row.next_due_on <= head.today)) for row in current),
        earlier=tuple(row for row in reversed(rows) if row not in current),
        alerts=medications.alerts_among(access, rows=current, on=head.today),
        allergies=tuple(medications.allergies_of(access, subject=head.subject)),
        check_ups=tuple(reversed(medications.check_ups_of(access, subject=head.subject))),
        scales=tuple(Scale(name, short, about, given.get(name)) for name, short, about in SCALES),
        may_write=allowed(access.roles, P.MEDICATION_WRITE),
        may_give=allowed(access.roles, P.MEASURE_GIVE),
    )


@dataclass(frozen=True)
class Writing:
    """A form about the person. row: the medication or allergy it is about, if any."""

    head: Head
    row: Medication | Allergy | None = None


@query(P.MEDICATION_WRITE)
def writing(access: Access, *, person_id: int, now: datetime) -> Writing:
    """Something new. Raises NotFound."""
    return Writing(head_of(access, person_id=person_id, now=now))


@query(P.MEDICATION_WRITE)
def of_medication(access: Access, *, person_id: int, medication_id: int, now: datetime) -> tuple[Head, Medication]:
    """One medication of the person. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    row = medications.medication_by_id(access, medication_id=medication_id)
    if row.subject_id != head.subject.pk:
        raise NotFound
    return head, row


@query(P.MEDICATION_WRITE)
def of_allergy(access: Access, *, person_id: int, allergy_id: int, now: datetime) -> tuple[Head, Allergy]:
    """One allergy of the person. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    row = medications.allergy_by_id(access, allergy_id=allergy_id)
    if row.subject_id != head.subject.pk:
        raise NotFound
    return head, row
