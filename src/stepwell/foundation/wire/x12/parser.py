"""Reads a claim file back into its parts, so that what was sent can be read as well as kept.

Strict on purpose: it reads the files that `writer` writes. A segment or element it has no place for is an
error and never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from itertools import zip_longest
from typing import Any

from stepwell.foundation.wire.x12 import codes
from stepwell.foundation.wire.x12.claim_parser import institutional, professional
from stepwell.foundation.wire.x12.claims import (
    BillingProvider,
    ClaimFile,
    Envelope,
    File837I,
    File837P,
    Patient,
    Payer,
    Receiver,
    Submitter,
    Subscriber,
)
from stepwell.foundation.wire.x12.interchange import Unreadable, segments
from stepwell.foundation.wire.x12.layout import laid_out
from stepwell.foundation.wire.x12.reading import Reading, address, person
from stepwell.foundation.wire.x12.segment import Segment


def read_837(text: str) -> File837P | File837I:
    """A claim file in the parts it was written from. Raises Unreadable with the segment that does not fit."""
    found = segments(text)
    reading = Reading(found)
    file = _file(reading)
    for position, (read, written) in enumerate(zip_longest(found, laid_out(file)), start=1):
        if read != written:
            raise Unreadable(position, f"{read} holds more than this reader knows: {written}.")
    return file


def _file(reading: Reading) -> File837P | File837I:
    isa, gs, st = reading.take("ISA"), reading.take("GS"), reading.take("ST", "837")
    bht = reading.take("BHT")
    kinds: dict[str, Callable[..., Any]] = {
        codes.PROFESSIONAL: professional,
        codes.INSTITUTIONAL: institutional,
    }
    claim = kinds.get(st.at(3))
    if not claim:
        raise reading.unfit(f"{st.at(3)!r} is not a guide this reader knows.")
    envelope = _envelope(reading, isa, gs, st, bht)
    name, contact = reading.take("NM1", "41"), reading.take("PER")
    submitter = Submitter(name.at(3), name.at(9), contact.at(2), contact.at(4))
    name = reading.take("NM1", "40")
    receiver = Receiver(name.at(3), name.at(9))
    reading.take("HL")
    billing = _billing(reading)
    claims: list[Any] = []
    while reading.next_is("HL"):
        claims.extend(_members_claims(reading, claim))
    if not claims:
        raise reading.unfit("the file holds no claim.", ahead=1)
    for trailer in ("SE", "GE", "IEA"):
        reading.take(trailer)
    return ClaimFile(envelope, submitter, receiver, billing, tuple(claims))


def _envelope(reading: Reading, isa: Segment, gs: Segment, st: Segment, bht: Segment) -> Envelope:
    clock = gs.at(5)
    hours, minutes = reading.whole(clock[:2]), reading.whole(clock[2:])
    if hours > 23 or minutes > 59:
        raise reading.unfit(f"{clock!r} is no time.")
    return Envelope(
        sender=isa.at(6).rstrip(),
        receiver=isa.at(8).rstrip(),
        interchange=reading.whole(isa.at(13)),
        group=reading.whole(gs.at(6)),
        batch=bht.at(3),
        on=reading.day(gs.at(4)),
        at=time(hours, minutes),
        usage=isa.at(15),
        transaction=reading.whole(st.at(2)),
        sender_kind=isa.at(5),
        receiver_kind=isa.at(7),
        delimiters=isa.delimiters,
    )


def _billing(reading: Reading) -> BillingProvider:
    taxonomy, name = reading.take("PRV", "BI").at(3), reading.take("NM1", "85")
    place, ein = address(reading), reading.take("REF", "EI").at(2)
    contact, phone = "", ""
    if reading.next_is("PER"):
        per = reading.take("PER")
        contact, phone = per.at(2), per.at(4)
    return BillingProvider(name.at(3), name.at(9), taxonomy, place, ein, contact, phone)


def _members_claims(reading: Reading, claim: Callable[..., Any]) -> list[Any]:
    """The claims under one member: the member's own, or those of one client who is not the member."""
    member = _member(reading)
    patient = _client(reading) if reading.client_follows() else None
    claims = []
    while reading.next_is("CLM"):
        claims.append(claim(reading, member, patient))
    return claims


def _member(reading: Reading) -> Subscriber:
    reading.take("HL")
    sbr, name = reading.take("SBR"), reading.take("NM1", "IL")
    home = address(reading) if reading.next_is("N3") else None
    dmg = reading.take("DMG") if reading.next_is("DMG") else None
    payer = reading.take("NM1", "PR")
    return Subscriber(
        name=person(name),
        member_id=name.at(9),
        payer=Payer(payer.at(3), payer.at(9)),
        filing_code=sbr.at(9),
        address=home,
        birth_date=reading.day(dmg.at(2)) if dmg else None,
        sex=dmg.at(3) if dmg else "",
        group=sbr.at(3),
    )


def _client(reading: Reading) -> Patient:
    reading.take("HL")
    relationship, name = reading.take("PAT").at(1), reading.take("NM1", "QC")
    home, dmg = address(reading), reading.take("DMG")
    return Patient(
        name=person(name),
        relationship=relationship,
        address=home,
        birth_date=reading.day(dmg.at(2)),
        sex=dmg.at(3),
    )
