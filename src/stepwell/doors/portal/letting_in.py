"""People a client lets in: consents they give, look at and take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from stepwell.care.admissions import actions
from stepwell.care.admissions.rules.consent_wording import consent_kinds, named
from stepwell.doors.portal.mine import Me, behalf, me_of
from stepwell.doors.staff.papers.pages import FORMS, Writing, writing
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent
from stepwell.foundation.gate.opening import action, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from stepwell.registry.people.models import Relation

#: Kinds of consent a client gives by themself, as the list asks for them.
KINDS = {
    "relative": gettext_noop("Somebody close to me"),
    "outside-clinician": gettext_noop("A doctor or therapist of my own"),
    "referral": gettext_noop("Who sent me here, or where I go next"),
    "court-or-probation": gettext_noop("Court, probation or a lawyer"),
    "employer": gettext_noop("My work"),
    "school": gettext_noop("My school"),
}


@dataclass(frozen=True)
class LetIn:
    """A consent in plain words. until: the last day, None with `when` in words. stands: it is in force today."""

    number: int
    to: str
    what: tuple[str, ...]
    why: tuple[str, ...]
    since: date
    until: date | None
    when: str
    stands: bool
    taken_back_at: datetime | None
    document_id: int | None
    own: bool


@dataclass(frozen=True)
class People:
    """Whom the client lets in. kinds: whom they may let in."""

    me: Me
    standing: tuple[LetIn, ...]
    ended: tuple[LetIn, ...]
    around: tuple[Relation, ...]
    kinds: tuple[tuple[str, str], ...]


@query(Permission.OWN_READ)
def people_page(access: Access, *, now: datetime) -> People:
    """Whom the client lets in, what each may know, until when."""
    me = me_of(access, now=now)
    policy = load(FORMS, me.today)
    rows = [_let_in(row, me, policy) for row in consents.given_by(access, subject=me.subject)]
    around = of_people.relations(access, subject=me.subject, on=me.today)
    return People(
        me,
        tuple(one for one in rows if one.stands),
        tuple(one for one in rows if not one.stands),
        tuple(around),
        tuple((kind, _(KINDS[kind])) for kind in consent_kinds(policy) if kind in KINDS),
    )


@query(Permission.OWN_READ)
def consent(access: Access, *, consent_id: int, now: datetime) -> tuple[Me, LetIn]:
    """One consent of the client. Raises NotFound."""
    me, row = _consent(access, consent_id, now)
    return me, _let_in(row, me, load(FORMS, me.today))


@query(Permission.OWN_READ)
def consent_form(access: Access, *, kind: str, now: datetime) -> tuple[Me, Writing]:
    """A consent to be written, every element of 42 CFR 2.31 on the page. Raises NotFound."""
    me = me_of(access, now=now)
    if kind not in KINDS:
        raise NotFound
    return me, writing(behalf(access), person_id=me.person.pk, kind=kind, language=me.language, now=now)


@action(Permission.OWN_WRITE)
def let_in(
    access: Access, *, kind: str, recipient: str, categories: Sequence[str], purposes: Sequence[str], signed_by: str,
    expires_on: date | None, expires_when: str, drawn: bytes | None, now: datetime,
) -> Consent:  # fmt: skip
    """Let somebody in by a signed consent. Raises NotAllowed naming each element that is missing, BadInput."""
    me, page = consent_form(access, kind=kind, now=now)
    whom = next((one.pk for one in page.around if one.name == recipient.strip()), None)
    own = behalf(access)
    if whom is None and page.kind in ("relative", "outside-clinician"):
        # Somebody new: they are noted, so that a login can be opened for them.
        noted = "relative" if page.kind == "relative" else "outside_clinician"
        whom = people.relate(own, subject=me.subject, kind=noted, name=recipient.strip(), on=me.today).pk
    return actions.sign_consent(
        own,
        subject=me.subject,
        kind=kind,
        recipient=recipient.strip(),
        relation_id=whom,
        categories=categories,
        purposes=purposes,
        signed_by=signed_by,
        at=now,
        expires_on=expires_on,
        expires_when=expires_when,
        language=page.language,
        method="drawn" if drawn else "typed",
        drawn=drawn,
    )


@action(Permission.OWN_WRITE)
def take_back(access: Access, *, consent_id: int, now: datetime) -> None:
    """Took a consent back; from this moment nothing more is told on it. Raises NotFound, Conflict."""
    _, row = _consent(access, consent_id, now)
    people.revoke_consent(behalf(access), consent=row, at=now, how="in writing, at the portal")


def _consent(access: Access, consent_id: int, now: datetime) -> tuple[Me, Consent]:
    me = me_of(access, now=now)
    row = next((one for one in consents.given_by(access, subject=me.subject) if one.pk == consent_id), None)
    if row is None:
        raise NotFound
    return me, row


def _let_in(row: Consent, me: Me, policy: Any) -> LetIn:
    back = getattr(row, "revocation", None)
    ended = row.expires_on is not None and row.expires_on < me.today
    return LetIn(
        number=row.pk,
        to=", ".join(row.recipients) or row.recipient_class,
        what=_said(row.categories, "categories", me.language, policy),
        why=_said(row.purposes, "purposes", me.language, policy),
        since=row.starts_on,
        until=row.expires_on,
        when="" if row.expires_when in ("", "none") else row.expires_when,
        stands=back is None and not ended and row.starts_on <= me.today,
        taken_back_at=back.at if back else None,
        document_id=None,
        own=row.kind == "tpo",
    )


def _said(codes: Sequence[str], what: str, language: str, policy: Any) -> tuple[str, ...]:
    return tuple(named(codes, what, language, policy))
