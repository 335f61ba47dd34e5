"""What is not verified is read twice: as kindly and as hardly to the person as it can reasonably be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from stepwell.foundation.policy.document import Rule
from stepwell.registry.coverage.rules.estimate_facts import Amount, Benefits

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Reading:
    """One reading of a coverage, all amounts settled. out_of_pocket: the most the person still pays, None when
    nobody knows a limit. share: coinsurance as a fraction."""

    allowed: Decimal
    deductible: Decimal
    out_of_pocket: Decimal | None
    copay: Decimal
    share: Decimal
    deductible_first: bool


def kindest(benefits: Benefits, price: Decimal, spread: Rule) -> Reading:
    """Every unverified item at its lowest."""
    less = 1 - Decimal(spread["spread_percent"]) / 100
    return _read(benefits, price, less, unknown=Decimal(0))


def hardest(benefits: Benefits, price: Decimal, spread: Rule) -> Reading:
    """Every unverified item at its highest; an unknown one costs the whole price, and no limit is promised."""
    more = 1 + Decimal(spread["spread_percent"]) / 100
    return _read(benefits, price, more, unknown=None)


def unverified(benefits: Benefits) -> Iterator[str]:
    """The names of what the plan has not confirmed."""
    if not benefits.allowed_a_day.settled:
        yield "allowed_a_day"
    if not benefits.deductible_left.settled:
        yield "deductible_left"
    if benefits.copay is None and benefits.coinsurance is None:
        yield "copay_or_coinsurance"
    if benefits.copay is not None and not benefits.copay.settled:
        yield "copay"
    if benefits.coinsurance is not None and not benefits.coinsurance.settled:
        yield "coinsurance"
    if not benefits.out_of_pocket_left.verified:
        yield "out_of_pocket_left"


def cents(amount: Decimal) -> Decimal:
    """An amount to the cent, halves up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def _read(benefits: Benefits, price: Decimal, factor: Decimal, unknown: Decimal | None) -> Reading:
    """unknown: what an amount nobody has said is read as; None for as much as there is. A limit to what the person
    pays that nobody has named is not assumed in either reading."""
    allowed = _amount(benefits.allowed_a_day, factor, price)
    return Reading(
        allowed=min(price if allowed is None else allowed, price),
        deductible=_or(_amount(benefits.deductible_left, factor, unknown), Decimal("Infinity")),
        out_of_pocket=_amount(benefits.out_of_pocket_left, factor, None),
        copay=_copay(benefits, factor, unknown),
        share=_share(benefits, factor, unknown),
        deductible_first=benefits.deductible_first,
    )


def _amount(item: Amount, factor: Decimal, unknown: Decimal | None) -> Decimal | None:
    if item.amount is None:
        return unknown
    return item.amount if item.verified else cents(item.amount * factor)


def _copay(benefits: Benefits, factor: Decimal, unknown: Decimal | None) -> Decimal:
    if benefits.copay is None:
        return Decimal(0)
    return _or(_amount(benefits.copay, factor, unknown), Decimal("Infinity"))


def _share(benefits: Benefits, factor: Decimal, unknown: Decimal | None) -> Decimal:
    share = benefits.coinsurance
    if share is None:
        nothing_known = benefits.copay is None and unknown is None
        return Decimal(1) if nothing_known else Decimal(0)
    if share.percent is None:
        return Decimal(1) if unknown is None else Decimal(0)
    return min(share.percent if share.verified else share.percent * factor, Decimal(100)) / 100


def _or(amount: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if amount is None else amount
