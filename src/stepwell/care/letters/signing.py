"""Signing a letter: printed, kept, and recorded as handed over or as a disclosure. Called inside an open gate."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.care.letters.models import Letter, LetterSignature
from stepwell.care.letters.printing import Signed, letter_pdf
from stepwell.care.letters.rules.wording import day, scope, sender
from stepwell.care.letters.rules.writing import LetterFacts, categories_of, consent_for
from stepwell.foundation.documents.keeping import keep
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent, Disclosure, Operator
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Site


def signed_letter(
    access: Access,
    row: Letter,
    by: Staff,
    credential: str,
    at: datetime,
    disclosure: Disclosure,
    policy: Policy,
    site: Site,
) -> LetterSignature:
    """Print the letter, keep it and its signature. Raises NotAllowed without a neutral name, Conflict."""
    person = people.person(access, subject=row.subject)
    about, on = f"{person.first_name} {person.last_name}", local_date(at, row.episode)
    signed = Signed(
        sender=sender_of(access, site, policy),
        name=by.name,
        credential=credential,
        on=on,
        scope=_scope(about, disclosure.consent, row, policy),
    )
    content = letter_pdf(row, about=about, site=site, signed=signed, policy=policy)
    document = keep(
        subject=row.subject,
        kind="letter",
        title=str(policy.rule("kinds")["kinds"][row.kind]["title"]["en"]),
        media_type="application/pdf",
        content=content,
    )
    try:
        with transaction.atomic():
            return LetterSignature.objects.create(
                subject_id=row.subject_id,
                letter=row,
                by=by,
                credential=credential,
                at=at,
                sender=signed.sender,
                sha256=hashlib.sha256(content).hexdigest(),
                document=document,
                disclosure=disclosure,
            )
    except IntegrityError:
        raise Conflict("This letter was signed a moment ago; read it again.") from None


def told(access: Access, row: Letter, at: datetime, on: date, policy: Policy) -> Disclosure:
    """The record of telling it: to the person themself, or to the recipient on the consent the rule found."""
    categories = categories_of(frozenset(row.says), policy)
    content = f"Letter {row.pk}, {row.kind}: {', '.join(row.says)}, {row.from_on} to {row.to_on}"
    if row.to == "client":
        return consents.hand_over(
            access, subject=row.subject, purpose=row.purpose, categories=categories, content=content, at=at
        )
    signed = tuple(consents.active(access, subject=row.subject, on=on))
    facts = LetterFacts(row.kind, "recipient", frozenset(row.says), on, row.recipient, row.purpose, signed)
    consent = consent_for(facts, policy)
    if consent is None:
        raise NotAllowed((policy.reason("no-consent"),))
    return consents.disclose(
        access,
        subject=row.subject,
        recipient=row.recipient,
        purpose=row.purpose,
        categories=categories,
        content=content,
        at=at,
        on=on,
        consent_id=consent,
    )


def _scope(name: str, consent: Consent | None, row: Letter, policy: Policy) -> str:
    if consent is None:
        return ""
    signed_on = local_date(consent.signed_at, row.episode)
    filled = {"name": name, "on": day(signed_on, row.language), "consent": str(consent.pk)}
    return scope(filled, row.language, policy)


def sender_of(access: Access, site: Site, policy: Policy) -> str:
    """The name at the head of the site's letters. Raises NotAllowed where every name tells of treatment."""
    operator = Operator.objects.get(pk=access.operator_id)
    ruling = sender((site.letter_name, operator.name, site.name), policy)
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    return ruling.answer


def local_date(at: datetime, episode: Episode) -> date:
    """The day on the clock of the site that treats the person."""
    if at.tzinfo is None:
        raise BadInput("at", "A moment needs its time zone.")
    return at.astimezone(ZoneInfo(episode.program.site.time_zone)).date()
