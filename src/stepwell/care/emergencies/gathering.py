"""What is known when an emergency begins. Called inside an open gate."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.admissions import queries as admissions
from stepwell.care.emergencies.rules.calling import EMERGENCY_CONTACT, Contact, EmergencyFacts
from stepwell.foundation.gate import consents
from stepwell.foundation.policy.document import Policy
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.gate.access import Access
    from stepwell.foundation.gate.models import Subject

DEFAULTS = "emergencies/field-defaults"


def facts_of(
    access: Access,
    subject: Subject | None,
    *,
    kind: str,
    place: str,
    address: str,
    at: datetime,
    on: date,
    policy: Policy,
) -> EmergencyFacts:
    """Who is on call and who stands by the person, with what each may know; nobody does where no person is named."""
    shift = admissions.on_call(access, at=at)
    return EmergencyFacts(
        kind=kind,
        place=place,
        address=address,
        on_call=(shift.staff.name, shift.phone) if shift else None,
        contacts=() if subject is None else _contacts(access, subject, on, policy),
    )


def _contacts(access: Access, subject: Subject, on: date, policy: Policy) -> tuple[Contact, ...]:
    agreed = set(policy.rule("contact-with-consent")["purposes"])
    named = {
        consent.relation_id
        for consent in consents.in_force(access, subject=subject, on=on)
        if agreed & set(consent.purposes)
    }
    around = people.relations(access, subject=subject, on=on)
    return tuple(Contact(each.name, each.phone, each.pk in named) for each in around if each.kind == EMERGENCY_CONTACT)
