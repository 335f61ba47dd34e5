"""A payment plan: instalments that sum to what is owed, to the cent."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from stepwell.foundation.kernel.facts import STRICT, Within
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.registry.coverage.rules.estimate_facts import Money
from stepwell.registry.coverage.rules.readings import cents


@dataclass(frozen=True)
class PlanFacts:
    """total: what is owed. instalments: how many. first_on: the first due day; the others follow by week or month."""

    __pydantic_config__ = STRICT
    total: Money
    instalments: Annotated[int, Within(1, 120)]
    first_on: date
    every: Literal["week", "month"] = "month"


@dataclass(frozen=True)
class Instalment:
    """One amount and the day it is due."""

    due_on: date
    amount: Decimal


def payment_plan(facts: PlanFacts, policy: Policy) -> Ruling[tuple[Instalment, ...]]:
    """The instalments, the first ones a cent larger where it does not divide; none, with the reason, where there
    would be too many or too small ones. policy: `fees/payment-plan`. No interest is ever added."""
    rule = policy.rule("instalments")
    owed = int(facts.total * 100)
    each, over = divmod(owed, facts.instalments)
    seen = {"total": str(facts.total), "instalments": facts.instalments, "most": rule["most"]}
    if facts.instalments > rule["most"]:
        return Ruling((), (policy.reason("too-many", seen),))
    if each < rule["least_amount"] * 100 and facts.instalments > 1:
        return Ruling((), (policy.reason("too-small", {**seen, "least_amount": str(rule["least_amount"])}),))
    made = tuple(
        Instalment(_due(facts, number), cents(Decimal(each + (number < over)) / 100))
        for number in range(facts.instalments)
    )
    return Ruling(made, (policy.reason("instalments", seen),))


def _due(facts: PlanFacts, number: int) -> date:
    if facts.every == "week":
        return facts.first_on + timedelta(weeks=number)
    year, month = divmod(facts.first_on.year * 12 + facts.first_on.month - 1 + number, 12)
    return date(year, month + 1, min(facts.first_on.day, monthrange(year, month + 1)[1]))
