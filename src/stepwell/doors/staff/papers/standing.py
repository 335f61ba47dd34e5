"""Consents as people read them: to whom, what, for what, until when, and whether they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.doors.staff.shell.said import said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepwell.foundation.gate.models import Consent

IN_FORCE, EXPIRED, TAKEN_BACK, LATER = "in force", "expired", "taken back", "not yet"


@dataclass(frozen=True)
class Given:
    """One consent. state: in force, expired, taken back or not yet. kind: of its chip."""

    number: int
    kind: str
    title: str
    to: str
    relation_id: int | None
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    starts_on: date
    until: str
    state: str
    signed_by: str
    authority: str
    signed_at: datetime
    method: str
    taken_back_at: datetime | None
    how: str
    document_id: int | None

    @property
    def stands(self) -> bool:
        """Whether something may be told on it today."""
        return self.state == IN_FORCE

    @property
    def chip(self) -> str:
        """The chip's look."""
        return {IN_FORCE: "met", LATER: "told"}.get(self.state, "calm")


def given(consent: Consent, today: date, documents: Mapping[int, int]) -> Given:
    """A consent in words, read with its revocation (`given_by`). documents: the document of each consent, by number."""
    back = getattr(consent, "revocation", None)
    return Given(
        number=consent.pk,
        kind=consent.kind,
        title=title_of(consent.kind),
        to=consent.recipient_class or ", ".join(consent.recipients),
        relation_id=consent.relation_id,
        categories=tuple(said(one) for one in consent.categories),
        purposes=tuple(said(one) for one in consent.purposes),
        starts_on=consent.starts_on,
        until=_until(consent),
        state=_state(consent, back is not None, today),
        signed_by=consent.signed_by,
        authority=consent.signer_authority,
        signed_at=consent.signed_at,
        method=consent.method,
        taken_back_at=back.at if back else None,
        how=back.how if back else "",
        document_id=documents.get(consent.pk),
    )


def title_of(kind: str) -> str:
    """A kind of consent as a heading."""
    words = said(kind).replace("-", " ")
    return words[:1].upper() + words[1:]


def _until(consent: Consent) -> str:
    if consent.expires_on is None:
        return "no end is set" if consent.expires_when in ("", "none") else consent.expires_when
    on = consent.expires_on
    day = f"{on:%b} {on.day}, {on.year}"
    return f"{day}, or {consent.expires_when}" if consent.expires_when else day


def _state(consent: Consent, taken_back: bool, today: date) -> str:
    if taken_back:
        return TAKEN_BACK
    if consent.expires_on and consent.expires_on < today:
        return EXPIRED
    return LATER if consent.starts_on > today else IN_FORCE
