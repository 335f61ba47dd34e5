"""Any claim that passes our checks is accepted by pyx12 and comes back as it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from stepwell.foundation.wire.x12.checks import check
from stepwell.foundation.wire.x12.claims import Address, Line837I, Line837P, Person
from stepwell.foundation.wire.x12.fields import normal
from stepwell.foundation.wire.x12.parser import read_837
from stepwell.foundation.wire.x12.writer import write_837i, write_837p
from tests.contracts.x12.judge import accepted
from tests.contracts.x12.samples import (
    CHILD,
    INSTITUTIONAL,
    MEMBER,
    NOTICE,
    PROFESSIONAL,
    file_837i,
    file_837p,
)

LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzéñüøßÀŁĐ'-")
WORDS = st.text(LETTERS, min_size=2, max_size=15).map(lambda w: f"A{w}")
MONEY = st.integers(0, 999_999).map(lambda cents: Decimal(cents) / 100)
DIAGNOSES = st.lists(
    st.sampled_from(("F10.20", "F11.20", "F12.10", "F15.20", "F33.0", "F41.1", "F43.10", "Z59.00", "Z63.4")),
    min_size=1,
    max_size=9,
    unique=True,
).map(tuple)
MODIFIERS = st.lists(st.sampled_from(("HF", "95", "HQ", "HO", "U1")), max_size=4, unique=True).map(tuple)
PEOPLE = st.builds(Person, last=WORDS, first=WORDS, middle=st.just("") | WORDS, suffix=st.sampled_from(("", "Jr")))
ADDRESSES = st.builds(
    Address,
    street=WORDS,
    city=WORDS,
    state=st.sampled_from(("CA", "NY", "TX", "PR")),
    zip=st.sampled_from(("92602", "92602-1234")),
    street2=st.just("") | WORDS,
)
MEMBERS = st.builds(
    replace,
    st.just(MEMBER),
    name=PEOPLE,
    address=ADDRESSES,
    member_id=st.text(st.sampled_from("ABCxyz0123456789-"), min_size=2, max_size=20),
    group=st.sampled_from(("", "GRP100")),
    filing_code=st.sampled_from(("CI", "MC", "BL", "12")),
    sex=st.sampled_from("FMU"),
)
CLIENTS = st.none() | st.builds(replace, st.just(CHILD), name=PEOPLE, address=ADDRESSES)
START = date(2026, 2, 2)


@st.composite
def professional(draw):
    diagnoses = draw(DIAGNOSES)
    numbers = st.integers(1, len(diagnoses))
    lines = tuple(
        Line837P(
            id=f"L{number}",
            code=draw(st.sampled_from(("H0015", "S9480", "90853", "H0004"))),
            charge=draw(MONEY),
            on=START + timedelta(days=draw(st.integers(0, 20))),
            units=draw(st.integers(1, 96)),
            modifiers=draw(MODIFIERS),
            pointers=tuple(draw(st.lists(numbers, min_size=1, max_size=4, unique=True))),
            place=draw(st.sampled_from(("", "10", "02"))),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    )
    frequency = draw(st.sampled_from("178"))
    return replace(
        PROFESSIONAL,
        subscriber=draw(MEMBERS),
        patient=draw(CLIENTS),
        diagnoses=diagnoses,
        lines=lines,
        charge=sum((line.charge for line in lines), Decimal(0)),
        place=draw(st.sampled_from(("57", "11", "10", "53"))),
        frequency=frequency,
        payer_control="" if frequency == "1" else "PAYERICN0001",
        note=draw(st.sampled_from(("", NOTICE))),
        rendering=draw(st.sampled_from((None, PROFESSIONAL.rendering))),
        authorization=draw(st.sampled_from(("", "AUTH-1"))),
    )


@st.composite
def institutional(draw):
    principal, *others = draw(DIAGNOSES)
    lines = tuple(
        Line837I(
            id=f"L{number}",
            revenue=draw(st.sampled_from(("0905", "0906", "0915"))),
            code=draw(st.sampled_from(("", "H0015", "90853"))),
            charge=draw(MONEY),
            on=START + timedelta(days=draw(st.integers(0, 20))),
            units=draw(st.integers(1, 5)),
        )
        for number in range(1, draw(st.integers(1, 6)) + 1)
    )
    kind = draw(st.sampled_from(("131", "862", "763", "134", "897")))
    return replace(
        INSTITUTIONAL,
        subscriber=draw(MEMBERS),
        patient=draw(CLIENTS),
        principal=principal,
        other_diagnoses=tuple(others),
        condition_codes=draw(st.sampled_from(((), ("92",), ("41", "92")))),
        lines=lines,
        charge=sum((line.charge for line in lines), Decimal(0)),
        type_of_bill=kind,
        status="30" if kind[-1] in "23" else "01",
        payer_control="PAYERICN0001" if kind[-1] == "7" else "",
        statement_from=min(line.on for line in lines),
        statement_to=max(line.on for line in lines),
        record_number=draw(st.sampled_from(("", "MRN00042"))),
    )


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(professional())
def test_professional_claims_go_and_come_back(claim):
    file = file_837p(claim)
    assert check(file) == ()
    text = write_837p(file)
    assert accepted(text) == (True, "")
    back = read_837(text)
    assert back == normal(file)
    assert write_837p(back) == text


@settings(max_examples=15, deadline=None, derandomize=True, database=None)
@given(institutional())
def test_institutional_claims_go_and_come_back(claim):
    file = file_837i(claim)
    assert check(file) == ()
    text = write_837i(file)
    assert accepted(text) == (True, "")
    back = read_837(text)
    assert back == normal(file)
    assert write_837i(back) == text
