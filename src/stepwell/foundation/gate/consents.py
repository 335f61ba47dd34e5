"""Consents and disclosures: granting, revoking, and the one way to tell something to somebody outside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.consent_reading import active_of, text_of
from stepwell.foundation.gate.models import Consent, ConsentRevocation, Disclosure, Subject
from stepwell.foundation.gate.opening import action, concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict, NotAllowed, NotFound
from stepwell.foundation.gate.rules.consent import ActiveConsent, complete, may_disclose
from stepwell.foundation.kernel.ruling import Ruling

#: The short statement that goes with every consented disclosure (42 CFR 2.32(a)(2)).
SHORT_NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
NOTICE_VERSION = "42 CFR 2.32 short form, 2024 rule"
#: What is told in a medical emergency goes without a consent and without that statement.
EMERGENCY = "emergency"
NO_NOTICE = "none: 42 CFR 2.51"


@action(Permission.CONSENT_WRITE)
def grant(
    access: Access,
    *,
    subject: Subject,
    kind: str,
    patient: str,
    discloser: str,
    recipients: Sequence[str],
    purposes: Sequence[str],
    categories: Sequence[str],
    signed_by: str,
    signed_at: datetime,
    starts_on: date,
    recipient_class: str = "",
    relation_id: int | None = None,
    expires_on: date | None = None,
    expires_when: str = "",
    says_revocable: bool = True,
    says_redisclosure: bool = False,
    says_refusal: bool = False,
    signer_authority: str = "self",
    method: str = "typed",
    form_version: str = "",
) -> Consent:
    """Keep a signed consent. Raises NotAllowed naming each element of 42 CFR 2.31 that is missing.

    kind: "tpo" (treatment, payment, operations), "contact", "relative", "outside_clinician", "referral", …
    method: "drawn", "typed", "paper" or "verbal" (verbal only for contact about an enquiry).
    """
    row = Consent(
        subject=subject,
        kind=kind,
        discloser=discloser,
        recipients=list(recipients),
        recipient_class=recipient_class,
        relation_id=relation_id,
        purposes=list(purposes),
        categories=list(categories),
        starts_on=starts_on,
        expires_on=expires_on,
        expires_when=expires_when,
        says_revocable=says_revocable,
        says_redisclosure=says_redisclosure,
        says_refusal=says_refusal,
        signed_by=signed_by,
        signer_authority=signer_authority,
        signed_at=signed_at,
        method=method,
        form_version=form_version,
    )
    ruling = complete(text_of(row, patient))
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    row.save(force_insert=True)
    return row


@action(Permission.CONSENT_WRITE)
def revoke(access: Access, *, consent: Consent, at: datetime, how: str) -> ConsentRevocation:
    """Take a consent back: what comes later is not disclosed. Raises Conflict when it was taken back before."""
    row, made = ConsentRevocation.objects.get_or_create(
        consent=consent,
        defaults={"operator_id": access.operator_id, "subject_id": consent.subject_id, "at": at, "how": how},
    )
    if not made:
        raise Conflict("This consent was taken back before.")
    return row


@query(Permission.PERSON_READ)
def in_force(access: Access, *, subject: Subject, on: date, kind: str = "") -> list[Consent]:
    """Consents of the person that are in force on the day, oldest first; of one kind where given."""
    rows = Consent.objects.filter(subject=subject, starts_on__lte=on).exclude(expires_on__lt=on)
    rows = rows.exclude(revocation__at__date__lte=on).order_by("id")
    return list(rows.filter(kind=kind) if kind else rows)


@query(Permission.PERSON_READ)
def given_by(access: Access, *, subject: Subject) -> list[Consent]:
    """Every consent the person ever gave, the newest first, each with its revocation where it was taken back."""
    return list(Consent.objects.select_related("revocation").filter(subject=subject).order_by("-signed_at", "-id"))


@query(Permission.PERSON_READ)
def names_relation(access: Access, *, subject: Subject, relation_id: int, purpose: str, on: date) -> Consent | None:
    """A consent in force that names the person around them for that purpose, or None."""
    for consent in in_force(access, subject=subject, on=on):
        if consent.relation_id == relation_id and purpose in consent.purposes:
            return consent
    return None


@query(Permission.PERSON_READ)
def revoked_at(access: Access, *, consent_id: int) -> datetime:
    """When a consent was taken back. Raises NotFound for one that stands."""
    found = ConsentRevocation.objects.filter(consent_id=consent_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found.at


@query(Permission.PERSON_READ)
def active(access: Access, *, subject: Subject, on: date) -> list[ActiveConsent]:
    """The person's consents that are in force on the day, as rules read them, oldest first."""
    return [active_of(row) for row in in_force(access, subject=subject, on=on)]


