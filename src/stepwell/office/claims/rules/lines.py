"""How a code is billed to a payer: which form, where, with which modifiers, at what charge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast

from stepwell.office.claims.rules.day_facts import Service
from stepwell.office.claims.rules.terms import Terms

Form = Literal["837P", "837I"]
MOST_MODIFIERS = 4  # a service line of 837P and 837I has room for four


@dataclass(frozen=True)
class LineShape:
    """One service line. place_of_service: 837P. revenue_code, facility_type (the first digits of the type of
    bill) and condition_codes: 837I. charge: dollars a unit, None when the contract names none."""

    code: str
    form: Form
    modifiers: tuple[str, ...]
    place_of_service: str | None
    revenue_code: str | None
    facility_type: str | None
    condition_codes: tuple[str, ...]
    charge: Decimal | None


@dataclass(frozen=True)
class BesideDay:
    """A service billed beside the day by its own code: a medication visit, an evaluation, a drug test."""

    kind: str
    shape: LineShape
    minutes: int
    note_signed: bool


def line_shape(code: str, terms: Terms, *, video: bool = False, reduced: bool = False) -> LineShape:
    """The line of a code under the payer's terms; reduced: a short day billed as one reduced unit.

    Raises LookupError for a code the contract does not name.
    """
    codes = terms.merged("lines")["codes"]
    if code not in codes:
        raise LookupError(f"{terms.payer.ref} does not say how {code} is billed")
    return _shape(code, codes[code], terms, video, reduced)


def beside_the_day(services: tuple[Service, ...], terms: Terms, *, video: bool = False) -> tuple[BesideDay, ...]:
    """The attended services that the contract carves out of the day, each with its own line."""
    carved: Mapping[str, Any] = terms.merged("carve-outs")["services"]
    return tuple(
        BesideDay(kind, _carved(service, carved[kind], terms, video), service.minutes, service.note_signed)
        for service in services
        if (kind := service.kind or "") in carved and service.countable and service.minutes > 0
    )


def _carved(service: Service, values: Mapping[str, Any], terms: Terms, video: bool) -> LineShape:
    return _shape(service.code or values["code"], values, terms, video, False)


def _shape(code: str, values: Mapping[str, Any], terms: Terms, video: bool, reduced: bool) -> LineShape:
    modifiers: tuple[str, ...] = tuple(values.get("modifiers", ()))
    modifiers += tuple(values.get("video_modifiers", ())) if video else ()
    modifiers += tuple(values.get("reduced_modifiers", ())) if reduced else ()
    if len(modifiers) > MOST_MODIFIERS:
        raise ValueError(f"{terms.payer.ref} gives {code} more than {MOST_MODIFIERS} modifiers")
    place = values.get("place_of_service")
    return LineShape(
        code=code,
        form=cast(Form, values["form"]),
        modifiers=modifiers,
        place_of_service=values.get("video_place_of_service", place) if video else place,
        revenue_code=values.get("revenue_code"),
        facility_type=values.get("facility_type"),
        condition_codes=tuple(values.get("condition_codes", ())),
        charge=terms.merged("rates")["charges"].get(code),
    )
