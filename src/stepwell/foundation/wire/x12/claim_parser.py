"""Reads one claim with its lines, professional or institutional."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from stepwell.foundation.wire.x12.claims import (
    Claim837I,
    Claim837P,
    Line837I,
    Line837P,
    Patient,
    Provider,
    Subscriber,
)
from stepwell.foundation.wire.x12.reading import Reading, person

AnyLine = TypeVar("AnyLine", Line837P, Line837I)


def professional(reading: Reading, member: Subscriber, patient: Patient | None) -> Claim837P:
    """One claim of an 837P, from CLM to its last line."""
    clm = reading.take("CLM")
    charge, (place, _, frequency) = reading.money(clm.at(2)), _parts(reading, clm.parts(5))[:3]
    authorization, control = reading.reference("G1"), reading.reference("F8")
    note = reading.take("NTE").at(2) if reading.next_is("NTE") else ""
    diagnoses = _codes(reading)
    rendering = _provider(reading) if reading.next_is("NM1", "82") else None
    return Claim837P(
        id=clm.at(1),
        subscriber=member,
        charge=charge,
        place=place,
        diagnoses=diagnoses,
        lines=_lines(reading, _line_837p),
        rendering=rendering,
        frequency=frequency,
        authorization=authorization,
        payer_control=control,
        note=note,
        patient=patient,
    )


def institutional(reading: Reading, member: Subscriber, patient: Patient | None) -> Claim837I:
    """One claim of an 837I, from CLM to its last line."""
    clm = reading.take("CLM")
    charge, (facility, _, frequency) = reading.money(clm.at(2)), _parts(reading, clm.parts(5))[:3]
    first, _, last = reading.take("DTP", "434").at(3).partition("-")
    begins, ends = reading.day(first), reading.day(last)
    cl1 = reading.take("CL1")
    authorization, control, record = (reading.reference(kind) for kind in ("G1", "F8", "EA"))
    note = reading.take("NTE").at(2) if reading.next_is("NTE") else ""
    principal = _codes(reading)
    others, conditions = _kind(reading, "ABF"), _kind(reading, "BG")
    return Claim837I(
        id=clm.at(1),
        subscriber=member,
        charge=charge,
        type_of_bill=facility + frequency,
        statement_from=begins,
        statement_to=ends,
        admission_type=cl1.at(1),
        admission_source=cl1.at(2),
        status=cl1.at(3),
        principal=principal[0],
        attending=_provider(reading),
        lines=_lines(reading, _line_837i),
        other_diagnoses=others,
        condition_codes=conditions,
        authorization=authorization,
        record_number=record,
        payer_control=control,
        note=note,
        patient=patient,
    )


def _lines(reading: Reading, line: Callable[[Reading], AnyLine]) -> tuple[AnyLine, ...]:
    lines = []
    while reading.next_is("LX"):
        reading.take("LX")
        lines.append(line(reading))
    return tuple(lines)


def _line_837p(reading: Reading) -> Line837P:
    sv1 = reading.take("SV1")
    _, code, *modifiers = _parts(reading, sv1.parts(1), least=2)
    charge, units = reading.money(sv1.at(2)), reading.whole(sv1.at(4))
    pointers = tuple(reading.whole(p) for p in sv1.parts(7))
    on, number = _dated(reading)
    return Line837P(
        id=number,
        code=code,
        charge=charge,
        on=on,
        units=units,
        modifiers=tuple(modifiers),
        pointers=pointers,
        place=sv1.at(5),
    )


def _line_837i(reading: Reading) -> Line837I:
    sv2 = reading.take("SV2")
    _, code, *modifiers = _parts(reading, sv2.parts(2), least=2) if sv2.at(2) else ("", "")
    charge, units = reading.money(sv2.at(3)), reading.whole(sv2.at(5))
    on, number = _dated(reading)
    return Line837I(
        id=number,
        revenue=sv2.at(1),
        charge=charge,
        on=on,
        units=units,
        code=code,
        modifiers=tuple(modifiers),
    )


def _dated(reading: Reading) -> tuple[date, str]:
    return reading.day(reading.take("DTP", "472").at(3)), reading.take("REF", "6R").at(2)


def _codes(reading: Reading) -> tuple[str, ...]:
    """The codes of one HI, whatever their kind; the comparison at the end holds the kinds to account."""
    hi = reading.take("HI")
    found = tuple(hi.parts(place)[-1] for place in range(1, len(hi.elements) + 1) if hi.at(place))
    if not found:
        raise reading.unfit("HI holds no code.")
    return found


def _kind(reading: Reading, kind: str) -> tuple[str, ...]:
    found: list[str] = []
    while reading.next_is("HI") and reading.found[reading.position].parts(1)[:1] == (kind,):
        found.extend(_codes(reading))
    return tuple(found)


def _parts(reading: Reading, parts: tuple[str, ...], least: int = 3) -> tuple[str, ...]:
    if len(parts) < least:
        raise reading.unfit(f"a composite of {least} parts is expected, found {parts}.")
    return parts


def _provider(reading: Reading) -> Provider:
    name = reading.take("NM1")
    taxonomy = reading.take("PRV").at(3) if reading.next_is("PRV") else ""
    return Provider(person(name), name.at(9), taxonomy)
