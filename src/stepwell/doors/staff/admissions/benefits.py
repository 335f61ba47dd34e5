"""Who pays and what it will cost: plans, what they said and left open, referral, estimates, fees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.models import IntakeAppointment
from stepwell.doors.staff.admissions.enquiry import Way, way_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import all_ids, load
from stepwell.registry.coverage import queries as coverage
from stepwell.registry.coverage.findings import MONEY, PERCENT, YES_NO
from stepwell.registry.coverage.models import Coverage, Estimate, PaymentPlan, Referral, SlidingFee, Verification
from stepwell.registry.coverage.rules.good_faith import GoodFaithFacts, good_faith_due
from stepwell.registry.coverage.rules.sliding_fee import Household, sliding_fee

SELF_PAY = "payers/self-pay"
_NO_PLAN = ("payers/default", SELF_PAY)
#: What an estimate rests on; each that is open widens it.
_RESTS_ON = 4
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


@dataclass(frozen=True)
class BenefitsPage:
    """What the page prints."""

    way: Way
    plans: tuple[PlanShown, ...]
    estimates: tuple[EstimateShown, ...]
    fee: SlidingFee | None
    fee_a_day: Decimal | None
    agreed: tuple[PaymentPlan, ...]
    good_faith_on: date | None
    good_faith: tuple[Reason, ...]
    may_write: bool
    may_set_fee: bool

    def plan(self, coverage_id: int) -> PlanShown:
        """One of the person's plans. Raises NotFound."""
        found = next((plan for plan in self.plans if plan.coverage.pk == coverage_id), None)
        if found is None:
            raise NotFound
        return found


@query(P.COVERAGE_READ)
def page(access: Access, *, enquiry_id: int, now: datetime) -> BenefitsPage:
    """Everything there is about who pays. Raises NotFound."""
    return _gathered(access, enquiry_id, now, ("said", "referred", "fee", "estimates", "agreed", "owed"))


@query(P.COVERAGE_WRITE)
def to_write(access: Access, *, enquiry_id: int, now: datetime, parts: tuple[str, ...] = ()) -> BenefitsPage:
    """For forms about coverage: the plans, and of the rest the parts named."""
    return _gathered(access, enquiry_id, now, parts)


@query(P.FEE_SET)
def to_set(access: Access, *, enquiry_id: int, now: datetime, parts: tuple[str, ...] = ()) -> BenefitsPage:
    """For forms about fees."""
    return _gathered(access, enquiry_id, now, parts)


def _gathered(access: Access, enquiry_id: int, now: datetime, parts: tuple[str, ...]) -> BenefitsPage:
    """The plans in force, and of the rest only the parts that are named: each costs a statement."""
    way = way_of(access, enquiry_id=enquiry_id, now=now, asks_next=False)
    subject, today = way.head.subject, way.head.today
    rows = coverage.in_force(access, subject=subject, on=today)
    said = coverage.verifications_of(access, subject=subject) if rows and "said" in parts else []
    referred = coverage.referrals_of(access, subject=subject) if rows and "referred" in parts else []
    plans = tuple(_plan(row, said, referred, today) for row in rows)
    payers = {plan.coverage.pk: plan.payer for plan in plans}
    fee = coverage.sliding_fee_on(access, subject=subject, on=today) if "fee" in parts else None
    told = coverage.estimates_of(access, subject=subject)[:3] if "estimates" in parts else []
    agreed = coverage.payment_plans_of(access, subject=subject) if "agreed" in parts else []
    intakes = admissions.intakes_of(access, enquiry=way.enquiry) if "owed" in parts and not plans else []
    owed = _good_faith(way, bool(plans), intakes)
    return BenefitsPage(
        way=way,
        plans=plans,
        estimates=tuple(_estimate(row, payers) for row in told),
        fee=fee,
        fee_a_day=_a_day(fee, way.enquiry.program.site.state) if fee else None,
        agreed=tuple(agreed),
        good_faith_on=owed[0],
        good_faith=owed[1],
        may_write=allowed(access.roles, P.COVERAGE_WRITE),
        may_set_fee=allowed(access.roles, P.FEE_SET),
    )


def payers(on: date) -> list[tuple[str, str]]:
    """Contracts with health plans on the day, by name."""
    found = []
    for policy_id in all_ids():
        if policy_id.startswith("payers/") and policy_id not in _NO_PLAN:
            try:
                found.append((policy_id, _called(load(policy_id, on).title)))
            except PolicyError:
                continue
    return sorted(found, key=lambda one: one[1])


def _called(title: str) -> str:
    return title.partition(":")[0]


def _plan(row: Coverage, said: Sequence[Verification], referred: Sequence[Referral], on: date) -> PlanShown:
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


def _value(name: str, value: Any) -> str:
    if name in YES_NO:
        return "yes" if value else "no"
    if name in MONEY:
        return f"${value}"
    return f"{value} percent" if name in PERCENT else str(value)


def _estimate(row: Estimate, payers: dict[int, str]) -> EstimateShown:
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


def _a_day(fee: SlidingFee, state: str) -> Decimal | None:
    """The fee a day that the kept household comes to by the tables of the day it was set."""
    price = load(SELF_PAY, fee.on).rule("rates")["charges"]["H0015"]
    guideline = load(fee.table.partition("@")[0], fee.on)
    household = Household(fee.income, fee.household, state, fee.on)
    again = sliding_fee(household, Decimal(price), guideline, load("fees/sliding-scale", fee.on)).answer
    return again.a_day if again else None


def _good_faith(
    way: Way, insured: bool, intakes: Sequence[IntakeAppointment]
) -> tuple[date | None, tuple[Reason, ...]]:
    booked = next((one for one in intakes if not one.outcome), None)
    step = next((one for one in reversed(way.steps) if one.state == "intake_booked"), None)
    facts = GoodFaithFacts(
        insured=insured,
        booked_on=step.at.astimezone(way.zone).date() if booked and step else None,
        service_on=booked.at.astimezone(way.zone).date() if booked else None,
    )
    ruling = good_faith_due(facts, load("fees/good-faith-estimate", way.head.today))
    return ruling.answer, ruling.reasons
