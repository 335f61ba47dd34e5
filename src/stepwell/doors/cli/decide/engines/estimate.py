"""estimate: what the planned treatment costs the person, with what belongs to that question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from stepwell.doors.cli.decide.engine import Engine
from stepwell.doors.cli.decide.policies import in_force
from stepwell.foundation.kernel.facts import STRICT, AtMost, BadFacts, Within
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.registry.coverage.rules.estimate import estimate
from stepwell.registry.coverage.rules.estimate_facts import Benefits, EstimateFacts, Money, Range, Stretch, WeekCost
from stepwell.registry.coverage.rules.good_faith import GoodFaithFacts, good_faith_due
from stepwell.registry.coverage.rules.parity import Limits, parity_flags
from stepwell.registry.coverage.rules.payment_plan import Instalment, PlanFacts, payment_plan
from stepwell.registry.coverage.rules.sliding_fee import Household, SlidingFee, sliding_fee

GUIDELINE = "fees/poverty-guideline-2026"


@dataclass(frozen=True)
class Parity:
    """The same limits of a plan for this treatment and for medical care."""

    __pydantic_config__ = STRICT
    behavioral: Limits
    medical: Limits


@dataclass(frozen=True)
class Instalments:
    """Paying over time. count: how many. first_on: the first due day."""

    __pydantic_config__ = STRICT
    count: Annotated[int, Within(1, 120)]
    first_on: date
    every: Literal["week", "month"] = "month"


@dataclass(frozen=True)
class EstimateQuestion:
    """The planned treatment and its price, and, where asked, the sliding fee of a household (for people who pay
    themselves), the due date of a good-faith estimate, limits to compare, and instalments."""

    __pydantic_config__ = STRICT
    starts_on: date
    plan: Annotated[tuple[Stretch, ...], AtMost(24)]
    price_a_day: Money
    benefits: Benefits | None = None
    household: Household | None = None
    good_faith: GoodFaithFacts | None = None
    parity: Parity | None = None
    instalments: Instalments | None = None


@dataclass(frozen=True)
class EstimateAnswer:
    """All amounts are dollars to the cent, as text. payment_plan covers the highest reading of you_pay."""

    days: int
    total: Range
    plan_pays: Range
    you_pay: Range
    exact: bool
    unverified: tuple[str, ...]
    weeks: tuple[WeekCost, ...]
    sliding_fee: SlidingFee | None
    good_faith_due_on: date | None
    parity_flags: tuple[str, ...]
    payment_plan: tuple[Instalment, ...]


def ask(facts: EstimateQuestion) -> Ruling[EstimateAnswer]:
    _check(facts)
    fee = _fee(facts)
    own = fee.answer.a_day if fee.answer else None
    asked = EstimateFacts(facts.starts_on, facts.plan, facts.price_a_day, facts.benefits, own)
    told = estimate(asked, in_force("fees/estimate", facts.starts_on, dated="starts_on"))
    due, flags = _due(facts), _flags(facts)
    paid = _paid(facts, told.answer.you_pay)
    answer = EstimateAnswer(**vars(told.answer), sliding_fee=fee.answer, good_faith_due_on=due.answer,
                            parity_flags=flags.answer, payment_plan=paid.answer)  # fmt: skip
    reasons: tuple[Reason, ...] = (*told.reasons, *fee.reasons, *due.reasons, *flags.reasons, *paid.reasons)
    return Ruling(answer, reasons)


def _check(facts: EstimateQuestion) -> None:
    if not facts.plan:
        raise BadFacts("plan", "at least one stretch of weeks", [])
    benefits = facts.benefits
    if benefits is not None and benefits.copay is not None and benefits.coinsurance is not None:
        raise BadFacts("benefits.coinsurance", "either a copay or a coinsurance", "both")
    if benefits is not None and facts.household is not None:
        raise BadFacts("household", "no household where benefits are used", "both")


def _fee(facts: EstimateQuestion) -> Ruling[SlidingFee | None]:
    if facts.household is None:
        return Ruling(None)
    on = facts.household.shown_on
    guideline = in_force(GUIDELINE, on, dated="household.shown_on")
    scale = in_force("fees/sliding-scale", on, dated="household.shown_on")
    return sliding_fee(facts.household, facts.price_a_day, guideline, scale)


def _due(facts: EstimateQuestion) -> Ruling[date | None]:
    if facts.good_faith is None:
        return Ruling(None)
    policy = in_force("fees/good-faith-estimate", facts.starts_on, dated="starts_on")
    return good_faith_due(facts.good_faith, policy)


def _flags(facts: EstimateQuestion) -> Ruling[tuple[str, ...]]:
    if facts.parity is None:
        return Ruling(())
    policy = in_force("fees/parity", facts.starts_on, dated="starts_on")
    return parity_flags(facts.parity.behavioral, facts.parity.medical, policy)


def _paid(facts: EstimateQuestion, you_pay: Range) -> Ruling[tuple[Instalment, ...]]:
    wanted = facts.instalments
    if wanted is None:
        return Ruling(())
    policy = in_force("fees/payment-plan", facts.starts_on, dated="starts_on")
    return payment_plan(PlanFacts(you_pay.high, wanted.count, wanted.first_on, wanted.every), policy)


PLAN: dict[str, Any] = {
    "starts_on": "2026-03-02",
    "plan": [{"weeks": 4, "days_a_week": 5}, {"weeks": 6, "days_a_week": 3}],
}

ENGINE = Engine(
    name="estimate",
    facts=EstimateQuestion,
    answer=EstimateAnswer,
    ask=ask,
    examples=(
        PLAN
        | {
            "price_a_day": "350.00",
            "benefits": {
                "allowed_a_day": {"amount": "300.00", "verified": True},
                "deductible_left": {"amount": "900.00", "verified": True},
                "coinsurance": {"percent": "20", "verified": True},
                "out_of_pocket_left": {"amount": "4000.00", "verified": False},
            },
            "parity": {
                "behavioral": {"copay": "70.00", "prior_authorization": True},
                "medical": {"copay": "40.00"},
            },
            "instalments": {"count": 6, "first_on": "2026-04-01"},
        },
        PLAN
        | {
            "price_a_day": "240.00",
            "household": {"income": "24000.00", "people": 2, "state": "CA", "shown_on": "2026-02-25"},
            "good_faith": {"insured": False, "booked_on": "2026-02-16", "service_on": "2026-03-02"},
        },
    ),
)
