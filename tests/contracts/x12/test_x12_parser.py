"""Broken envelopes and files with more than we know are refused with the segment that is wrong."""

from __future__ import annotations

import pytest

from stepwell.foundation.wire.x12.interchange import Unreadable, segments
from stepwell.foundation.wire.x12.parser import read_837
from tests.contracts.x12.samples import golden

TEXT = golden("837p")
BROKEN = {
    "empty": ("", 0, "begins with ISA"),
    "something else": ("Dear Sir", 0, "begins with ISA"),
    "cut in the ISA": (TEXT[:90], 1, "ends after 90"),
    "shifted ISA": (TEXT.replace("IOPCLINIC01    *ZZ", "IOPCLINIC01   *ZZ", 1), 1, "shifted"),
    "equal separators": (TEXT.replace("*:~", "**~", 1), 1, "shifted"),
    "cut at the end": (TEXT[:-9], 0, "no terminator"),
    "IEA missing": (TEXT[: TEXT.index("IEA")], 39, "ISA has no trailer"),
    "SE missing": (TEXT.replace("SE*36*0001~", ""), 38, "GE closes GS, which is not open"),
    "SE count": (TEXT.replace("SE*36*", "SE*37*"), 38, "promises '37', there are 36"),
    "SE number": (TEXT.replace("SE*36*0001", "SE*36*0002"), 38, "number '0002', ST opened '0001'"),
    "GE count": (TEXT.replace("GE*1*101", "GE*2*101"), 39, "promises '2', there are 1"),
    "GE number": (TEXT.replace("GE*1*101", "GE*1*100"), 39, "number '100', GS opened '101'"),
    "IEA count": (TEXT.replace("IEA*1*", "IEA*0*"), 40, "promises '0', there are 1"),
    "IEA number": (TEXT.replace("IEA*1*000000101", "IEA*1*000000102"), 40, "number '000000102'"),
    "two interchanges": (TEXT + TEXT, 41, "ISA does not belong here"),
    "ST in ST": (TEXT.replace("BHT*", "ST*837*0002~BHT*"), 4, "ST does not belong here"),
    "outside of a set": (TEXT.replace("GE*1*", "NTE*ADD*X~GE*1*"), 39, "NTE stands outside"),
    "after the IEA": (TEXT + "NTE*ADD*X~", 41, "NTE stands outside"),
    "not a segment": (TEXT.replace("LX*2~", "~"), 30, "'' is not the name"),
    "small letters": (TEXT.replace("LX*2~", "lx*2~"), 30, "'lx' is not the name"),
}


@pytest.mark.parametrize(("text", "position", "says"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_envelope_says_where(text, position, says):
    with pytest.raises(Unreadable) as refusal:
        segments(text)
    assert refusal.value.position == position
    assert says in str(refusal.value)


def changed(old: str, new: str, more: int = 0) -> str:
    """The golden text with one change, and the segment count that goes with it."""
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new).replace("SE*36*", f"SE*{36 + more}*")


FOREIGN = {
    "a segment we do not write": (changed("HI*ABK", "REF*D9*1~HI*ABK", 1), 23, "expected HI"),
    "an element we do not write": (changed("TE*7145550100", "TE*7145550100*FX*7145550101"), 6, "more than"),
    "a middle element": (changed("SBR*P*18*GRP100*", "SBR*P*18*GRP100*SILVER"), 15, "more than"),
    "another kind of code": (changed("ABF:F330", "BF:F330"), 23, "more than"),
    "no claim": (TEXT[: TEXT.index("HL*2*")] + "SE*12*0001~GE*1*101~IEA*1*000000101~", 14, "no claim"),
    "a date that is none": (changed("D8*20260223", "D8*20260230"), 28, "no date"),
    "an amount that is none": (changed("*1050*", "*NAN*"), 21, "no amount"),
    "units that are none": (changed("*UN*1***1:2", "*UN*A***1:2"), 31, "no whole number"),
    "a short composite": (changed("57:B:1", "57:B"), 21, "composite"),
    "a long composite": (changed("57:B:1", "57:B:1:9"), 21, "more than"),
    "an empty HI": (changed("HI*ABK:F1020*ABF:F330", "HI"), 23, "no code"),
    "no time": (changed("20260302*0915*101", "20260302*2515*101"), 4, "no time"),
    "another guide": (changed("ST*837*0001*005010X222A1", "ST*837*0001*005010X224A2"), 4, "not a guide"),
    "another set": (golden("835"), 3, "expected ST*837"),
}


@pytest.mark.parametrize(("text", "position", "says"), FOREIGN.values(), ids=FOREIGN.keys())
def test_nothing_is_dropped_in_silence(text, position, says):
    with pytest.raises(Unreadable) as refusal:
        read_837(text)
    assert says in str(refusal.value)
    assert refusal.value.position == position
