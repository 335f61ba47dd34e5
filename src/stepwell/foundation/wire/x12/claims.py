"""The parts of a claim file, professional (837P, guide 005010X222A1) and institutional (837I, 005010X223A2).

Money is Decimal, dates are dates. Texts may be written as people write them: `normal` makes capitals of names
and takes accents and punctuation off. One payer, the primary one: a second payer is not written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from stepwell.foundation.wire.x12.fields import Text
from stepwell.foundation.wire.x12.segment import USUAL, Delimiters

Name = Annotated[str, Text(1, 60)]
Given = Annotated[str, Text(1, 35, optional=True)]
Code = Annotated[str, Text(1, 2)]
Id = Annotated[str, Text(2, 80, upper=False)]
Reference = Annotated[str, Text(1, 50, upper=False, optional=True)]
Npi = Annotated[str, Text(10, 10)]
Taxonomy = Annotated[str, Text(10, 10)]
Digits = Text(1, 15, drop="()-. +")
Procedure = Text(5, 5)


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Who sends to whom, when (the sender's own clock), under which numbers.

    interchange, group: 1 to 999999999, from the partner's own sequence, never used twice. batch: BHT03.
    usage: "T" a test, "P" production.
    """

    sender: Annotated[str, Text(2, 15)]
    receiver: Annotated[str, Text(2, 15)]
    interchange: int
    group: int
    batch: Annotated[str, Text(1, 50)]
    on: date
    at: time
    usage: Annotated[str, Text(1, 1)] = "T"
    transaction: int = 1
    sender_kind: Annotated[str, Text(2, 2)] = "ZZ"
    receiver_kind: Annotated[str, Text(2, 2)] = "ZZ"
    delimiters: Delimiters = USUAL


@dataclass(frozen=True)
class Submitter:
    """Who hands the file in, and whom to call about it. phone: ten digits."""

    name: Name
    id: Id
    contact: Name
    phone: Annotated[str, Digits]


@dataclass(frozen=True)
class Receiver:
    """The clearinghouse or payer that takes the file."""

    name: Name
    id: Id


@dataclass(frozen=True)
class Address:
    """A postal address in the United States. zip: five or nine digits."""

    street: Annotated[str, Text(1, 55)]
    city: Annotated[str, Text(2, 30)]
    state: Annotated[str, Text(2, 2)]
    zip: Annotated[str, Digits]
    street2: Annotated[str, Text(1, 55, optional=True)] = ""


@dataclass(frozen=True)
class BillingProvider:
    """The organization that bills. ein: nine digits; its zip has nine. phone: only where a payer wants it."""

    name: Name
    npi: Npi
    taxonomy: Taxonomy
    address: Address
    ein: Annotated[str, Digits]
    contact: Annotated[str, Text(1, 60, optional=True)] = ""
    phone: Annotated[str, Text(1, 15, drop=Digits.drop, optional=True)] = ""


@dataclass(frozen=True)
class Person:
    """A person's name as the payer has it."""

    last: Name
    first: Given = ""
    middle: Annotated[str, Text(1, 25, optional=True)] = ""
    suffix: Annotated[str, Text(1, 10, optional=True)] = ""


@dataclass(frozen=True)
class Payer:
    """The health plan the claim goes to."""

    name: Name
    id: Id


@dataclass(frozen=True, kw_only=True)
class Subscriber:
    """The member. filing_code: SBR09, e.g. "CI" commercial, "MC" Medicaid. sex: "F", "M" or "U".

    Address, birth date and sex are needed when the member is the client; they may be missing for a relative.
    """

    name: Person
    member_id: Id
    payer: Payer
    filing_code: Code
    address: Address | None = None
    birth_date: date | None = None
    sex: Annotated[str, Text(1, 1, optional=True)] = ""
    group: Reference = ""


@dataclass(frozen=True, kw_only=True)
class Patient:
    """The client, where that is not the member. relationship: PAT01, e.g. "01" spouse, "19" child."""

    name: Person
    relationship: Code
    address: Address
    birth_date: date
    sex: Annotated[str, Text(1, 1)]


