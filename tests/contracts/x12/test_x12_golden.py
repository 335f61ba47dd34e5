"""The golden files: written byte for byte, read back, accepted by pyx12."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from stepwell.foundation.wire.x12.claims import Person, Provider
from stepwell.foundation.wire.x12.fields import normal
from stepwell.foundation.wire.x12.interchange import segments
from stepwell.foundation.wire.x12.parser import read_837
from stepwell.foundation.wire.x12.segment import Delimiters
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
    golden,
)


def test_the_professional_file_is_written_byte_for_byte():
    assert write_837p(file_837p()) == golden("837p")


def test_the_institutional_file_is_written_byte_for_byte():
    assert write_837i(file_837i()) == golden("837i")


def test_a_line_a_segment_for_people_to_read():
    text = write_837p(file_837p(), newlines=True)
    assert text.replace("\n", "") == golden("837p")
    assert text.splitlines()[2] == "ST*837*0001*005010X222A1~"
    assert read_837(text) == normal(file_837p())


@pytest.mark.parametrize("name", ["837p", "837i", "835", "277ca", "999"])
def test_the_judge_accepts_the_golden_files(name):
    assert accepted(golden(name)) == (True, "")


@pytest.mark.parametrize("name", ["270", "271", "276", "277", "278", "277ca", "835", "837i", "837p", "999"])
def test_the_envelope_of_every_golden_file_is_read(name):
    text = golden(name)
    found = segments(text)
    assert "".join(f"{segment}~" for segment in found) == text
    assert (found[0].tag, found[-1].tag) == ("ISA", "IEA")
    assert len(str(found[0]) + "~") == 106


def test_what_is_read_is_what_was_written():
    assert read_837(golden("837p")) == normal(file_837p())
    assert read_837(golden("837i")) == normal(file_837i())


CORRECTED = replace(PROFESSIONAL, id="C-000123-02", frequency="7", payer_control="PAYERICN0001", note=NOTICE)
LONE = replace(MEMBER, address=None, birth_date=None, sex="")
FOR_A_CHILD = replace(PROFESSIONAL, id="C-000125-01", subscriber=LONE, patient=CHILD, rendering=None)


@pytest.mark.parametrize(
    "file",
    [
        file_837p(CORRECTED),
        file_837p(FOR_A_CHILD),
        file_837p(PROFESSIONAL, CORRECTED, FOR_A_CHILD, replace(FOR_A_CHILD, id="C-000126-01")),
        replace(file_837p(), envelope=replace(file_837p().envelope, delimiters=Delimiters("|", "^", ">", "!"))),
        replace(
            file_837p(),
            billing=replace(file_837p().billing, contact="Billing Desk", phone="714-555-0100"),
        ),
    ],
    ids=["replacement with note", "dependent", "several", "other separators", "billing contact"],
)
def test_other_professional_files_are_accepted_and_read_back(file):
    text = write_837p(file)
    assert accepted(text) == (True, "")
    assert read_837(text) == normal(file)


def test_a_long_institutional_claim_is_accepted_and_read_back():
    claim = replace(
        INSTITUTIONAL,
        type_of_bill="131",
        status="01",
        note=NOTICE,
        patient=CHILD,
        other_diagnoses=(*(f"F1{n}.20" for n in range(1, 10)), "F33.0", "F41.1", "F43.10", "Z59.0"),
        condition_codes=(*(f"A{n}" for n in range(10)), "92", "41", "B1"),
    )
    text = write_837i(file_837i(claim, replace(claim, id="C-2", patient=None)))
    assert accepted(text) == (True, "")
    assert read_837(text) == normal(file_837i(claim, replace(claim, id="C-2", patient=None)))


def test_a_client_who_is_not_the_member_has_a_level_of_their_own():
    text = write_837p(file_837p(FOR_A_CHILD), newlines=True)
    start = text.index("HL*2*")
    assert text[start : text.index("CLM*")] == (
        "HL*2*1*22*1~\nSBR*P**GRP100******CI~\nNM1*IL*1*SAMPLE*JORDAN****MI*ABC123456789~\n"
        "NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*EHP01~\n"
        "HL*3*2*23*0~\nPAT*19~\nNM1*QC*1*SAMPLE*ROBIN~\nN3*22 TEST ST~\nN4*IRVINE*CA*92602~\n"
        "DMG*D8*20070601*M~\n"
    )


def test_names_are_folded_into_what_x12_can_carry():
    member = replace(MEMBER, name=Person("Núñez\u2013Großmann", "Zoë"))
    claim = replace(PROFESSIONAL, subscriber=member, rendering=Provider(Person("O\u2019Brien", "Siân"), "1987654328"))
    text = write_837p(file_837p(claim))
    assert "NM1*IL*1*NUNEZ-GROSSMANN*ZOE****MI*ABC123456789~" in text
    assert "NM1*82*1*O'BRIEN*SIAN****XX*1987654328~" in text
    assert accepted(text) == (True, "")


def test_the_short_notice_of_part_2_fits_and_keeps_its_letters():
    assert len(NOTICE) == 72
    assert f"NTE*ADD*{NOTICE}~" in write_837p(file_837p(CORRECTED))


@pytest.mark.parametrize(
    ("money", "written"), [("350.00", "350"), ("350.50", "350.5"), ("0.05", "0.05"), ("100", "100")]
)
def test_money_is_written_without_needless_zeros(money, written):
    line = replace(PROFESSIONAL.lines[0], charge=Decimal(money))
    text = write_837p(file_837p(replace(PROFESSIONAL, charge=Decimal(money), lines=(line,))))
    assert f"SV1*HC:H0015:HF*{written}*UN*1***1~" in text
