"""One claim: its lines, its file, and the way back to the consent it stands on; and the list of claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from stepwell.doors.staff.authorizations.records import address_of
from stepwell.doors.staff.billing.words import FORMS, KINDS
from stepwell.doors.staff.people.head import Head, clinic_zone, head_of
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.office.claims import queries as claims
from stepwell.office.claims.models import Claim, ClaimLine
from stepwell.registry.people import queries as people

MOST = 100


@dataclass(frozen=True)
class Station:
    """One station of the way back. address: "" where there is no page the reader may open."""

    says: str
    address: str


@dataclass(frozen=True)
class Leg:
    """Stations of one kind, in the order of the way: claim first, consent last."""

    kind: str
    word: str
    stations: tuple[Station, ...]


@dataclass(frozen=True)
class ClaimPage:
    """What the page prints."""

    head: Head
    claim: Claim
    form: str
    lines: tuple[ClaimLine, ...]
    way: tuple[Leg, ...]


@dataclass(frozen=True)
class Listed:
    """One claim of the list."""

    claim: Claim
    form: str
    person_id: int
    name: str


@dataclass(frozen=True)
class ClaimList:
    """What the list prints."""

    today: date
    rows: tuple[Listed, ...]
    most: int = MOST


@query(Permission.BILLING_READ)
def claim_page(access: Access, *, claim_id: str, now: datetime) -> ClaimPage:
    """Gather the page. Raises NotFound."""
    row = claims.claim_by_id(access, claim_id=claim_id)
    person = people.person_of(access, subject_id=row.subject_id)
    lines = claims.lines_of(access, claim=row)
    by_kind: dict[str, list[Station]] = {}
    for step in claims.steps(access, claim=row, lines=lines):
        address = address_of(access, step.kind, step.id, person.pk, step.session)
        by_kind.setdefault(step.kind, []).append(Station(step.says, address))
    # A day's lines and days are the table above the way; the way names each kind once.
    way = tuple(Leg(kind, KINDS[kind], tuple(by_kind[kind])) for kind in KINDS if kind in by_kind)
    head = head_of(access, person_id=person.pk, now=now, person=person)
    return ClaimPage(head, row, FORMS.get(row.form, row.form), tuple(lines), way)


@query(Permission.BILLING_READ)
def claim_list(access: Access, *, now: datetime) -> ClaimList:
    """The claims made last, the newest first."""
    rows = claims.latest_claims(access, limit=MOST)
    named = people.names(access, subject_ids=sorted({row.subject_id for row in rows}))
    return ClaimList(
        now.astimezone(clinic_zone(access)).date(),
        tuple(Listed(row, FORMS.get(row.form, row.form), *named.get(row.subject_id, (0, ""))) for row in rows),
    )


@query(Permission.BILLING_READ)
def claim_file(access: Access, *, claim_id: str) -> tuple[str, bytes]:
    """A neutral file name, which says nothing of the person, and the file as it left the house. Raises NotFound."""
    row = claims.claim_by_id(access, claim_id=claim_id)
    return f"837-{row.control_number:09d}.txt", documents.content(access, document_id=row.document_id)
