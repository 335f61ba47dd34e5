"""The estimate: day by day through deductible, copay or coinsurance and the out-of-pocket maximum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.registry.coverage.rules.estimate_facts import Estimate, EstimateFacts, Range, WeekCost
from stepwell.registry.coverage.rules.readings import Reading, cents, hardest, kindest, unverified


def estimate(facts: EstimateFacts, policy: Policy) -> Ruling[Estimate]:
    """What the planned treatment costs, what the plan pays and what the person pays, week by week, to the cent.

    policy: `fees/estimate`. What is not verified makes a range from its kindest to its hardest reading. The
    person never pays above the out-of-pocket maximum that is left and never below nothing.
    """
    names = () if facts.benefits is None else tuple(unverified(facts.benefits))
    low, high = _readings(facts, policy)
    weeks = tuple(_weeks(facts, low, high))
    days = sum(week.days for week in weeks)
    total, you = _sum(week.total for week in weeks), _sum(week.you_pay for week in weeks)
    plan = _sum(week.plan_pays for week in weeks)
    answer = Estimate(days, total, plan, you, not names, names, weeks)
    return Ruling(answer, tuple(_reasons(facts, answer, policy)))


class Account:
    """One reading, spent day by day."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._deductible = reading.deductible
        self._out_of_pocket = reading.out_of_pocket

    def day(self) -> tuple[Decimal, Decimal]:
        """What the next day costs in all, and what of it the person pays."""
        reading, allowed = self._reading, self._reading.allowed
        met = min(self._deductible, allowed) if reading.deductible_first else Decimal(0)
        rest = allowed - met
        you = met + min(reading.copay, rest) if reading.copay else met + cents(rest * reading.share)
        if self._out_of_pocket is not None:
            you = min(you, self._out_of_pocket)
            self._out_of_pocket -= you
        self._deductible -= min(met, self._deductible) if self._deductible.is_finite() else Decimal(0)
        return allowed, you


def _readings(facts: EstimateFacts, policy: Policy) -> tuple[Reading, Reading]:
    if facts.benefits is None:
        price = facts.price_a_day if facts.self_pay_a_day is None else facts.self_pay_a_day
        whole = Reading(price, Decimal(0), None, Decimal(0), Decimal(1), False)
        return whole, whole
    spread = policy.rule("unverified")
    return kindest(facts.benefits, facts.price_a_day, spread), hardest(facts.benefits, facts.price_a_day, spread)


def _weeks(facts: EstimateFacts, low: Reading, high: Reading) -> Iterator[WeekCost]:
    kind, hard = Account(low), Account(high)
    number = 0
    for stretch in facts.plan:
        for _ in range(stretch.weeks):
            least, most = _week(kind, stretch.days_a_week), _week(hard, stretch.days_a_week)
            yield WeekCost(
                number + 1,
                facts.starts_on + timedelta(weeks=number),
                stretch.days_a_week,
                Range(least[0], most[0]),
                Range(least[0] - least[1], most[0] - most[1]),
                Range(least[1], most[1]),
            )
            number += 1


def _week(account: Account, days: int) -> tuple[Decimal, Decimal]:
    spent = [account.day() for _ in range(days)]
    zero = Decimal("0.00")
    return sum((cost for cost, _ in spent), zero), sum((you for _, you in spent), zero)


def _sum(ranges: Iterator[Range]) -> Range:
    parts, zero = list(ranges), Decimal("0.00")
    return Range(sum((part.low for part in parts), zero), sum((part.high for part in parts), zero))


def _reasons(facts: EstimateFacts, answer: Estimate, policy: Policy) -> Iterator[Reason]:
    seen = {
        "days": answer.days,
        "weeks": len(answer.weeks),
        "you_pay": [str(answer.you_pay.low), str(answer.you_pay.high)],
    }
    if facts.benefits is None:
        yield policy.reason("self-pay", seen)
        return
    yield policy.reason("day-by-day", seen)
    if answer.unverified:
        change = {"unverified": list(answer.unverified), "would_change": "a verification of these"}
        yield policy.reason("unverified", change)
