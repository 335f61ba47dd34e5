"""How minutes become units. A payer's contract names the unit and how it rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from stepwell.office.claims.rules.contract import Rounding, UnitType

QUARTER = 15  # minutes in a unit of a fifteen-minute code: the code's own definition
EIGHT_MINUTE_LEAST = 8  # the "8-minute rule": a last part of 8 minutes or more is a unit


def units(minutes: Sequence[int], unit_type: UnitType, rounding: Rounding) -> int:
    """Units of one code on one day from the minutes of its services.

    DAY: 1 when anything was attended. SESSION: one for each attended service. MIN15: quarters of an hour.
    """
    attended = [part for part in minutes if part > 0]
    match unit_type:
        case "DAY":
            return min(len(attended), 1)
        case "SESSION":
            return len(attended)
        case "MIN15":
            return quarters(attended, rounding)
        case _:
            assert_never(unit_type)


def quarters(minutes: Sequence[int], rounding: Rounding) -> int:
    """Fifteen-minute units of a day.

    eight_minute: of the day's total, a last part of at least 8 minutes is a unit (Medicare's habit).
    midpoint: each service on its own, a last part past its middle is a unit. exact: whole quarters of the
    day's total.
    """
    match rounding:
        case "eight_minute":
            whole, rest = divmod(sum(minutes), QUARTER)
            return whole + (rest >= EIGHT_MINUTE_LEAST)
        case "midpoint":
            return sum((2 * part + QUARTER) // (2 * QUARTER) for part in minutes)
        case "exact":
            return sum(minutes) // QUARTER
        case _:
            assert_never(rounding)
