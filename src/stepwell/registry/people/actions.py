"""Writing about people: who they are, how to reach them safely, who is around them, and staff."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent, ConsentRevocation, Subject
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.jobs.events import announce
from stepwell.registry.people.events import ConsentRevoked, PersonDied
from stepwell.registry.people.models import Credential, Death, Person, ReachWay, Relation, Staff

WAYS = ("phone", "text", "email", "letter")
RELATIONS = ("relative", "partner", "referrer", "outside_clinician", "emergency_contact", "other")


@action(Permission.PERSON_WRITE)
def register(access: Access, /, *, first_name: str, last_name: str, **details: Any) -> Person:
    """A new person, protected from the first contact on. `details` are other fields of Person."""
    if not first_name.strip() or not last_name.strip():
        raise BadInput("first_name", "Write at least a first and a last name; a called name is enough for both.")
    subject = Subject.objects.create()
    concerns(subject.pk)
    return Person.objects.create(subject=subject, first_name=first_name, last_name=last_name, **details)


@action(Permission.PERSON_WRITE)
def describe(access: Access, /, *, person: Person, **details: Any) -> Person:
    """Fill in or mend what is known of a person; the trail keeps who changed it and when."""
    for field, value in details.items():
        if field not in Person.PRIVACY or field in ("id", "operator", "subject"):
            raise BadInput(field, f"There is no field {field} to fill in.")
        setattr(person, field, value)
    person.save()
    return person


@action(Permission.PERSON_WRITE)
def reach_by(
    access: Access, *, subject: Subject, kind: str, value: str, leave_message: bool, on: date, note: str = ""
) -> ReachWay:
    """A safe way to reach the person. kind: phone, text, email or letter."""
    if kind not in WAYS:
        raise BadInput("kind", f"A way to reach someone is one of {', '.join(WAYS)}.")
    return ReachWay.objects.create(
        subject=subject, kind=kind, value=value, leave_message=leave_message, made_on=on, note=note
    )


@action(Permission.PERSON_WRITE)
def stop_reaching_by(access: Access, *, way: ReachWay, on: date) -> ReachWay:
    """The person does not want to be reached that way any more."""
    way.ended_on = on
    way.save()
    return way


@action(Permission.PERSON_WRITE)
def relate(access: Access, /, *, subject: Subject, kind: str, name: str, on: date, **details: Any) -> Relation:
    """Someone around the person. kind: one of RELATIONS. Being listed permits nothing: that is a consent's work."""
    if kind not in RELATIONS:
        raise BadInput("kind", f"Someone around a person is one of {', '.join(RELATIONS)}.")
    return Relation.objects.create(subject=subject, kind=kind, name=name, since=on, **details)


@action(Permission.PERSON_WRITE)
def end_relation(access: Access, *, relation: Relation, on: date) -> Relation:
    """Somebody is no longer around the person. on: the first day without them. A consent that names them is taken back
    by itself: this ends none. Raises Conflict when it was ended before."""
    if relation.until is not None and relation.until < on:
        raise Conflict("This was ended before.")
    relation.until = on - timedelta(days=1)
    relation.save()
    return relation


@action(Permission.PERSON_READ)
def record_death(access: Access, *, subject: Subject, on: date, at: datetime) -> Death:
    """Record that a person has died. Announces PersonDied; every message stops."""
    try:
        with transaction.atomic():
            death = Death.objects.create(subject=subject, on=on, recorded_at=at, recorded_by=access.name)
    except IntegrityError:
        raise Conflict("This was recorded before.") from None
    announce(PersonDied(subject.pk))
    return death


@action(Permission.CONSENT_WRITE)
def revoke_consent(access: Access, *, consent: Consent, at: datetime, how: str) -> ConsentRevocation:
    """Take a consent back and let every area stop what it would have disclosed under it."""
    row = consents.revoke(access, consent=consent, at=at, how=how)
    announce(ConsentRevoked(consent.subject_id, consent.pk))
    return row


@action(Permission.STAFF_WRITE)
def hire(
    access: Access,
    *,
    name: str,
    roles: list[str],
    on: date,
    npi: str = "",
    taxonomy: str = "",
    caseload_max: int = 0,
) -> Staff:
    """A new member of staff. roles: as in foundation/gate/roles.py. caseload_max: clients; 0 carries no caseload."""
    return Staff.objects.create(name=name, roles=roles, npi=npi, taxonomy=taxonomy, caseload_max=caseload_max, since=on)


@action(Permission.STAFF_WRITE)
def credential(
    access: Access, *, staff: Staff, kind: str, state: str, number: str, valid_from: date, valid_to: date
) -> Credential:
    """A licence or certificate of a member of staff in a state."""
    if valid_to < valid_from:
        raise BadInput("valid_to", "A credential cannot end before it starts.")
    return Credential.objects.create(
        staff=staff, kind=kind, state=state, number=number, valid_from=valid_from, valid_to=valid_to
    )
