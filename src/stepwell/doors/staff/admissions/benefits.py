"""Who pays and what it will cost: plans, what they said and left open, referral, estimates, fees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.models import IntakeAppointment
from stepwell.doors.staff.admissions.enquiry import Way, way_of
from stepwell.doors.staff.admissions.estimates import EstimateShown, estimate_shown
from stepwell.doors.staff.admissions.plans import SELF_PAY, PlanShown, plan_shown
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.coverage import queries as coverage
from stepwell.registry.coverage.models import PaymentPlan, SlidingFee
from stepwell.registry.coverage.rules.good_faith import GoodFaithFacts, good_faith_due
from stepwell.registry.coverage.rules.sliding_fee import Household, sliding_fee


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
    plans = tuple(plan_shown(row, said, referred, today) for row in rows)
    payers = {plan.coverage.pk: plan.payer for plan in plans}
    fee = coverage.sliding_fee_on(access, subject=subject, on=today) if "fee" in parts else None
    told = coverage.estimates_of(access, subject=subject)[:3] if "estimates" in parts else []
    agreed = coverage.payment_plans_of(access, subject=subject) if "agreed" in parts else []
    intakes = admissions.intakes_of(access, enquiry=way.enquiry) if "owed" in parts and not plans else []
    owed = _good_faith(way, bool(plans), intakes)
    return BenefitsPage(
        way=way,
        plans=plans,
        estimates=tuple(estimate_shown(row, payers) for row in told),
        fee=fee,
        fee_a_day=_a_day(fee, way.enquiry.program.site.state) if fee else None,
        agreed=tuple(agreed),
        good_faith_on=owed[0],
        good_faith=owed[1],
        may_write=allowed(access.roles, P.COVERAGE_WRITE),
        may_set_fee=allowed(access.roles, P.FEE_SET),
    )


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