@query(Permission.PERSON_READ)
def permits(
    access: Access,
    *,
    subject: Subject,
    recipient: str,
    purpose: str,
    categories: frozenset[str],
    on: date,
    consent_id: int | None = None,
) -> Ruling[int | None]:
    """The consent that would permit a disclosure on the day, with the reason either way; only the one of that number
    where one is given."""
    signed = [one for one in active(access, subject=subject, on=on) if consent_id in (None, one.id)]
    return may_disclose(signed, recipient=recipient, purpose=purpose, categories=categories, on=on)


@action(Permission.PERSON_READ)
def disclose(
    access: Access,
    *,
    subject: Subject,
    recipient: str,
    purpose: str,
    categories: frozenset[str],
    content: str,
    at: datetime,
    on: date | None = None,
    consent_id: int | None = None,
) -> Disclosure:
    """Record a disclosure that a consent in force permits; it leaves the house with the short notice.

    on: the day by the site's clock, default that of `at`. consent_id: the consent that has to permit it, where a rule
    has found one already. Raises NotAllowed when no consent covers it. `content` says in a line what was sent.
    """
    ruling = permits(
        access,
        subject=subject,
        recipient=recipient,
        purpose=purpose,
        categories=categories,
        on=on or at.date(),
        consent_id=consent_id,
    )
    if ruling.answer is None:
        raise NotAllowed(ruling.reasons)
    return Disclosure.objects.create(
        subject=subject,
        consent_id=ruling.answer,
        recipient=recipient,
        purpose=purpose,
        basis="consent",
        categories=sorted(categories),
        content=content,
        notice_version=NOTICE_VERSION,
        at=at,
        by=access.name,
    )


@action(Permission.PERSON_READ)
def hand_over(
    access: Access, *, subject: Subject, purpose: str, categories: frozenset[str], content: str, at: datetime
) -> Disclosure:
    """Record that the person was handed something about themself. It needs no consent (42 CFR 2.23) and carries no
    notice: it is theirs. `content` says in a line what it was."""
    return Disclosure.objects.create(
        subject=subject,
        recipient="The person",
        purpose=purpose,
        basis="patient-access",
        categories=sorted(categories),
        content=content,
        notice_version="",
        at=at,
        by=access.name,
    )


@action(Permission.PERSON_READ)
def disclose_in_emergency(
    access: Access,
    *,
    subject: Subject,
    recipient: str,
    categories: frozenset[str],
    content: str,
    at: datetime,
    by: str = "",
) -> Disclosure:
    """Record what medical staff were told in a medical emergency: no consent is needed, the accounting has it.

    recipient: the name and where they work. content: the nature of the emergency and what was told. by: who told them,
    the caller where it is empty. Source: 42 CFR 2.51.
    """
    return Disclosure.objects.create(
        subject=subject,
        recipient=recipient[:200],
        purpose=EMERGENCY,
        basis=EMERGENCY,
        categories=sorted(categories),
        content=content[:300],
        notice_version=NO_NOTICE,
        at=at,
        by=by or access.name,
    )
