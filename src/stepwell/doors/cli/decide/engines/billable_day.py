"""billable-day: whether a day becomes a claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from stepwell.doors.cli.decide.engine import Engine
from stepwell.doors.cli.decide.policies import day, in_force
from stepwell.foundation.kernel.facts import STRICT, BadFacts, Within
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.office.claims.rules.contract import (
    Basis,
    DayContract,
    Rounding,
    ShortDay,
    UnitType,
    day_contract,
)
from stepwell.office.claims.rules.day import billable_day
from stepwell.office.claims.rules.day_facts import Authorization, Day, DayFacts, Service
from stepwell.office.claims.rules.terms import Terms


@dataclass(frozen=True)
class Contract:
    """What the contract says of a day; an absent key is what the named payer's policy says, or
    `payers/default`.

    payer: a policy under payers/, as "harbor-mutual". required_mix, primary_kinds: kinds of service.
    """

    __pydantic_config__ = STRICT
    payer: str = "default"
    min_minutes: Annotated[int, Within(0, 1440)] | None = None
    short_day_policy: ShortDay | None = None
    code: str | None = None
    reduced_code: str | None = None
    counted_break_minutes: Annotated[int, Within(0, 1440)] | None = None
    required_mix: tuple[str, ...] | None = None
    authorization_required: bool | None = None
    basis: Basis | None = None
    primary_kinds: tuple[str, ...] | None = None
    unit_type: UnitType | None = None
    rounding: Rounding | None = None
    component_codes: dict[str, str] | None = None


@dataclass(frozen=True)
class BillableDayFacts:
    """One person's day at one program, and the contract that pays for it. on: the day of service."""

    __pydantic_config__ = STRICT
    contract: Contract
    services: tuple[Service, ...]
    authorization: Authorization | None
    other_per_diem: bool
    part2: bool
    payment_consent: bool
    on: date | None = None


def ask(facts: BillableDayFacts) -> Ruling[Day]:
    on, payer = day(facts.on), facts.contract.payer
    default = in_force("payers/default", on)
    terms = Terms(in_force(f"payers/{payer}", on, "contract.payer", payer), default)
    contract = _contract(facts.contract, terms)
    if contract.basis == "services" and not contract.primary_kinds:
        raise BadFacts("contract.primary_kinds", "at least one kind, since the basis is services", [])
    asked = DayFacts(facts.services, facts.authorization, facts.other_per_diem, facts.part2, facts.payment_consent)
    return billable_day(asked, contract, terms)


def _contract(given: Contract, terms: Terms) -> DayContract:
    """The payer's contract with what the facts say of it on top."""
    said: dict[str, Any] = {key: value for key, value in vars(given).items() if key != "payer" and value is not None}
    return replace(day_contract(terms), **said)


SHAPE: dict[str, Any] = {
    "contract": {"min_minutes": 180, "short_day_policy": "NONE", "code": "H0015"},
    "services": [
        {"minutes": 90, "countable": True, "note_signed": True},
        {"minutes": 90, "countable": True, "note_signed": True},
    ],
    "authorization": {"active": True, "units_left": 3},
    "other_per_diem": False,
    "part2": True,
    "payment_consent": True,
}
SHORT: dict[str, Any] = {
    "contract": {"short_day_policy": "COMPONENT_CODES"},
    "services": [
        {"minutes": 90, "countable": True, "note_signed": True, "kind": "group"},
        {"minutes": 15, "countable": True, "note_signed": False, "kind": "break"},
        {"minutes": 45, "countable": True, "note_signed": True, "kind": "individual"},
    ],
}

ENGINE = Engine(
    name="billable-day",
    facts=BillableDayFacts,
    answer=Day,
    ask=ask,
    examples=(
        SHAPE,
        SHAPE | SHORT,
        SHAPE | {"contract": {}, "authorization": None, "payment_consent": False},
    ),
)
