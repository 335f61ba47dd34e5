"""What a timeline tells of consents and of what was told under them."""

from __future__ import annotations

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent, ConsentRevocation, Disclosure, Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.PERSON_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """consent: a the kind, b the recipients' class or the first of them. revoked: a the kind, b how."""
    first = Coalesce(NullIf("recipient_class", Value("")), F("recipients__0"), Value(""), output_field=TextField())
    return [
        moments("consent", Consent.objects.filter(subject=subject), at="signed_at", a="kind", b=first),
        moments(
            "revoked",
            ConsentRevocation.objects.filter(subject=subject),
            at="at",
            ref="consent_id",
            a="consent__kind",
            b="how",
        ),
    ]


@query(Permission.TRAIL_OF_PERSON)
def disclosure_moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """told: a to whom, b what, c for what."""
    rows = Disclosure.objects.filter(subject=subject)
    return [moments("told", rows, at="at", a="recipient", b="content", c="purpose")]
