"""The part of a payer's contract that decides one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from stepwell.office.claims.rules.terms import Terms

ShortDay = Literal["NONE", "COMPONENT_CODES", "REDUCED"]
UnitType = Literal["DAY", "MIN15", "SESSION"]
Rounding = Literal["eight_minute", "midpoint", "exact"]
Basis = Literal["minutes", "services"]


@dataclass(frozen=True)
class DayContract:
    """What one payer asks of a day.

    code: the day's HCPCS code. basis: "minutes" compares with min_minutes; "services" (Medicare) asks for one
    service of a primary kind and ignores minutes. required_mix: kinds that must have been attended.
    never_counted: kinds that never count, whatever else is said of them. carved_out: kinds billed beside the
    day, whose minutes the day does not use as well. rounding: of 15-minute units.
    """

    code: str
    min_minutes: int
    short_day_policy: ShortDay
    counted_break_minutes: int
    never_counted: frozenset[str]
    authorization_required: bool
    required_mix: tuple[str, ...] = ()
    basis: Basis = "minutes"
    primary_kinds: tuple[str, ...] = ()
    unit_type: UnitType = "DAY"
    rounding: Rounding = "eight_minute"
    reduced_code: str | None = None
    component_codes: Mapping[str, str] = field(default_factory=dict)
    carved_out: frozenset[str] = frozenset()


def day_contract(terms: Terms) -> DayContract:
    """The day's contract as the payer's terms say it. Raises ValueError for a value outside the
    vocabulary."""
    day, counting = terms.merged("per-diem"), terms.merged("counting")
    return DayContract(
        code=day["code"],
        min_minutes=day["min_minutes"],
        short_day_policy=cast(ShortDay, _known(ShortDay, day["short_day_policy"])),
        counted_break_minutes=counting["counted_break_minutes"],
        never_counted=frozenset(counting["never_counted"]),
        authorization_required=terms.value("authorization", "required"),
        required_mix=tuple(day["required_mix"]),
        basis=cast(Basis, _known(Basis, day["basis"])),
        primary_kinds=tuple(day["primary_kinds"]),
        unit_type=cast(UnitType, _known(UnitType, day["unit_type"])),
        rounding=cast(Rounding, _known(Rounding, day["rounding"])),
        reduced_code=day.get("reduced_code"),
        component_codes=dict(terms.value("component-codes", "codes")),
        carved_out=frozenset(terms.value("carve-outs", "services")),
    )


def _known(vocabulary: Any, value: Any) -> Any:
    if value not in get_args(vocabulary):
        raise ValueError(f"{value!r} is not one of {', '.join(get_args(vocabulary))}")
    return value
