"""The sliding fee: what a household pays by its income, from the poverty guideline of a year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from stepwell.foundation.kernel.facts import STRICT, Within
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.registry.coverage.rules.estimate_facts import Money
from stepwell.registry.coverage.rules.readings import CENT, cents


@dataclass(frozen=True)
class Household:
    """income: of a year, in dollars. people: in the household. state: two letters. shown_on: the day of proof."""

    __pydantic_config__ = STRICT
    income: Money
    people: Annotated[int, Within(1, 50)]
    state: str
    shown_on: date


@dataclass(frozen=True)
class SlidingFee:
    """percent: income of the guideline. pays_percent: of the full price, 0 with a nominal fee. a_day: the fee a
    day. expires_on: the day from which it must be shown again. table: the guideline it came from."""

    percent: Decimal
    pays_percent: Decimal
    nominal: Decimal | None
    a_day: Decimal
    guideline: Decimal
    table: str
    expires_on: date


def sliding_fee(
    household: Household, price_a_day: Decimal, guideline: Policy, scale: Policy
) -> Ruling[SlidingFee | None]:
    """The household's fee, or None with the reason where the table does not hold for its state.

    guideline: `fees/poverty-guideline-<year>`. scale: `fees/sliding-scale`. More income never lowers the fee, a
    larger household never raises it.
    """
    table = guideline.rule("table")
    if household.state.upper() in guideline.rule("other-tables")["states"]:
        return Ruling(None, (guideline.reason("other-tables", {"state": household.state.upper()}),))
    line = _line(household.people, table["by_people"], table["each_further"])
    seen = {"income": str(household.income), "people": household.people, "guideline": str(line)}
    for band in scale.rule("bands")["bands"]:
        if band["up_to_percent"] is None or household.income * 100 <= line * band["up_to_percent"]:
            fee = _fee(household, line, price_a_day, band, guideline, scale)
            return Ruling(fee, (scale.reason("bands", seen), guideline.reason("table", seen)))
    raise LookupError(f"{scale.ref} has no last band without an upper end")


def _line(people: int, by_people: list[int], each_further: int) -> Decimal:
    further = max(people - len(by_people), 0)
    return Decimal(by_people[min(people, len(by_people)) - 1] + further * each_further)


def _fee(
    household: Household,
    line: Decimal,
    price: Decimal,
    band: dict[str, int | Decimal],
    guideline: Policy,
    scale: Policy,
) -> SlidingFee:
    nominal = band.get("nominal")
    pays = Decimal(band.get("pays_percent", 0))
    a_day = cents(min(Decimal(nominal), price) if nominal is not None else price * pays / 100)
    return SlidingFee(
        percent=(household.income * 100 / line).quantize(CENT),
        pays_percent=pays,
        nominal=None if nominal is None else Decimal(nominal),
        a_day=a_day,
        guideline=line,
        table=guideline.ref,
        expires_on=_months_later(household.shown_on, scale.rule("expiry")["months"]),
    )


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
