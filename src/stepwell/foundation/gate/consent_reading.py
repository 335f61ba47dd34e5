"""A consent's row as the rules about consents read it."""

from __future__ import annotations

from stepwell.foundation.gate.models import Consent
from stepwell.foundation.gate.rules.consent import ActiveConsent, ConsentText


def text_of(row: Consent, patient: str) -> ConsentText:
    """What the signed form says, kept or not. patient: the person's name as the form has it."""
    return ConsentText(
        kind=row.kind,
        patient=patient,
        discloser=row.discloser,
        information=tuple(row.categories),
        recipient=(*row.recipients, *([row.recipient_class] if row.recipient_class else [])),
        purpose=tuple(row.purposes),
        expiry=row.expires_when or (row.expires_on.isoformat() if row.expires_on else ""),
        signature=row.signed_by,
        signed_on=row.signed_at.date(),
        revocable=row.says_revocable,
        redisclosure=row.says_redisclosure,
        refusal=row.says_refusal,
    )


def active_of(row: Consent) -> ActiveConsent:
    """A consent that is in force."""
    return ActiveConsent(
        id=row.pk,
        kind=row.kind,
        purposes=frozenset(row.purposes),
        categories=frozenset(row.categories),
        recipients=frozenset(row.recipients),
        recipient_class=row.recipient_class,
        starts_on=row.starts_on,
        expires_on=row.expires_on,
        revoked_on=None,
    )
