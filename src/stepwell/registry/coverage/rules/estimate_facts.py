"""What is known of someone's coverage and plan, and what is answered about its cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from stepwell.foundation.kernel.facts import STRICT, Dollars, Within

Money = Annotated[Decimal, Dollars()]
Percent = Annotated[Decimal, Within(0, 100)]


@dataclass(frozen=True)
class Amount:
    """One finding about the coverage, in dollars. amount: None when nobody has said. verified: the plan said so;
    an unverified amount is told as a range."""

    __pydantic_config__ = STRICT
    amount: Money | None = None
    verified: bool = False

    @property
    def settled(self) -> bool:
        """Said by the plan, and an amount was said."""
        return self.verified and self.amount is not None


@dataclass(frozen=True)
class Share:
    """A coinsurance in percent, verified or not."""

    __pydantic_config__ = STRICT
    percent: Percent | None = None
    verified: bool = False

    @property
    def settled(self) -> bool:
        """Said by the plan, and a percentage was said."""
        return self.verified and self.percent is not None


@dataclass(frozen=True)
class Benefits:
    """What a plan pays for a day of treatment.

    allowed_a_day: what the plan and the clinic have agreed on. deductible_left and out_of_pocket_left: of the
    plan year; an out_of_pocket_left verified without an amount is a plan without a maximum. Either copay (a day) or
    coinsurance; None for the one the plan does not have, both None when neither is known. deductible_first: the
    deductible is met before copay or coinsurance begin.
    """

    __pydantic_config__ = STRICT
    allowed_a_day: Amount
    deductible_left: Amount
    out_of_pocket_left: Amount
    copay: Amount | None = None
    coinsurance: Share | None = None
    deductible_first: bool = True


@dataclass(frozen=True)
class Stretch:
    """So many weeks with so many days each; a plan that thins out has several."""

    __pydantic_config__ = STRICT
    weeks: Annotated[int, Within(1, 104)]
    days_a_week: Annotated[int, Within(1, 7)]


@dataclass(frozen=True)
class EstimateFacts:
    """The planned treatment, its price, and who pays.

    price_a_day: the clinic's full charge. benefits: None for someone who pays themselves. self_pay_a_day: their
    price a day after a sliding fee, the full price where None.
    """

    __pydantic_config__ = STRICT
    starts_on: date
    plan: tuple[Stretch, ...]
    price_a_day: Money
    benefits: Benefits | None = None
    self_pay_a_day: Money | None = None


@dataclass(frozen=True)
class Range:
    """From the kindest to the hardest reading of what is not verified; equal when all is."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class WeekCost:
    """One week of the plan. starts_on: its first day. total is what plan and person pay together."""

    week: int
    starts_on: date
    days: int
    total: Range
    plan_pays: Range
    you_pay: Range


@dataclass(frozen=True)
class Estimate:
    """The whole plan. In each reading (low, high) plan_pays and you_pay sum to total. unverified: what was not
    verified, by name. exact: nothing is unverified."""

    days: int
    total: Range
    plan_pays: Range
    you_pay: Range
    exact: bool
    unverified: tuple[str, ...]
    weeks: tuple[WeekCost, ...]
