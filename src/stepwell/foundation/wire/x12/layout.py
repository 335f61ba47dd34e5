"""In which segments, and in which order, a claim file stands (guides 005010X222A1 and 005010X223A2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from stepwell.foundation.wire.x12 import codes
from stepwell.foundation.wire.x12.claims import (
    Address,
    BillingProvider,
    Claim837I,
    Claim837P,
    ClaimFile,
    Line837I,
    Line837P,
    Patient,
    Person,
    Provider,
    Subscriber,
)
from stepwell.foundation.wire.x12.segment import Segment, segment

Say = Callable[..., Segment]


def laid_out(file: ClaimFile[Any]) -> tuple[Segment, ...]:
    """The segments of a file that was checked and made normal, ISA to IEA, with the counts they promise."""
    envelope = file.envelope

    def say(tag: str, *elements: str | tuple[str, ...]) -> Segment:
        return segment(envelope.delimiters, tag, *elements)

    guide = codes.PROFESSIONAL if isinstance(file.claims[0], Claim837P) else codes.INSTITUTIONAL
    day, clock = _day(envelope.on), f"{envelope.at:%H%M}"
    interchange, group, number = (
        f"{envelope.interchange:09d}",
        str(envelope.group),
        f"{envelope.transaction:04d}",
    )
    body = tuple(_body(say, file, day, clock))
    return (
        _isa(file, interchange, day, clock),
        say("GS", "HC", envelope.sender, envelope.receiver, day, clock, group, "X", guide),
        say("ST", "837", number, guide),
        *body,
        say("SE", str(len(body) + 2), number),
        say("GE", "1", group),
        say("IEA", "1", interchange),
    )


def _isa(file: ClaimFile[Any], interchange: str, day: str, clock: str) -> Segment:
    """The only segment of fixed width: 105 characters and its terminator."""
    e, d = file.envelope, file.envelope.delimiters
    sender = (e.sender_kind, f"{e.sender:15}")
    receiver = (e.receiver_kind, f"{e.receiver:15}")
    blank = ("00", " " * 10)
    written = (day[2:], clock, d.repetition, "00501", interchange, "0", e.usage, d.component)
    return Segment("ISA", (*blank, *blank, *sender, *receiver, *written), d)


def _body(say: Say, file: ClaimFile[Any], day: str, clock: str) -> Iterator[Segment]:
    yield say("BHT", "0019", "00", file.envelope.batch, day, clock, "CH")
    submitter, receiver = file.submitter, file.receiver
    yield say("NM1", "41", "2", submitter.name, "", "", "", "", "46", submitter.id)
    yield say("PER", "IC", submitter.contact, "TE", submitter.phone)
    yield say("NM1", "40", "2", receiver.name, "", "", "", "", "46", receiver.id)
    yield say("HL", "1", "", "20", "1")
    yield from _billing(say, file.billing)
    level = 1
    for (member, client), claims in groupby(file.claims, key=lambda c: (c.subscriber, c.patient)):
        level += 1
        yield from _member(say, level, member, client)
        if client:
            level += 1
            yield from _client(say, level, client)
        for claim in claims:
            yield from (_professional if isinstance(claim, Claim837P) else _institutional)(say, claim)


def _billing(say: Say, billing: BillingProvider) -> Iterator[Segment]:
    yield say("PRV", "BI", "PXC", billing.taxonomy)
    yield say("NM1", "85", "2", billing.name, "", "", "", "", "XX", billing.npi)
    yield from _address(say, billing.address)
    yield say("REF", "EI", billing.ein)
    if billing.phone:
        yield say("PER", "IC", billing.contact, "TE", billing.phone)


def _member(say: Say, level: int, member: Subscriber, client: Patient | None) -> Iterator[Segment]:
    yield say("HL", str(level), "1", "22", "1" if client else "0")
    kin = "" if client else "18"
    yield say("SBR", "P", kin, member.group, "", "", "", "", "", member.filing_code)
    yield say("NM1", "IL", "1", *_name(member.name), "MI", member.member_id)
    if member.address:
        yield from _address(say, member.address)
    if member.birth_date:
        yield say("DMG", "D8", _day(member.birth_date), member.sex)
    yield say("NM1", "PR", "2", member.payer.name, "", "", "", "", "PI", member.payer.id)


def _client(say: Say, level: int, client: Patient) -> Iterator[Segment]:
    yield say("HL", str(level), str(level - 1), "23", "0")
    yield say("PAT", client.relationship)
    yield say("NM1", "QC", "1", *_name(client.name))
    yield from _address(say, client.address)
    yield say("DMG", "D8", _day(client.birth_date), client.sex)


def _professional(say: Say, claim: Claim837P) -> Iterator[Segment]:
    setting = (claim.place, "B", claim.frequency)
    yield say("CLM", claim.id, _amount(claim.charge), "", "", setting, "Y", "A", "Y", "Y")
    yield from _references(say, ("G1", claim.authorization), ("F8", claim.payer_control))
    if claim.note:
        yield say("NTE", "ADD", claim.note)
    first, *others = claim.diagnoses
    yield say("HI", ("ABK", first), *(("ABF", code) for code in others))
    if claim.rendering:
        yield from _provider(say, claim.rendering, "82", "PE")
    for number, line in enumerate(claim.lines, start=1):
        yield say("LX", str(number))
        yield _sv1(say, line)
        yield from _dated(say, line)


def _sv1(say: Say, line: Line837P) -> Segment:
    code = ("HC", line.code, *line.modifiers)
    pointers = tuple(str(p) for p in line.pointers)
    return say("SV1", code, _amount(line.charge), "UN", str(line.units), line.place, "", pointers)


def _institutional(say: Say, claim: Claim837I) -> Iterator[Segment]:
    setting = (claim.type_of_bill[:2], "A", claim.frequency)
    yield say("CLM", claim.id, _amount(claim.charge), "", "", setting, "", "A", "Y", "Y")
    yield say("DTP", "434", "RD8", f"{_day(claim.statement_from)}-{_day(claim.statement_to)}")
    yield say("CL1", claim.admission_type, claim.admission_source, claim.status)
    numbers = (("G1", claim.authorization), ("F8", claim.payer_control), ("EA", claim.record_number))
    yield from _references(say, *numbers)
    if claim.note:
        yield say("NTE", "ADD", claim.note)
    yield say("HI", ("ABK", claim.principal))
    yield from _twelves(say, "ABF", claim.other_diagnoses)
    yield from _twelves(say, "BG", claim.condition_codes)
    yield from _provider(say, claim.attending, "71", "AT")
    for number, line in enumerate(claim.lines, start=1):
        yield say("LX", str(number))
        code = ("HC", line.code, *line.modifiers) if line.code else ""
        yield say("SV2", line.revenue, code, _amount(line.charge), "UN", str(line.units))
        yield from _dated(say, line)


def _references(say: Say, *numbers: tuple[str, str]) -> Iterator[Segment]:
    yield from (say("REF", kind, number) for kind, number in numbers if number)


def _twelves(say: Say, kind: str, found: tuple[str, ...]) -> Iterator[Segment]:
    """HI holds twelve codes; more of a kind go into a second one."""
    for start in range(0, len(found), 12):
        yield say("HI", *((kind, code) for code in found[start : start + 12]))


def _provider(say: Say, provider: Provider, entity: str, role: str) -> Iterator[Segment]:
    yield say("NM1", entity, "1", *_name(provider.name), "XX", provider.npi)
    if provider.taxonomy:
        yield say("PRV", role, "PXC", provider.taxonomy)


def _dated(say: Say, line: Line837P | Line837I) -> Iterator[Segment]:
    yield say("DTP", "472", "D8", _day(line.on))
    yield say("REF", "6R", line.id)


def _address(say: Say, address: Address) -> Iterator[Segment]:
    yield say("N3", address.street, address.street2)
    yield say("N4", address.city, address.state, address.zip)


def _name(person: Person) -> tuple[str, str, str, str, str]:
    """NM103 to NM107; the prefix is not used."""
    return (person.last, person.first, person.middle, "", person.suffix)


def _day(on: date) -> str:
    return f"{on:%Y%m%d}"


def _amount(money: Decimal) -> str:
    """Dollars without needless zeros: 350, 350.5, 350.05."""
    text = f"{money:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
