"""A health plan as the page shows it: what it said last, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import all_ids, load
from stepwell.registry.coverage.findings import MONEY, PERCENT, YES_NO
from stepwell.registry.coverage.models import Coverage, Referral, Verification

SELF_PAY = "payers/self-pay"
_NO_PLAN = ("payers/default", SELF_PAY)
#: What a plan says, in words.
SAYS = {
    "active": "the plan is active",
    "in_network": "in network",
    "authorization_required": "authorization wanted",
    "referral_required": "referral wanted",
    "medical_authorization_required": "authorization with medical care",
    "deductible_left": "deductible still open",
    "out_of_pocket_left": "out-of-pocket maximum still open",
    "copay": "copay a day",
    "coinsurance_percent": "coinsurance",
    "medical_copay": "copay with medical care",
    "medical_coinsurance_percent": "coinsurance with medical care",
    "visit_limit": "most visits a year",
    "medical_visit_limit": "most medical visits a year",
    "allowed_a_day": "what the plan allows for a day",
    "copay_or_coinsurance": "copay or coinsurance",
    "coinsurance": "coinsurance",
}


@dataclass(frozen=True)
class PlanShown:
    """One health plan: what it said last, what is still open, where it is stricter than with medical care."""

    coverage: Coverage
    payer: str
    verification: Verification | None
    found: tuple[tuple[str, str], ...]
    unverified: tuple[str, ...]
    referrals: tuple[Referral, ...]
    wants_referral: bool


def payers_on(on: date) -> list[tuple[str, str]]:
    """Contracts with health plans on the day, by name."""
    found = []
    for policy_id in all_ids():
        if policy_id.startswith("payers/") and policy_id not in _NO_PLAN:
            try:
                found.append((policy_id, _called(load(policy_id, on).title)))
            except PolicyError:
                continue
    return sorted(found, key=lambda one: one[1])


def plan_shown(row: Coverage, said: Sequence[Verification], referred: Sequence[Referral], on: date) -> PlanShown:
    """The plan with the newest of what was said and the referrals it has; a contract that is no more goes by its id."""
    newest = next((one for one in said if one.coverage_id == row.pk), None)
    found = newest.found if newest else {}
    referrals = tuple(one for one in referred if one.coverage_id == row.pk)
    try:
        payer = _called(load(row.payer, on).title)
    except PolicyError:
        payer = row.payer.partition("/")[2]
    return PlanShown(
        coverage=row,
        payer=payer,
        verification=newest,
        found=tuple((SAYS.get(name, name), _value(name, value)) for name, value in found.items()),
        unverified=tuple(SAYS.get(name, name) for name in newest.unverified) if newest else (),
        referrals=referrals,
        wants_referral=bool(found.get("referral_required")) and not referrals,
    )


def _called(title: str) -> str:
    return title.partition(":")[0]


def _value(name: str, value: Any) -> str:
    if name in YES_NO:
        return "yes" if value else "no"
    if name in MONEY:
        return f"${value}"
    return f"{value} percent" if name in PERCENT else str(value)
