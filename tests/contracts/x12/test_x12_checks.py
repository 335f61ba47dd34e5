"""Each fault we look for, made on purpose in a good file; and what pyx12 does and does not see."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import get_type_hints

import pytest

from stepwell.foundation.wire.x12 import claims
from stepwell.foundation.wire.x12.checks import check
from stepwell.foundation.wire.x12.fields import texts_of
from stepwell.foundation.wire.x12.shapes import diagnosis, npi, procedure
from stepwell.foundation.wire.x12.writer import UnfitToWrite, write_837i, write_837p
from tests.contracts.x12.judge import accepted
from tests.contracts.x12.samples import (
    CHILD,
    INSTITUTIONAL,
    MEMBER,
    PROFESSIONAL,
    file_837i,
    file_837p,
    golden,
)


def p(**changes):
    return file_837p(replace(PROFESSIONAL, **changes))


def p_line(**changes):
    first, *others = PROFESSIONAL.lines
    return p(lines=(replace(first, **changes), *others))


def p_member(**changes):
    return p(subscriber=replace(MEMBER, **changes))


def p_head(**changes):
    return replace(file_837p(), **changes)


def p_billing(**changes):
    return p_head(billing=replace(file_837p().billing, **changes))


def p_envelope(**changes):
    return p_head(envelope=replace(file_837p().envelope, **changes))


def i(**changes):
    return file_837i(replace(INSTITUTIONAL, **changes))


def i_line(**changes):
    first, *others = INSTITUTIONAL.lines
    return i(lines=(replace(first, **changes), *others))


RENDERING = PROFESSIONAL.rendering
FAULTS = {
    "total": (p(charge=Decimal("1050.01")), "claims[0].charge"),
    "negative charge": (p_line(charge=Decimal(-350)), "claims[0].lines[0].charge"),
    "a third of a cent": (p_line(charge=Decimal("349.999")), "claims[0].lines[0].charge"),
    "no amount": (p_line(charge=Decimal("NaN")), "claims[0].lines[0].charge"),
    "a float": (p_line(charge=350.0), "claims[0].lines[0].charge"),
    "no units": (p_line(units=0), "claims[0].lines[0].units"),
    "rendering npi": (p(rendering=replace(RENDERING, npi="1987654329")), "claims[0].rendering.npi"),
    "billing npi": (p_billing(npi="1234567890"), "billing.npi"),
    "attending npi": (i(attending=replace(INSTITUTIONAL.attending, npi="1")), "claims[0].attending.npi"),
    "clinician without first name": (
        p(rendering=replace(RENDERING, name=claims.Person("Rivera"))),
        "claims[0].rendering.name.first",
    ),
    "ein": (p_billing(ein="95-123456"), "billing.ein"),
    "billing zip of five": (
        p_billing(address=replace(file_837p().billing.address, zip="92708")),
        "billing.address.zip",
    ),
    "billing phone": (p_billing(phone="555-0100"), "billing.phone"),
    "contact without phone": (p_billing(contact="Desk"), "billing.phone"),
    "submitter phone": (p_head(submitter=replace(file_837p().submitter, phone="1")), "submitter.phone"),
    "state": (p_member(address=replace(MEMBER.address, state="ZZ")), "claims[0].subscriber.address.state"),
    "zip": (p_member(address=replace(MEMBER.address, zip="9260")), "claims[0].subscriber.address.zip"),
    "filing code": (p_member(filing_code="QQ"), "claims[0].subscriber.filing_code"),
    "relationship": (p(patient=replace(CHILD, relationship="18")), "claims[0].patient.relationship"),
    "sex": (p_member(sex="X"), "claims[0].subscriber.sex"),
    "client without address": (p_member(address=None), "claims[0].subscriber.address"),
    "client without birth date": (p_member(birth_date=None, sex=""), "claims[0].subscriber.birth_date"),
    "half of birth date and sex": (p_member(sex=""), "claims[0].subscriber.sex"),
    "born tomorrow": (p_member(birth_date=date(2026, 3, 3)), "claims[0].subscriber.birth_date"),
    "pointer beyond the list": (p_line(pointers=(3,)), "claims[0].lines[0].pointers"),
    "pointer zero": (p_line(pointers=(0,)), "claims[0].lines[0].pointers"),
    "no pointer": (p_line(pointers=()), "claims[0].lines[0].pointers"),
    "five pointers": (p_line(pointers=(1, 2, 1, 2, 1)), "claims[0].lines[0].pointers"),
    "nonsense diagnosis": (p(diagnoses=("F10.20", "XYZZY")), "claims[0].diagnoses[1]"),
    "no diagnosis": (p(diagnoses=()), "claims[0].diagnoses"),
    "thirteen diagnoses": (
        p(diagnoses=(*(f"F1{n}.10" for n in range(1, 10)), "F32.0", "F33.0", "F41.1", "F43.1")),
        "claims[0].diagnoses",
    ),
    "external cause first": (p(diagnoses=("W19.XXXA", "F33.0")), "claims[0].diagnoses[0]"),
    "diagnosis twice": (p(diagnoses=("F10.20", "F1020")), "claims[0].diagnoses[1]"),
    "principal missing": (i(principal=""), "claims[0].principal"),
    "procedure": (p_line(code="H001X"), "claims[0].lines[0].code"),
    "five modifiers": (p_line(modifiers=("HF", "95", "HQ", "HO", "U1")), "claims[0].lines[0].modifiers"),
    "modifier twice": (p_line(modifiers=("HF", "HF")), "claims[0].lines[0].modifiers[1]"),
    "modifier shape": (p_line(modifiers=("H-",)), "claims[0].lines[0].modifiers[0]"),
    "modifier of a line without code": (i_line(code="", modifiers=("HF",)), "claims[0].lines[0].code"),
    "service tomorrow": (p_line(on=date(2026, 3, 3)), "claims[0].lines[0].on"),
    "place": (p(place="5A"), "claims[0].place"),
    "place of a line": (p_line(place="1"), "claims[0].lines[0].place"),
    "frequency of 837P": (p(frequency="2"), "claims[0].frequency"),
    "frequency of 837I": (i(type_of_bill="135"), "claims[0].frequency"),
    "replacement without number": (p(frequency="7"), "claims[0].payer_control"),
    "number without replacement": (p(payer_control="X1"), "claims[0].payer_control"),
    "no lines": (p(lines=(), charge=Decimal(0)), "claims[0].lines"),
    "line id twice": (p_line(id="L2"), "claims[0].lines[1].id"),
    "claim id twice": (file_837p(PROFESSIONAL, PROFESSIONAL), "claims[1].id"),
    "claim id of 21": (p(id="C-0001230000000000-01"), "claims[0].id"),
    "no claims": (p_head(claims=()), "claims"),
    "both kinds": (p_head(claims=(PROFESSIONAL, INSTITUTIONAL)), "claims"),
    "type of bill": (i(type_of_bill="0132"), "claims[0].type_of_bill"),
    "interim bill of one who left": (i(status="01"), "claims[0].status"),
    "last bill of one who stays": (i(type_of_bill="134"), "claims[0].status"),
    "only bill of one who stays": (i(type_of_bill="131"), "claims[0].status"),
    "status shape": (i(status="3"), "claims[0].status"),
    "statement backwards": (i(statement_from=date(2026, 2, 28)), "claims[0].statement_to"),
    "statement tomorrow": (i(statement_to=date(2026, 3, 3)), "claims[0].statement_to"),
    "day outside the statement": (i_line(on=date(2026, 2, 22)), "claims[0].lines[0].on"),
    "revenue code": (i_line(revenue="906"), "claims[0].lines[0].revenue"),
    "condition codes": (
        i(condition_codes=tuple(f"A{c}" for c in "ABCDEFGHIJKLMNOPQRSTUVWXY")),
        "claims[0].condition_codes",
    ),
    "control number": (p_envelope(interchange=1_000_000_000), "envelope.interchange"),
    "group number": (p_envelope(group=0), "envelope.group"),
    "usage": (p_envelope(usage="X"), "envelope.usage"),
    "separators": (p_envelope(delimiters=claims.Delimiters(component="*")), "envelope.delimiters"),
    "separator in a name": (
        p_member(name=claims.Person("Sample*Two", "J")),
        "claims[0].subscriber.name.last",
    ),
    "component in a note": (p(note="seen: twice"), "claims[0].note"),
    "letters X12 has not": (p_member(name=claims.Person("李", "J")), "claims[0].subscriber.name.last"),
    "name too long": (p_member(name=claims.Person("A" * 61)), "claims[0].subscriber.name.last"),
    "payer without name": (
        p_member(payer=claims.Payer("", "EHP01")),
        "claims[0].subscriber.payer.name",
    ),
}


@pytest.mark.parametrize(("file", "path"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found_named_and_not_written(file, path):
    faults = check(file)
    assert path in [fault.path for fault in faults]
    assert all(fault.says and fault.expected for fault in faults)
    write = write_837i if isinstance(file.claims[:1] and file.claims[0], claims.Claim837I) else write_837p
    with pytest.raises(UnfitToWrite) as refusal:
        write(file)
    assert refusal.value.faults == faults
    assert path in str(refusal.value)


def test_good_files_have_no_fault():
    assert check(file_837p()) == ()
    assert check(file_837i()) == ()


def test_a_fault_says_what_was_expected_and_what_came():
    (fault,) = check(p(charge=Decimal("1000.00")))
    assert (fault.path, fault.expected, fault.got) == ("claims[0].charge", "1050.00", "1000.00")


MUTATIONS = {
    "SE01": ("SE*36*", "SE*35*", False),
    "LX out of order": ("LX*2~", "LX*3~", False),
    "total": ("CLM*C-000123-01*1050*", "CLM*C-000123-01*1000*", True),
    "nonsense diagnosis": ("ABF:F330", "ABF:XYZZY", True),
    "npi digit": ("XX*1987654328", "XX*1987654329", True),
    "pointer beyond the list": ("***1:2~", "***1:3~", True),
}


@pytest.mark.parametrize(("good", "bad", "passes"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_why_our_own_checks_exist(good, bad, passes):
    """pyx12 sees the syntax and not the sums, codes and digits; those four are in FAULTS above."""
    text = golden("837p")
    assert text.count(good) == 1
    assert accepted(text.replace(good, bad))[0] is passes


PARTS = [part for part in vars(claims).values() if is_dataclass(part) and part.__module__ == claims.__name__]


@pytest.mark.parametrize("kind", PARTS)
def test_every_text_of_a_claim_file_has_a_rule(kind):
    hints = get_type_hints(kind)
    written = {f.name for f in fields(kind) if hints[f.name] in (str, tuple[str, ...])}
    assert written == set(texts_of(kind))


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("1234567893", True),
        ("1987654328", True),
        ("1234567890", False),
        ("3234567893", False),
        ("123456789", False),
    ],
)
def test_npi(number, right):
    assert npi(number) is right


@pytest.mark.parametrize("place", range(10))
@pytest.mark.parametrize("step", range(1, 10))
def test_any_single_wrong_digit_of_an_npi_is_seen(place, step):
    digits = list("1234567893")
    digits[place] = str((int(digits[place]) + step) % 10)
    assert not npi("".join(digits))


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("F1020", True),
        ("Z5900", True),
        ("C7A00", True),
        ("T401X1A", True),
        ("U071", True),
        ("F1", False),
        ("10F20", False),
        ("FA020", False),
        ("F1C20", False),
        ("F10.20", False),
        ("F10200000", False),
        ("XYZZY", False),
    ],
)
def test_diagnosis(code, right):
    assert diagnosis(code) is right


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("H0015", True),
        ("S9480", True),
        ("90853", True),
        ("0001U", True),
        ("0403T", True),
        ("3085F", True),
        ("H001X", False),
        ("W0015", False),
        ("9085", False),
        ("908533", False),
        ("", False),
    ],
)
def test_procedure(code, right):
    assert procedure(code) is right
