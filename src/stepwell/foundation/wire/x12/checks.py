"""Our own judge of a claim file, run before anything is written.

A payer's first reader checks syntax. This goes on to what that leaves open: sums (SNIP 3), what belongs
together (SNIP 4), the shape of codes and check digits (SNIP 5) and what a partner refuses (SNIP 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeGuard

from stepwell.foundation.wire.x12 import codes, shapes
from stepwell.foundation.wire.x12.characters import refused
from stepwell.foundation.wire.x12.claims import Claim837I, Claim837P, ClaimFile, Envelope, Line837I, Line837P
from stepwell.foundation.wire.x12.fault import Fault, address, npi, repeated, unlisted
from stepwell.foundation.wire.x12.fields import normal, texts
from stepwell.foundation.wire.x12.kind_checks import institutional, professional

MOST = 999_999_999  # nine digits: control numbers
CENT = Decimal("0.01")


def check(file: ClaimFile[Any]) -> tuple[Fault, ...]:
    """Every fault of a claim file, in the order of the file; empty when it may be written.

    "Today" is the day in the envelope: no service and no birth may lie after it.
    """
    file = normal(file)
    return (*_words(file), *_header(file), *_claims(file))


def _words(file: ClaimFile[Any]) -> Iterator[Fault]:
    """Length and characters of every text."""
    separators = file.envelope.delimiters.all
    for path, text, rule in texts(file):
        if rule.optional and not text:
            continue
        if not rule.low <= len(text) <= rule.high:
            length = f"{rule.low} to {rule.high} characters" if rule.low != rule.high else f"{rule.low} characters"
            yield Fault(path, "The text is too short or too long.", length, text)
        if bad := refused(text, separators, rule.allowed):
            yield Fault(path, "A claim file cannot carry these characters.", f"none of {bad!r}", text)


def _header(file: ClaimFile[Any]) -> Iterator[Fault]:
    yield from _envelope(file.envelope)
    if not shapes.digits(file.submitter.phone, 10):
        yield Fault("submitter.phone", "The phone number needs ten digits.", "10 digits", file.submitter.phone)
    billing = file.billing
    yield from npi("billing.npi", billing.npi)
    if not shapes.digits(billing.ein, 9):
        yield Fault("billing.ein", "The employer number needs nine digits.", "9 digits", billing.ein)
    if billing.phone and not shapes.digits(billing.phone, 10):
        yield Fault("billing.phone", "The phone number needs ten digits.", "10 digits", billing.phone)
    if billing.contact and not billing.phone:
        yield Fault("billing.phone", "A contact is named without a phone number.", "10 digits", "")
    yield from address("billing.address", billing.address, zips=(9,))


def _envelope(envelope: Envelope) -> Iterator[Fault]:
    numbers = {
        "interchange": envelope.interchange,
        "group": envelope.group,
        "transaction": envelope.transaction,
    }
    for name, number in numbers.items():
        if not 1 <= number <= MOST:
            yield Fault(f"envelope.{name}", "The control number is out of range.", f"1 to {MOST}", str(number))
    if envelope.usage not in ("T", "P"):
        yield Fault("envelope.usage", "A file is a test or production.", "T or P", envelope.usage)
    if len(set(envelope.delimiters.all)) != 4:
        got = envelope.delimiters.all
        yield Fault("envelope.delimiters", "The separators must differ.", "4 characters", got)


def _claims(file: ClaimFile[Any]) -> Iterator[Fault]:
    if not file.claims:
        yield Fault("claims", "A file without a claim is not sent.", "1 or more", "0")
    if len({type(c) for c in file.claims}) > 1:
        yield Fault("claims", "One file holds one kind of claim.", "837P or 837I", "both")
    yield from repeated((f"claims[{n}].id", c.id) for n, c in enumerate(file.claims))
    for number, claim in enumerate(file.claims):
        path = f"claims[{number}]"
        yield from _client(path, claim, file.envelope)
        yield from _amounts(path, claim)
        yield from _diagnoses(path, claim)
        yield from repeated((f"{path}.lines[{n}].id", line.id) for n, line in enumerate(claim.lines))
        if isinstance(claim, Claim837P):
            yield from professional(path, claim, file.envelope)
        else:
            yield from institutional(path, claim, file.envelope)


def _client(path: str, claim: Claim837P | Claim837I, envelope: Envelope) -> Iterator[Fault]:
    """The member and the client: who they are to each other, and that the client is described."""
    member, client = claim.subscriber, claim.patient or claim.subscriber
    where = f"{path}.patient" if claim.patient else f"{path}.subscriber"
    if member.filing_code not in codes.FILING_CODES:
        yield unlisted(f"{path}.subscriber.filing_code", "a claim filing code", member.filing_code)
    if claim.patient and claim.patient.relationship not in codes.RELATIONSHIPS:
        yield unlisted(f"{where}.relationship", "a relationship code", claim.patient.relationship)
    for at, person in {f"{path}.subscriber": member, where: client}.items():
        if person.sex and person.sex not in codes.SEXES:
            yield Fault(f"{at}.sex", "The guide knows three codes here.", "F, M or U", person.sex)
        if bool(person.birth_date) != bool(person.sex):
            yield Fault(f"{at}.sex", "Birth date and sex are written together.", "both or none", person.sex)
        if person.address:
            yield from address(f"{at}.address", person.address)
        if person.birth_date and person.birth_date > envelope.on:
            yield Fault(f"{at}.birth_date", "Born after the file.", f"by {envelope.on}", str(person.birth_date))
    for name in ("address", "birth_date", "sex"):
        if not getattr(client, name):
            yield Fault(f"{where}.{name}", "The client must be described.", "a value", "")


def _amounts(path: str, claim: Claim837P | Claim837I) -> Iterator[Fault]:
    """Money and units; SNIP 3."""
    lines: tuple[Line837P | Line837I, ...] = claim.lines
    charges = {f"{path}.charge": claim.charge}
    charges |= {f"{path}.lines[{n}].charge": line.charge for n, line in enumerate(lines)}
    for at, charge in charges.items():
        if not _money(charge):
            yield Fault(at, "A charge is an amount of dollars and cents.", "0 or more, 2 decimals", str(charge))
    if not all(_money(charge) for charge in charges.values()):
        return
    total = sum((line.charge for line in lines), Decimal(0))
    if claim.charge != total:
        says = "The claim's charge is not the sum of its lines."
        yield Fault(f"{path}.charge", says, str(total), str(claim.charge))
    for number, line in enumerate(lines):
        if line.units < 1:
            yield Fault(f"{path}.lines[{number}].units", "A line needs units.", "1 or more", str(line.units))


def _diagnoses(path: str, claim: Claim837P | Claim837I) -> Iterator[Fault]:
    at = f"{path}.diagnoses"
    most = codes.DIAGNOSES_837P if isinstance(claim, Claim837P) else codes.DIAGNOSES_837I
    if not 1 <= len(claim.diagnoses) <= most:
        yield Fault(at, "A claim needs a principal diagnosis.", f"1 to {most}", str(len(claim.diagnoses)))
    for number, code in enumerate(claim.diagnoses):
        if not shapes.diagnosis(code):
            yield Fault(f"{at}[{number}]", "This is no ICD-10-CM code.", "like F1020", code)
    if claim.diagnoses and not shapes.may_lead(claim.diagnoses[0]):
        says = "An external cause cannot be the principal diagnosis."
        yield Fault(f"{at}[0]", says, "not V, W, X or Y", claim.diagnoses[0])
    yield from repeated((f"{at}[{n}]", code) for n, code in enumerate(claim.diagnoses))


def _money(charge: object) -> TypeGuard[Decimal]:
    return isinstance(charge, Decimal) and charge.is_finite() and charge >= 0 and charge % CENT == 0
