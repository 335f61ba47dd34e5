"""Printing what a review is told, and recording that it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.foundation.documents.keeping import keep
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.office.utilization import queries
from stepwell.office.utilization.models import PacketSent, ReviewPacket
from stepwell.office.utilization.printing import packet_pdf
from stepwell.office.utilization.spans import day_of
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.office.utilization.models import Authorization

WAYS = ("portal", "fax", "phone", "mail", "file")
PAYMENT = "payment"


@action(Permission.AUTHORIZATION_WRITE)
def print_packet(
    access: Access,
    *,
    authorization: Authorization,
    at: datetime,
    units: int | None = None,
    until: date | None = None,
    leave_out: Sequence[str] = (),
) -> ReviewPacket:
    """Print the packet of a review as it stands and keep the document; nothing is sent by it.

    units, until: what is asked for now. leave_out: keys of sections that are not told.
    """
    row = queries.authorization_by_id(access, authorization_id=authorization.pk)
    made = queries.packet(access, authorization=row, at=at, units=units, until=until, leave_out=leave_out)
    grant = queries.grant_of(access, authorization=row)
    content = packet_pdf(
        made,
        person=people.person(access, subject=row.subject),
        # Before admission it is asked for by the operator's first site.
        site=row.episode.program.site if row.episode else programs.programs(access)[0].site,
        member_id=row.coverage.member_id,
        number=grant.number if grant else "",
    )
    document = keep(
        subject=row.subject,
        kind="review-packet",
        title=f"Review packet for {row.coverage.plan_name}, {made.on.isoformat()}",
        media_type="application/pdf",
        content=content,
    )
    return ReviewPacket.objects.create(
        subject=row.subject,
        authorization=row,
        document=document,
        categories=sorted(made.categories),
        leave_out=list(leave_out),
        policy_ref=made.policy_ref,
        at=at,
        by=access.name,
    )


@action(Permission.AUTHORIZATION_WRITE)
def send_packet(access: Access, *, packet: ReviewPacket, way: str, at: datetime) -> PacketSent:
    """Record that a printed packet goes to the payer: a disclosure for payment on the person's consent, with notice.

    way: portal, fax, phone, mail or file. Raises NotAllowed when no consent in force covers all that it tells; then a
    packet with those sections left out may do.
    """
    if way not in WAYS:
        raise BadInput("way", f"A packet is sent by {', '.join(WAYS)}.")
    row = queries.packet_by_id(access, packet_id=packet.pk)
    episode = row.authorization.episode
    disclosure = consents.disclose(
        access,
        subject=row.subject,
        recipient=row.authorization.coverage.plan_name,
        purpose=PAYMENT,
        categories=frozenset(row.categories),
        content=f"Review packet {row.pk} for authorization {row.authorization_id}, by {way}",
        at=at,
        on=day_of(at, episode),
    )
    return PacketSent.objects.create(
        subject=row.subject, packet=row, disclosure=disclosure, way=way, at=at, by=access.name
    )
