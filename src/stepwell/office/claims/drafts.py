"""The lines that days come to, and which of them may stand on one claim together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from stepwell.office.claims.contracts import terms_of
from stepwell.office.claims.models import AttendedDay
from stepwell.office.claims.rules.day_facts import Service
from stepwell.office.claims.rules.lines import LineShape, beside_the_day, line_shape
from stepwell.office.claims.rules.terms import Terms
from stepwell.office.claims.rules.units import quarters

VIDEO = "video"
CENT = Decimal("0.01")
#: The guides' limit of lines on a professional claim; institutional ones hold more.
MOST_LINES = 50


@dataclass(frozen=True)
class Draft:
    """One line to be. participation: the session billed by itself, None for a whole day. rendering: the staff
    number of who led it. charge: of all its units, US dollars."""

    day: AttendedDay
    participation: int | None
    shape: LineShape
    units: int
    charge: Decimal
    rendering: int
    authorization: int | None
    rate_ref: str

    @property
    def together_with(self) -> tuple[object, ...]:
        """Lines with the same answer may share a claim: never across form, month, authorization or rate."""
        return (
            self.shape.form,
            self.shape.facility_type,
            self.shape.condition_codes,
            self.day.on.year,
            self.day.on.month,
            self.authorization,
            self.rate_ref,
            self.rendering if self.participation is not None else 0,
        )


@dataclass(frozen=True)
class LeftOut:
    """A service that stays off the claims, and what would bring it on."""

    on: date
    says: str


def drafts_of(day: AttendedDay, payer: str) -> Iterator[Draft | LeftOut]:
    """The lines of a ruled day: the day itself, or its components; then what is billed beside it."""
    terms = terms_of(payer, day.on)
    if day.billable:
        yield from _of_day(day, terms)
    yield from _beside(day, terms)


def together(drafts: Sequence[Draft]) -> list[list[Draft]]:
    """Drafts by claim, each in the order of days."""
    found: dict[tuple[object, ...], list[Draft]] = {}
    for draft in sorted(drafts, key=lambda one: (one.day.on, one.participation or 0)):
        found.setdefault(draft.together_with, []).append(draft)
    return [lines[start : start + MOST_LINES] for lines in found.values() for start in range(0, len(lines), MOST_LINES)]


def _of_day(day: AttendedDay, terms: Terms) -> Iterator[Draft | LeftOut]:
    services = [one for one in day.facts["services"] if one["countable"] and one["minutes"] > 0]
    by_itself = [part for part in day.components if "participation" in part]
    if by_itself:
        for part in by_itself:
            of = next(one for one in services if one["participation"] == part["participation"])
            units = _units_of(part["code"], part["minutes"], terms)
            yield _line(day, terms, part["code"], part["participation"], units, of["mode"] == VIDEO, of["leader"])
        return
    reduced = [part for part in day.components if part.get("reduced")]
    code = reduced[0]["code"] if reduced else day.facts["code"]
    video = all(one["mode"] == VIDEO for one in services)
    yield _line(day, terms, code, None, day.units, video, services[0]["leader"], bool(reduced))


def _units_of(code: str | None, minutes: int, terms: Terms) -> int:
    """One a session, or quarters of an hour for the codes that are counted so."""
    if code not in terms.merged("component-codes").get("quarter_hours", ()):
        return 1
    return max(quarters([minutes], terms.merged("per-diem")["rounding"]), 1)


def _line(
    day: AttendedDay,
    terms: Terms,
    code: str | None,
    participation: int | None,
    units: int,
    video: bool,
    leader: int,
    reduced: bool = False,
) -> Draft | LeftOut:
    if code is None:
        return LeftOut(day.on, f"{terms.payer.ref} names no code for a service of {day.on}. Give the session a code.")
    try:
        shape = line_shape(code, terms, video=video, reduced=reduced)
    except LookupError as silent:
        return LeftOut(day.on, f"{silent.args[0]}. Add it to the contract.")
    return _draft(day, terms, shape, participation, units, leader, day.facts["authorization"])


def _draft(
    day: AttendedDay,
    terms: Terms,
    shape: LineShape,
    participation: int | None,
    units: int,
    leader: int,
    authorization: int | None = None,
) -> Draft | LeftOut:
    if shape.charge is None:
        return LeftOut(day.on, f"{terms.payer.ref} names no charge for {shape.code}. Add it to the contract.")
    return Draft(
        day=day,
        participation=participation,
        shape=shape,
        units=units,
        charge=(Decimal(shape.charge) * units).quantize(CENT),
        rendering=leader,
        authorization=authorization,
        rate_ref=f"{terms.payer.ref}#rates",
    )


def _beside(day: AttendedDay, terms: Terms) -> Iterator[Draft | LeftOut]:
    """Sessions the contract carves out of the day. They too need a signed note and the consent for payment."""
    if day.facts["part2"] and day.facts["payment_consent"] is None:
        return
    if day.facts.get("not_charged"):
        return
    for one in day.facts["services"]:
        service = Service(one["minutes"], one["countable"], one["note_signed"], one["kind"], one["code"])
        for beside in beside_the_day((service,), terms, video=one["mode"] == VIDEO):
            if beside.note_signed:
                yield _draft(day, terms, beside.shape, one["participation"], 1, one["leader"])
