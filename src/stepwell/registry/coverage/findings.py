"""From what a plan said to the facts that the cost rules ask for; what it did not say stays unverified."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from stepwell.foundation.gate.refusals import BadInput
from stepwell.registry.coverage.rules.estimate_facts import Amount, Benefits, Share
from stepwell.registry.coverage.rules.parity import Limits

#: What a verification asks a plan. Money in dollars, percent of 100, limits in visits a year.
MONEY = ("deductible_left", "out_of_pocket_left", "copay", "medical_copay")
PERCENT = ("coinsurance_percent", "medical_coinsurance_percent")
COUNT = ("visit_limit", "medical_visit_limit")
YES_NO = (
    "active", "authorization_required", "referral_required", "medical_authorization_required", "in_network",
)  # fmt: skip
ASKED = (*YES_NO, *MONEY, *PERCENT, *COUNT)
#: One of the two is enough: a plan has a copay or a coinsurance.
_EITHER = {"copay": "coinsurance_percent", "coinsurance_percent": "copay"}


def checked(found: Mapping[str, Any]) -> dict[str, Any]:
    """The findings as they are kept: known names only, money as text with cents. Raises BadInput."""
    kept: dict[str, Any] = {}
    for name, value in found.items():
        if name not in ASKED:
            raise BadInput(f"found.{name}", f"A verification finds one of {', '.join(ASKED)}.")
        kept[name] = _one(name, value)
    return kept


def unverified(found: Mapping[str, Any]) -> list[str]:
    """What the plan has not said, in the order it is asked."""
    return [name for name in ASKED if name not in found and _EITHER.get(name, "") not in found]


def benefits(found: Mapping[str, Any], allowed_a_day: Decimal | None) -> Benefits:
    """For the estimate. allowed_a_day: of the contract with the plan, None where there is none."""
    copay, share = found.get("copay"), found.get("coinsurance_percent")
    return Benefits(
        allowed_a_day=Amount(allowed_a_day, allowed_a_day is not None),
        deductible_left=_amount(found, "deductible_left"),
        out_of_pocket_left=_amount(found, "out_of_pocket_left"),
        copay=None if copay is None else Amount(Decimal(copay), True),
        coinsurance=None if share is None else Share(Decimal(share), True),
    )


def limits(found: Mapping[str, Any]) -> tuple[Limits, Limits]:
    """The plan's limits on this treatment and on medical care, for the question of parity."""
    return _limits(found, ""), _limits(found, "medical_")


def _limits(found: Mapping[str, Any], prefix: str) -> Limits:
    names = {
        "copay": f"{prefix}copay",
        "coinsurance_percent": f"{prefix}coinsurance_percent",
        "visit_limit": f"{prefix}visit_limit",
        "prior_authorization": f"{prefix}authorization_required",
    }
    copay, share = found.get(names["copay"]), found.get(names["coinsurance_percent"])
    return Limits(
        copay=None if copay is None else Decimal(copay),
        coinsurance_percent=None if share is None else Decimal(share),
        visit_limit=found.get(names["visit_limit"]),
        prior_authorization=bool(found.get(names["prior_authorization"], False)),
        unknown=tuple(field for field, name in names.items() if name not in found),
    )


def _amount(found: Mapping[str, Any], name: str) -> Amount:
    value = found.get(name)
    return Amount(None if value is None else Decimal(value), value is not None)


def _one(name: str, value: Any) -> Any:
    if name in YES_NO:
        if not isinstance(value, bool):
            raise BadInput(f"found.{name}", "Say yes or no.")
        return value
    if name in COUNT:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 366:
            raise BadInput(f"found.{name}", "Write a number of visits a year, 0 to 366.")
        return value
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or (name in PERCENT and number > 100):
        raise BadInput(f"found.{name}", "Write an amount such as 70.00; a percentage is at most 100.")
    return str(number.quantize(Decimal("0.01")))
