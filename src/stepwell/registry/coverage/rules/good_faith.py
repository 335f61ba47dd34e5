"""Until when someone who pays themselves must have a written good-faith estimate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepwell.foundation.kernel.facts import STRICT
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy
from stepwell.registry.coverage.rules.business_days import business_days_between, business_days_later


@dataclass(frozen=True)
class GoodFaithFacts:
    """insured: the person has and uses coverage. booked_on: the day the first service was booked, for service_on.
    requested_on: the day they asked for an estimate, None when they did not."""

    __pydantic_config__ = STRICT
    insured: bool
    booked_on: date | None = None
    service_on: date | None = None
    requested_on: date | None = None


def good_faith_due(facts: GoodFaithFacts, policy: Policy) -> Ruling[date | None]:
    """The day by which the estimate is given, None when none is owed. policy: `fees/good-faith-estimate`.

    Booked well ahead it is given within a few business days, booked soon within one; asked for, within a few.
    """
    if facts.insured:
        return Ruling(None, (policy.reason("insured"),))
    named = policy.rule("holidays")["days"]
    owed: list[tuple[date, Reason]] = []
    if facts.requested_on is not None:
        due = business_days_later(facts.requested_on, policy.rule("on-request")["within_days"], named)
        owed.append((due, policy.reason("on-request", {"due_on": due.isoformat()})))
    if facts.booked_on is not None and facts.service_on is not None:
        enough = policy.rule("booked-ahead")["least_days_ahead"]
        ahead = business_days_between(facts.booked_on, facts.service_on, named, most=enough)
        for rule_id in ("booked-ahead", "booked-soon"):
            rule = policy.rule(rule_id)
            if ahead >= rule["least_days_ahead"]:
                due = business_days_later(facts.booked_on, rule["within_days"], named)
                owed.append((due, policy.reason(rule_id, {"days_ahead": ahead, "due_on": due.isoformat()})))
                break
    if not owed:
        return Ruling(None, (policy.reason("too-soon"),))
    due, reason = min(owed, key=lambda one: one[0])
    return Ruling(due, (reason,))
