"""A claim of ours as a claim file: rows in, the text of an 837 out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.foundation.wire.x12.claims import (
    Address,
    BillingProvider,
    Claim837I,
    Claim837P,
    ClaimFile,
    Envelope,
    Line837I,
    Line837P,
    Payer,
    Person,
    Provider,
    Receiver,
    Submitter,
    Subscriber,
)
from stepwell.foundation.wire.x12.writer import write_837i, write_837p
from stepwell.office.claims.contracts import TradingPartner
from stepwell.office.claims.drafts import Draft

if TYPE_CHECKING:
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.people.models import Person as Client
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Site

INSTITUTIONAL = "837I"
#: A line may point at four diagnoses, the guides' limit.
MOST_POINTERS = 4


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What one claim file is made of.

    at: on the site's clock. control: the partner's next number. provider: who rendered (837P) or attended (837I).
    frequency: the last character of the type of bill, "1" to "4"; status: "30" while the stay goes on. Both for
    institutional claims only. diagnoses: ICD-10-CM codes, the principal one first.
    """

    claim_id: str
    control: int
    at: datetime
    partner: TradingPartner
    site: Site
    client: Client
    coverage: Coverage
    provider: Staff
    lines: Sequence[Draft]
    diagnoses: tuple[str, ...]
    authorization: str
    record_number: str
    frequency: str
    status: str


def written(sending: Sending) -> str:
    """The text of the file. Raises UnfitToWrite when our own checks find a fault."""
    envelope = Envelope(
        sender=sending.site.npi,
        receiver=sending.partner.receiver_id,
        interchange=sending.control,
        group=sending.control,
        batch=sending.claim_id,
        on=sending.at.date(),
        at=sending.at.time(),
        usage=sending.partner.usage,
    )
    site, partner = sending.site, sending.partner
    submitter = Submitter(site.legal_name, site.npi, partner.contact, site.phone)
    receiver = Receiver(partner.receiver_name, partner.receiver_id)
    if sending.lines[0].shape.form == INSTITUTIONAL:
        return write_837i(ClaimFile(envelope, submitter, receiver, _billing(site), (_institutional(sending),)))
    return write_837p(ClaimFile(envelope, submitter, receiver, _billing(site), (_professional(sending),)))


def _professional(sending: Sending) -> Claim837P:
    place = sending.lines[0].shape.place_of_service or ""
    pointers = tuple(range(1, min(len(sending.diagnoses), MOST_POINTERS) + 1))
    lines = tuple(
        Line837P(
            id=line_id(sending.claim_id, number),
            code=line.shape.code,
            charge=line.charge,
            on=line.day.on,
            units=line.units,
            modifiers=line.shape.modifiers,
            pointers=pointers,
            place="" if line.shape.place_of_service == place else line.shape.place_of_service or "",
        )
        for number, line in enumerate(sending.lines, start=1)
    )
    return Claim837P(
        id=sending.claim_id,
        subscriber=_subscriber(sending),
        charge=sum_of(sending.lines),
        place=place,
        diagnoses=sending.diagnoses,
        lines=lines,
        rendering=_provider(sending.provider),
        authorization=sending.authorization,
        note=SHORT_NOTICE,
    )


def _institutional(sending: Sending) -> Claim837I:
    shape = sending.lines[0].shape
    lines = tuple(
        Line837I(
            id=line_id(sending.claim_id, number),
            revenue=line.shape.revenue_code or "",
            code=line.shape.code,
            charge=line.charge,
            on=line.day.on,
            units=line.units,
            modifiers=line.shape.modifiers,
        )
        for number, line in enumerate(sending.lines, start=1)
    )
    days = [line.day.on for line in sending.lines]
    return Claim837I(
        id=sending.claim_id,
        subscriber=_subscriber(sending),
        charge=sum_of(sending.lines),
        type_of_bill=f"{shape.facility_type}{sending.frequency}",
        statement_from=min(days),
        statement_to=max(days),
        admission_type=sending.partner.admission_type,
        admission_source=sending.partner.admission_source,
        status=sending.status,
        principal=sending.diagnoses[0] if sending.diagnoses else "",
        other_diagnoses=sending.diagnoses[1:],
        attending=_provider(sending.provider),
        lines=lines,
        condition_codes=shape.condition_codes,
        authorization=sending.authorization,
        record_number=sending.record_number,
        note=SHORT_NOTICE,
    )


def line_id(claim_id: str, number: int) -> str:
    """What a payer gives back to say which line it speaks of."""
    return f"{claim_id}-{number}"


def sum_of(lines: Sequence[Draft]) -> Decimal:
    """The charge of a claim, US dollars: the sum of its lines."""
    return sum((line.charge for line in lines), Decimal("0.00"))


def _billing(site: Site) -> BillingProvider:
    address = Address(site.street, site.city, site.state, site.zip_code)
    return BillingProvider(site.legal_name, site.npi, site.taxonomy, address, site.ein)


def _subscriber(sending: Sending) -> Subscriber:
    """The client is the member: coverage of somebody else's plan is not billed here."""
    client, coverage, partner = sending.client, sending.coverage, sending.partner
    return Subscriber(
        name=Person(client.last_name, client.first_name),
        member_id=coverage.member_id,
        payer=Payer(partner.payer_name, partner.payer_id),
        filing_code=partner.filing_code,
        address=Address(client.street, client.city, client.state, client.zip_code) if client.street else None,
        birth_date=client.birth_date,
        sex=client.sex if client.birth_date else "",
        group=coverage.group_number,
    )


def _provider(staff: Staff) -> Provider:
    """Staff have one name; the last word of it is the family name."""
    first, _, last = staff.name.rpartition(" ")
    return Provider(Person(last, first), staff.npi, staff.taxonomy)
