"""The two golden files as the parts they are written from. People, numbers and plans are invented."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from pathlib import Path

from stepwell.foundation.wire.x12.claims import (
    Address,
    BillingProvider,
    Claim837I,
    Claim837P,
    ClaimFile,
    Envelope,
    File837I,
    File837P,
    Line837I,
    Line837P,
    Patient,
    Payer,
    Person,
    Provider,
    Receiver,
    Submitter,
    Subscriber,
)

GOLDEN = Path(__file__).parent / "golden"
DAYS = (date(2026, 2, 23), date(2026, 2, 25), date(2026, 2, 27))
NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


def golden(name: str) -> str:
    """A golden file as partners get it: without line ends."""
    return (GOLDEN / f"{name}.x12").read_text("ascii").replace("\n", "")


def envelope(number: int = 101, batch: str = "B26030201") -> Envelope:
    return Envelope(
        sender="IOPCLINIC01",
        receiver="CLEARHOUSE1",
        interchange=number,
        group=number,
        batch=batch,
        on=date(2026, 3, 2),
        at=time(9, 15),
    )


SUBMITTER = Submitter("Harbor Steps IOP LLC", "IOPCLINIC01", "Billing Desk", "(714) 555-0100")
RECEIVER = Receiver("Clearhouse One", "CLEARHOUSE1")
BILLING = BillingProvider(
    name="Harbor Steps IOP LLC",
    npi="1234567893",
    taxonomy="261QR0405X",
    address=Address("100 Example Way", "Fountain Valley", "CA", "92708-0001"),
    ein="95-1234567",
)
MEMBER = Subscriber(
    name=Person("Sample", "Jordan"),
    member_id="ABC123456789",
    payer=Payer("Example Health Plan", "EHP01"),
    filing_code="CI",
    address=Address("22 Test St", "Irvine", "CA", "92602"),
    birth_date=date(1988, 4, 12),
    sex="F",
    group="GRP100",
)
CHILD = Patient(
    name=Person("Sample", "Robin"),
    relationship="19",
    address=Address("22 Test St", "Irvine", "CA", "92602"),
    birth_date=date(2007, 6, 1),
    sex="M",
)


def line_837p(number: int, on: date, modifiers: tuple[str, ...] = ("HF",), *, pointers=(1,)) -> Line837P:
    charge = Decimal("350.00")
    return Line837P(id=f"L{number}", code="H0015", charge=charge, on=on, modifiers=modifiers, pointers=pointers)


def line_837i(number: int, on: date) -> Line837I:
    return Line837I(id=f"L{number}", revenue="0906", code="H0015", charge=Decimal(350), on=on)


PROFESSIONAL = Claim837P(
    id="C-000123-01",
    subscriber=MEMBER,
    charge=Decimal("1050.00"),
    place="57",
    diagnoses=("F10.20", "F33.0"),
    lines=(
        line_837p(1, DAYS[0]),
        line_837p(2, DAYS[1], pointers=(1, 2)),
        line_837p(3, DAYS[2], ("HF", "95")),
    ),
    rendering=Provider(Person("Rivera", "Alex"), "1987654328", "101YA0400X"),
    authorization="AUTH778899",
)
INSTITUTIONAL = Claim837I(
    id="C-000124-01",
    subscriber=MEMBER,
    charge=Decimal(1050),
    type_of_bill="132",
    statement_from=DAYS[0],
    statement_to=DAYS[2],
    admission_type="3",
    admission_source="1",
    status="30",
    principal="F10.20",
    attending=Provider(Person("Lee", "Morgan"), "1555123458", "2084A0401X"),
    lines=tuple(line_837i(number, on) for number, on in enumerate(DAYS, start=1)),
    other_diagnoses=("F33.0",),
    condition_codes=("92",),
    authorization="AUTH778899",
    record_number="MRN00042",
)


def file_837p(*claims: Claim837P) -> File837P:
    return ClaimFile(envelope(), SUBMITTER, RECEIVER, BILLING, claims or (PROFESSIONAL,))


def file_837i(*claims: Claim837I) -> File837I:
    return ClaimFile(envelope(102, "B26030202"), SUBMITTER, RECEIVER, BILLING, claims or (INSTITUTIONAL,))
