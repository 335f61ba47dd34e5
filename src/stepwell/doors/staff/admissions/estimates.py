"""An estimate as the page shows it: the range, what it rests on, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from stepwell.doors.staff.admissions.plans import SAYS
from stepwell.registry.coverage.models import Estimate

#: What an estimate rests on; each that is open widens it.
_RESTS_ON = 4


@dataclass(frozen=True)
class EstimateShown:
    """One estimate as told: the range, what it rests on, and what is not verified."""

    row: Estimate
    payer: str
    days: int
    total_low: Decimal
    total_high: Decimal
    plan_low: Decimal
    plan_high: Decimal
    exact: bool
    unverified: tuple[str, ...]
    verified: int
    rests_on: int
    weeks: tuple[dict[str, Any], ...]
    reasons: list[dict[str, Any]]

    @property
    def confidence(self) -> str:
        """How sure it is, in words; with the count it comes from."""
        if self.row.coverage_id is None:
            return "Known: the price is ours"
        if self.exact:
            return "Sure: all is verified"
        return (
            f"{'Fair' if self.verified * 2 >= self.rests_on else 'Rough'}: {self.verified} of {self.rests_on} verified"
        )


def estimate_shown(row: Estimate, payers: dict[int, str]) -> EstimateShown:
    """A kept estimate as it is told. payers: the names of the plans in force, by number."""
    answer = row.ruling["answer"]
    unverified = tuple(SAYS.get(name, name.replace("_", " ")) for name in answer["unverified"])
    # The reading that is kindest to the person has the plan pay most.
    plan = [Decimal(answer["plan_pays"][end]) for end in ("low", "high")]
    return EstimateShown(
        row=row,
        payer=payers.get(row.coverage_id, "An earlier plan") if row.coverage_id else "Pays themself",
        days=answer["days"],
        total_low=Decimal(answer["total"]["low"]),
        total_high=Decimal(answer["total"]["high"]),
        plan_low=min(plan),
        plan_high=max(plan),
        exact=answer["exact"],
        unverified=unverified,
        verified=max(_RESTS_ON - len(unverified), 0),
        rests_on=_RESTS_ON,
        weeks=tuple(_week(week) for week in answer["weeks"]),
        reasons=row.ruling["reasons"],
    )


def _week(week: dict[str, Any]) -> dict[str, Any]:
    return {
        "week": week["week"],
        "starts_on": date.fromisoformat(week["starts_on"]),
        "days": week["days"],
        "low": Decimal(week["you_pay"]["low"]),
        "high": Decimal(week["you_pay"]["high"]),
    }
