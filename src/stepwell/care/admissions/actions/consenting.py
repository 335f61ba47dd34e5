"""The one consent for treatment, payment and operations, and consents that name who is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.admissions.before import PAPERS
from stepwell.care.admissions.printing import METHODS, keep_paper
from stepwell.care.admissions.rules.consent_wording import Asked, consent_form, consent_kinds
from stepwell.care.admissions.rules.wording import Form, form
from stepwell.care.admissions.site import by_clock, site_of
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent, Operator, Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.people.models import Person
    from stepwell.registry.programs.models import Site

TPO = "tpo-consent"
FORMS = "consents/forms"


@action(Permission.CONSENT_WRITE)
def sign_tpo(
    access: Access,
    *,
    subject: Subject,
    signed_by: str,
    at: datetime,
    method: str = "typed",
    language: str = "",
    signer_authority: str = "self",
    expires_on: date | None = None,
    expires_when: str | None = None,
    recipient_class: str | None = None,
    purposes: Sequence[str] | None = None,
    categories: Sequence[str] | None = None,
    says_revocable: bool = True,
    says_redisclosure: bool = True,
    says_refusal: bool = True,
    drawn: bytes | None = None,
) -> Consent:
    """One consent for all future treatment, payment and operations, with its printed paper.

    What is left out is as papers/intake words it. drawn: the PNG of a drawn signature. Raises NotAllowed naming each
    element of 42 CFR 2.31 that the form would lack, BadInput, and Conflict while such a consent is in force.
    """
    person, site, on = _signing(access, subject, method, at)
    if consents.in_force(access, subject=subject, on=on, kind="tpo"):
        raise Conflict("Such a consent is in force; revoke it before another is signed.")
    policy = load(PAPERS, on)
    rule, paper = policy.rule(TPO), form(TPO, language or person.language, policy)
    until = rule["expires_when"] if expires_when is None and expires_on is None else expires_when or ""
    consent = consents.grant(
        access,
        subject=subject,
        kind=rule["consent"],
        patient=_patient(person),
        discloser=_discloser(access),
        recipients=[],
        recipient_class=rule["recipient_class"] if recipient_class is None else recipient_class,
        purposes=rule["purposes"] if purposes is None else purposes,
        categories=rule["categories"] if categories is None else categories,
        signed_by=signed_by,
        signed_at=at,
        starts_on=on,
        expires_on=expires_on,
        expires_when=until,
        says_revocable=says_revocable,
        says_redisclosure=says_redisclosure,
        says_refusal=says_refusal,
        signer_authority=signer_authority,
        method=method,
        form_version=f"{policy.ref}#{TPO}/{paper.language} {paper.version_hash[:16]}",
    )
    _print(access, person, site, paper, consent, drawn)
    return consent


@action(Permission.CONSENT_WRITE)
def sign_consent(
    access: Access,
    *,
    subject: Subject,
    kind: str,
    recipient: str,
    categories: Sequence[str],
    purposes: Sequence[str],
    signed_by: str,
    at: datetime,
    expires_on: date | None = None,
    expires_when: str = "",
    relation_id: int | None = None,
    signer_authority: str = "self",
    method: str = "typed",
    language: str = "",
    drawn: bytes | None = None,
) -> Consent:
    """A consent that names who is told, with its printed paper.

    kind: of the policy consents/forms. categories, purposes: as that policy lists them. expires_on, expires_when: the
    last day, or an event in words; one is needed. relation_id: who of the people around the recipient is. Raises
    NotAllowed naming each element of 42 CFR 2.31 that is missing, BadInput, Conflict.
    """
    person, site, on = _signing(access, subject, method, at)
    if expires_on is not None and expires_on < on:
        raise BadInput("expires_on", "The last day cannot be before today.")
    policy = load(FORMS, on)
    _offered(policy, kind, categories, purposes)
    discloser = _discloser(access)
    asked = Asked(kind, discloser, recipient, tuple(categories), tuple(purposes), expires_on, expires_when.strip())
    paper = consent_form(asked, language or person.language, policy)
    consent = consents.grant(
        access,
        subject=subject,
        kind=policy.rule(kind)["consent"],
        patient=_patient(person),
        discloser=discloser,
        recipients=[recipient] if recipient else [],
        relation_id=relation_id,
        purposes=purposes,
        categories=categories,
        signed_by=signed_by,
        signed_at=at,
        starts_on=on,
        expires_on=expires_on,
        expires_when=asked.expires_when,
        says_revocable=True,
        says_redisclosure=True,
        says_refusal=True,
        signer_authority=signer_authority,
        method=method,
        form_version=f"{policy.ref}#{kind}/{paper.language} {paper.version_hash[:16]}",
    )
    _print(access, person, site, paper, consent, drawn)
    return consent


def _signing(access: Access, subject: Subject, method: str, at: datetime) -> tuple[Person, Site | None, date]:
    """Who signs, where, and the day there. Raises Conflict after a death, BadInput for another way to sign."""
    person = people.person(access, subject=subject)
    if person.is_known_dead:
        raise Conflict("A death is recorded for this person; nothing is signed any more.")
    if method not in METHODS:
        raise BadInput("method", f"This consent is signed in one of these ways: {', '.join(METHODS)}.")
    site = site_of(access, subject)
    return person, site, by_clock(at, site).date()


def _offered(policy: Policy, kind: str, categories: Sequence[str], purposes: Sequence[str]) -> None:
    """Raises BadInput for a kind, a category or a purpose that the policy does not list."""
    if kind not in consent_kinds(policy):
        raise BadInput("kind", f"A consent is one of {', '.join(consent_kinds(policy))}.")
    for name, chosen in (("categories", categories), ("purposes", purposes)):
        if not set(chosen) <= set(policy.rule("elements")[name]):
            raise BadInput(name, f"Choose from {', '.join(policy.rule('elements')[name])}.")


def _discloser(access: Access) -> str:
    return Operator.objects.get(pk=access.operator_id).name


def _patient(person: Person) -> str:
    return f"{person.first_name} {person.last_name}"


def _print(
    access: Access, person: Person, site: Site | None, paper: Form, consent: Consent, drawn: bytes | None
) -> None:
    """Keep the text of the consent on paper, signed as the consent is."""
    keep_paper(
        access,
        person=person,
        site=site,
        form=paper,
        signed_by=consent.signed_by,
        at=consent.signed_at,
        method=consent.method,
        signer_authority=consent.signer_authority,
        drawn=drawn,
        consent=consent,
    )