@dataclass(frozen=True)
class Provider:
    """A clinician who rendered (837P) or attended (837I)."""

    name: Person
    npi: Npi
    taxonomy: Annotated[str, Text(10, 10, optional=True)] = ""


@dataclass(frozen=True, kw_only=True)
class Line837P:
    """A professional line. pointers: places in the claim's diagnoses, from 1. place: where it differs."""

    id: Annotated[str, Text(1, 30, upper=False)]
    code: Annotated[str, Procedure]
    charge: Decimal
    on: date
    units: int = 1
    modifiers: Annotated[tuple[str, ...], Text(2, 2)] = ()
    pointers: tuple[int, ...] = (1,)
    place: Annotated[str, Text(2, 2, optional=True)] = ""


@dataclass(frozen=True, kw_only=True)
class Line837I:
    """An institutional line. revenue: four digits, like "0906". code: empty where a payer asks none."""

    id: Annotated[str, Text(1, 30, upper=False)]
    revenue: Annotated[str, Text(4, 4)]
    charge: Decimal
    on: date
    units: int = 1
    code: Annotated[str, Text(5, 5, optional=True)] = ""
    modifiers: Annotated[tuple[str, ...], Text(2, 2)] = ()


@dataclass(frozen=True, kw_only=True)
class Claim837P:
    """A professional claim. charge: the sum of its lines. diagnoses: the principal one first, at most twelve.

    frequency: "1" original, "7" replacement, "8" void; these two name the payer's own number (payer_control).
    note: NTE*ADD, where the short notice of 42 CFR part 2 goes. patient: None when the member is the client.
    """

    id: Annotated[str, Text(1, 20, upper=False)]
    subscriber: Subscriber
    charge: Decimal
    place: Annotated[str, Text(2, 2)]
    diagnoses: Annotated[tuple[str, ...], Text(3, 7, drop=".")]
    lines: tuple[Line837P, ...]
    rendering: Provider | None = None
    frequency: Annotated[str, Text(1, 1)] = "1"
    authorization: Reference = ""
    payer_control: Reference = ""
    note: Annotated[str, Text(1, 80, upper=False, optional=True)] = ""
    patient: Patient | None = None


@dataclass(frozen=True, kw_only=True)
class Claim837I:
    """An institutional claim. type_of_bill: facility and frequency, three characters, e.g. "132".

    admission_type, admission_source, status: CL1 codes; status "30" is still a client. record_number: REF*EA.
    """

    id: Annotated[str, Text(1, 20, upper=False)]
    subscriber: Subscriber
    charge: Decimal
    type_of_bill: Annotated[str, Text(3, 3)]
    statement_from: date
    statement_to: date
    admission_type: Annotated[str, Text(1, 1)]
    admission_source: Annotated[str, Text(1, 1)]
    status: Code
    principal: Annotated[str, Text(3, 7, drop=".")]
    attending: Provider
    lines: tuple[Line837I, ...]
    other_diagnoses: Annotated[tuple[str, ...], Text(3, 7, drop=".")] = ()
    condition_codes: Annotated[tuple[str, ...], Text(2, 2)] = ()
    authorization: Reference = ""
    record_number: Reference = ""
    payer_control: Reference = ""
    note: Annotated[str, Text(1, 80, upper=False, optional=True)] = ""
    patient: Patient | None = None

    @property
    def frequency(self) -> str:
        """The last character of the type of bill."""
        return self.type_of_bill[-1:]

    @property
    def diagnoses(self) -> tuple[str, ...]:
        """The principal diagnosis and the others."""
        return (self.principal, *self.other_diagnoses)


AnyClaim = TypeVar("AnyClaim", Claim837P, Claim837I, covariant=True)


@dataclass(frozen=True)
class ClaimFile(Generic[AnyClaim]):
    """One interchange with one group and one transaction set: one biller's claims of one kind."""

    envelope: Envelope
    submitter: Submitter
    receiver: Receiver
    billing: BillingProvider
    claims: tuple[AnyClaim, ...]


File837P = ClaimFile[Claim837P]
File837I = ClaimFile[Claim837I]
