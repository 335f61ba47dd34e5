"""What a review is told: gaps first, sections in order, each sentence with the record it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse

from stepwell.doors.staff.authorizations.one import ToWrite, to_write
from stepwell.doors.staff.authorizations.records import address_of
from stepwell.doors.staff.authorizations.words import RECORDS
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization import queries
from stepwell.office.utilization.models import PacketSent, ReviewPacket
from stepwell.office.utilization.rules.packet import PACKET, wanted
from stepwell.registry.people import queries as people


@dataclass(frozen=True)
class Record:
    """Where a sentence comes from. address: "" where the record has no page, or none the reader may open."""

    says: str
    on: date
    address: str


@dataclass(frozen=True)
class Told:
    """One sentence with its records."""

    says: str
    records: tuple[Record, ...]


@dataclass(frozen=True)
class SectionShown:
    """One section as it will be told."""

    key: str
    heading: str
    asks: str
    sentences: tuple[Told, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class PacketPage:
    """What the page prints. choices: every section there is, also those left out.

    gaps: the heading of the section, "" where the words name it, and the gap.
    """

    one: ToWrite
    sections: tuple[SectionShown, ...]
    gaps: tuple[tuple[str, str], ...]
    categories: tuple[str, ...]
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Printed:
    """A packet that was printed: what it tells and left out, and how it was sent."""

    head: Head
    packet: ReviewPacket
    plan_name: str
    authorization_id: int
    left_out: tuple[str, ...]
    sendings: tuple[PacketSent, ...]
    document_address: str
    may_send: bool


@query(Permission.AUTHORIZATION_WRITE)
def packet_page(
    access: Access,
    *,
    authorization_id: int,
    now: datetime,
    units: int | None = None,
    until: date | None = None,
    leave_out: Sequence[str] = (),
) -> PacketPage:
    """Gather the page as it would be printed now. Raises NotFound; NotPermitted for who may not read the record."""
    one = to_write(access, authorization_id=authorization_id, now=now)
    row = one.authorization
    made = queries.packet(access, authorization=row, at=now, units=units, until=until, leave_out=leave_out)
    person_id = one.head.person.pk
    sections = tuple(
        SectionShown(
            key=each.key,
            heading=each.heading,
            asks=each.asks,
            sentences=tuple(
                Told(
                    said.says,
                    tuple(
                        Record(
                            RECORDS.get(seen.kind, seen.kind.replace("_", " ")),
                            seen.on,
                            address_of(access, seen.kind, seen.id, person_id),
                        )
                        for seen in said.evidence
                    ),
                )
                for said in each.sentences
            ),
            gaps=each.gaps,
        )
        for each in made.sections
    )
    asked = wanted(load(PACKET, made.on), load(row.coverage.payer, made.on))
    return PacketPage(
        one=one,
        sections=sections,
        gaps=tuple(("" if each.heading in gap else each.heading, gap) for each in sections for gap in each.gaps),
        categories=tuple(sorted(made.categories)),
        choices=[(each["key"], each["heading"]) for each in asked],
    )


@query(Permission.AUTHORIZATION_READ)
def printed(access: Access, *, packet_id: int, now: datetime) -> Printed:
    """Gather the page of a printed packet. Raises NotFound."""
    packet = queries.packet_by_id(access, packet_id=packet_id)
    person_id, _ = people.names(access, subject_ids=[packet.subject_id])[packet.subject_id]
    headings = {each["key"]: each["heading"] for each in load(PACKET, packet.at.date()).rule("sections")["sections"]}
    return Printed(
        head=head_of(access, person_id=person_id, now=now),
        packet=packet,
        plan_name=packet.authorization.coverage.plan_name,
        authorization_id=packet.authorization_id,
        left_out=tuple(headings.get(key, key) for key in packet.leave_out),
        sendings=tuple(sorted(packet.sendings.all(), key=lambda sent: sent.at)),
        document_address=_document(packet.document_id),
        may_send=allowed(access.roles, Permission.AUTHORIZATION_WRITE),
    )


@query(Permission.AUTHORIZATION_WRITE)
def to_send(access: Access, *, packet_id: int, now: datetime) -> Printed:
    """The same, for those who send it."""
    return printed(access, packet_id=packet_id, now=now)


def _document(document_id: int) -> str:
    try:
        return reverse("document", args=[document_id])
    except NoReverseMatch:
        return ""
