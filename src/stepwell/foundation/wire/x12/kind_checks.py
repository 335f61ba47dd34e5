"""What only a professional or only an institutional claim must keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stepwell.foundation.wire.x12 import codes, shapes
from stepwell.foundation.wire.x12.claims import Claim837I, Claim837P, Envelope, Line837I, Line837P, Provider
from stepwell.foundation.wire.x12.fault import Fault, count, npi, repeated


def professional(path: str, claim: Claim837P, envelope: Envelope) -> Iterator[Fault]:
    yield from _frequency(path, claim, codes.PROFESSIONAL_FREQUENCIES)
    yield from count(f"{path}.lines", len(claim.lines), codes.LINES_837P)
    if not shapes.digits(claim.place, 2):
        yield Fault(f"{path}.place", "A place of service has two digits.", "like 57", claim.place)
    if claim.rendering:
        yield from _provider(f"{path}.rendering", claim.rendering)
    for number, line in enumerate(claim.lines):
        at = f"{path}.lines[{number}]"
        yield from _procedure(at, line)
        if line.on > envelope.on:
            yield Fault(f"{at}.on", "The service lies in the future.", f"by {envelope.on}", str(line.on))
        if line.place and not shapes.digits(line.place, 2):
            yield Fault(f"{at}.place", "A place of service has two digits.", "like 10", line.place)
        yield from _pointers(f"{at}.pointers", line.pointers, len(claim.diagnoses))


def _pointers(at: str, pointers: tuple[int, ...], diagnoses: int) -> Iterator[Fault]:
    got = ", ".join(map(str, pointers))
    if not 1 <= len(pointers) <= codes.POINTERS or len(set(pointers)) != len(pointers):
        yield Fault(at, "A line points at one to four different diagnoses.", f"1 to {codes.POINTERS}", got)
    if any(not 1 <= p <= diagnoses for p in pointers):
        yield Fault(at, "A line points beyond the claim's diagnoses.", f"1 to {diagnoses}", got)


def institutional(path: str, claim: Claim837I, envelope: Envelope) -> Iterator[Fault]:
    yield from _frequency(path, claim, codes.INSTITUTIONAL_FREQUENCIES)
    yield from count(f"{path}.lines", len(claim.lines), codes.LINES_837I)
    if not shapes.type_of_bill(claim.type_of_bill):
        yield Fault(f"{path}.type_of_bill", "A type of bill has three.", "like 131", claim.type_of_bill)
    yield from _statement(path, claim, envelope)
    yield from _provider(f"{path}.attending", claim.attending)
    if len(claim.condition_codes) > codes.CONDITION_CODES:
        got = str(len(claim.condition_codes))
        yield Fault(f"{path}.condition_codes", "Too many.", f"at most {codes.CONDITION_CODES}", got)
    for number, line in enumerate(claim.lines):
        at = f"{path}.lines[{number}]"
        if not shapes.digits(line.revenue, 4):
            yield Fault(f"{at}.revenue", "A revenue code has four digits.", "like 0906", line.revenue)
        if line.code or line.modifiers:
            yield from _procedure(at, line)
        if not claim.statement_from <= line.on <= claim.statement_to:
            span = f"{claim.statement_from} to {claim.statement_to}"
            yield Fault(f"{at}.on", "The service lies outside the statement.", span, str(line.on))


def _statement(path: str, claim: Claim837I, envelope: Envelope) -> Iterator[Fault]:
    """The days the bill covers, and whether they end with the stay."""
    if claim.statement_to < claim.statement_from:
        expected, got = f"from {claim.statement_from}", str(claim.statement_to)
        yield Fault(f"{path}.statement_to", "The statement ends before it begins.", expected, got)
    if claim.statement_to > envelope.on:
        expected, got = f"by {envelope.on}", str(claim.statement_to)
        yield Fault(f"{path}.statement_to", "The statement lies in the future.", expected, got)
    at, still = f"{path}.status", codes.STILL_A_PATIENT
    if not shapes.digits(claim.status, 2):
        yield Fault(at, "A discharge status has two digits.", "like 01", claim.status)
    elif claim.frequency in codes.INTERIM_FREQUENCIES and claim.status != still:
        yield Fault(at, "On an interim bill the client is still in treatment.", still, claim.status)
    elif claim.frequency in codes.CLOSED_FREQUENCIES and claim.status == still:
        yield Fault(at, "On a last or only bill the client has left.", f"other than {still}", claim.status)


def _frequency(path: str, claim: Claim837P | Claim837I, known: Iterable[str]) -> Iterator[Fault]:
    if claim.frequency not in known:
        yield Fault(f"{path}.frequency", "Not a frequency.", ", ".join(sorted(known)), claim.frequency)
    correcting = claim.frequency in codes.CORRECTING_FREQUENCIES
    if correcting != bool(claim.payer_control):
        says = "A replacement or void names the payer's own number, any other claim does not."
        expected = "the payer's number" if correcting else "nothing"
        yield Fault(f"{path}.payer_control", says, expected, claim.payer_control)


def _procedure(at: str, line: Line837P | Line837I) -> Iterator[Fault]:
    if not shapes.procedure(line.code):
        yield Fault(f"{at}.code", "This is no HCPCS or CPT code.", "like H0015 or 90853", line.code)
    if len(line.modifiers) > codes.MODIFIERS:
        got = ", ".join(line.modifiers)
        yield Fault(f"{at}.modifiers", "Too many.", f"at most {codes.MODIFIERS}", got)
    for number, modifier in enumerate(line.modifiers):
        if not modifier.isalnum():
            yield Fault(f"{at}.modifiers[{number}]", "Not a modifier.", "like HF or 95", modifier)
    yield from repeated((f"{at}.modifiers[{n}]", m) for n, m in enumerate(line.modifiers))


def _provider(at: str, provider: Provider) -> Iterator[Fault]:
    yield from npi(f"{at}.npi", provider.npi)
    if not provider.name.first:
        yield Fault(f"{at}.name.first", "A clinician has a first name.", "a name", "")
