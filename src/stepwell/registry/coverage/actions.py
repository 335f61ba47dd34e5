"""Coverage, what a plan said about it, what treatment will cost, and how it is paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.jobs.actions import ask_for, finish_about
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.jobs.queries import asked_before
from stepwell.foundation.kernel.clock import start_of
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import load
from stepwell.registry.coverage import findings
from stepwell.registry.coverage.events import CoverageLapsed
from stepwell.registry.coverage.models import Coverage, Estimate, PaymentPlan, Referral, SlidingFee, Verification
from stepwell.registry.coverage.rules import estimate as cost
from stepwell.registry.coverage.rules.estimate_facts import EstimateFacts, Stretch
from stepwell.registry.coverage.rules.parity import parity_flags
from stepwell.registry.coverage.rules.payment_plan import PlanFacts, payment_plan
from stepwell.registry.coverage.rules.sliding_fee import Household, sliding_fee
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy

METHODS = ("phone", "portal", "271", "card")
_JSON: TypeAdapter[Any] = TypeAdapter(Any)


@action(Permission.COVERAGE_WRITE)
def add(
    access: Access,
    *,
    subject: Subject,
    payer: str,
    plan_name: str,
    member_id: str,
    since: date,
    group_number: str = "",
    priority: int = 1,
) -> Coverage:
    """A health plan of the person. payer: the policy of the contract with it, "payers/<name>"."""
    try:
        load(payer, since)
    except PolicyError:
        raise BadInput(
            "payer", f"There is no contract called {payer} on {since}. See ./stepwell policies check."
        ) from None
    if not member_id.strip():
        raise BadInput("member_id", "Write the member number from the card.")
    return Coverage.objects.create(
        subject=subject,
        payer=payer,
        plan_name=plan_name,
        member_id=member_id.strip(),
        group_number=group_number,
        since=since,
        priority=priority,
    )


@action(Permission.COVERAGE_WRITE)
def verify(access: Access, *, coverage: Coverage, on: date, method: str, found: Mapping[str, Any]) -> Verification:
    """Keep what a plan said and what it left open. Flags where it is stricter than with medical care.

    method: phone, portal, 271 or card. found: names of findings.ASKED. A plan that says it is not active ends the
    coverage and announces CoverageLapsed; one that wants a referral makes getting it the coordinator's work, and one
    that wants an authorization makes asking for it the reviewer's, once.
    A recheck that was asked for is done by it.
    """
    if method not in METHODS:
        raise BadInput("method", f"A verification is by one of {', '.join(METHODS)}.")
    kept = findings.checked(found)
    flags = parity_flags(*findings.limits(kept), load("fees/parity", on))
    row = Verification.objects.create(
        subject_id=coverage.subject_id,
        coverage=coverage,
        on=on,
        method=method,
        found=kept,
        unverified=findings.unverified(kept),
        parity_flags=[
            {"flag": flag, "says": reason.says} for flag, reason in zip(flags.answer, flags.reasons, strict=False)
        ],
        by=access.name,
    )
    _finish(access, coverage, "recheck-coverage", on, "The plan was asked again.")
    if kept.get("active") is False:
        lapse(access, coverage=coverage, on=on)
        return row
    if kept.get("referral_required") and not Referral.objects.filter(coverage=coverage).exists():
        says = "Ask the person's doctor for the referral that the plan wants before treatment starts."
        _ask(access, coverage, "get-referral", says, on)
    kind, about = "request-authorization", f"coverage:{coverage.pk}"
    if kept.get("authorization_required") and not asked_before(access, kind=kind, about=about):
        _ask(access, coverage, kind, "Ask the plan for authorization before the first day.", on, for_role="reviewer")
    return row


@action(Permission.COVERAGE_WRITE)
def lapse(access: Access, *, coverage: Coverage, on: date) -> Coverage:
    """The plan is not in force from the day on. Somebody is asked to look for other coverage the same day, unless the
    person has died."""
    if coverage.ended_on is None:
        coverage.ended_on = on
        coverage.save()
        if not people.has_died(access, subject=coverage.subject):
            says = "Ask about other coverage, Medi-Cal or the sliding fee: the plan on file has ended."
            _ask(access, coverage, "coverage-lapsed", says, on)
        announce(CoverageLapsed(coverage.pk, coverage.subject_id, on.isoformat()))
    return coverage


@action(Permission.COVERAGE_WRITE)
def refer(access: Access, *, coverage: Coverage, from_whom: str, on: date, number: str = "") -> Referral:
    """A referral that the plan wants, as it came in; nobody has to ask for it any more. number: the plan's, if any."""
    if not from_whom.strip():
        raise BadInput("from_whom", "Write who refers the person.")
    _finish(access, coverage, "get-referral", on, "The referral came in.")
    return Referral.objects.create(
        subject_id=coverage.subject_id, coverage=coverage, from_whom=from_whom, number=number, on=on
    )


@action(Permission.COVERAGE_WRITE)
def estimate(
    access: Access,
    *,
    subject: Subject,
    on: date,
    starts_on: date,
    weeks: int,
    days_per_week: int,
    coverage: Coverage | None = None,
    code: str = "H0015",
    self_pay_a_day: Decimal | None = None,
) -> Estimate:
    """What the planned weeks will cost the person, from the newest verification; a range where it is silent."""
    payer = load(coverage.payer if coverage else "payers/self-pay", on)
    heard = None
    if coverage:
        newest = Verification.objects.filter(coverage=coverage).order_by("-on", "-id").first()
        heard = findings.benefits(newest.found if newest else {}, _rate(payer, "allowed", code))
    price = _rate(payer, "charges", code)
    if price is None:
        raise BadInput("code", f"The contract {payer.ref} has no price for {code}.")
    facts = EstimateFacts(starts_on, (Stretch(weeks, days_per_week),), price, heard, self_pay_a_day)
    ruling = cost.estimate(facts, load("fees/estimate", on))
    return Estimate.objects.create(
        subject=subject,
        coverage=coverage,
        on=on,
        facts=_JSON.dump_python(facts, mode="json"),
        ruling=_kept(ruling),
        you_low=ruling.answer.you_pay.low,
        you_high=ruling.answer.you_pay.high,
    )


@action(Permission.FEE_SET)
def set_sliding_fee(
    access: Access, *, subject: Subject, income: Decimal, household: int, state: str, proof: str, on: date
) -> SlidingFee:
    """The fee by income and household, from the poverty guideline of the year. income: dollars a year.

    Raises NotAllowed with the reason where the shipped table does not hold for the state.
    """
    price = _rate(load("payers/self-pay", on), "charges", "H0015") or Decimal(0)
    guideline = load(f"fees/poverty-guideline-{on.year}", on)
    ruling = sliding_fee(Household(income, household, state, on), price, guideline, load("fees/sliding-scale", on))
    fee = ruling.answer
    if fee is None:
        raise NotAllowed(ruling.reasons)
    return SlidingFee.objects.create(
        subject=subject,
        table=fee.table,
        income=income,
        household=household,
        percent=fee.percent,
        pays_percent=fee.pays_percent,
        proof=proof,
        on=on,
        expires_on=fee.expires_on,
    )


@action(Permission.FEE_SET)
def agree_payment_plan(
    access: Access, *, subject: Subject, total: Decimal, parts: int, first_on: date, on: date
) -> PaymentPlan:
    """Pay what is owed in monthly parts that sum to it exactly. Raises NotAllowed with the reason."""
    ruling = payment_plan(PlanFacts(total, parts, first_on), load("fees/payment-plan", on))
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    return PaymentPlan.objects.create(
        subject=subject, total=total, instalments=_JSON.dump_python(ruling.answer, mode="json"), on=on
    )


@action(Permission.COVERAGE_WRITE)
def ask_for_recheck(access: Access, *, on: date, every_days: int) -> int:
    """Ask for a new verification of every running coverage not looked at for `every_days`. Returns how many.

    The monthly recheck: a lapse is found before the claim is denied. Nobody is asked about somebody who has died. Run
    by the timetable.
    """
    asked = 0
    for row in Coverage.objects.filter(ended_on=None).select_related("subject").prefetch_related("verifications"):
        newest = max((one.on for one in row.verifications.all()), default=row.since)
        if (on - newest).days >= every_days and not people.has_died(access, subject=row.subject):
            says = "Check that the plan is still active: it was last asked about a month ago."
            _ask(access, row, "recheck-coverage", says, on)
            asked += 1
    return asked


def _ask(access: Access, coverage: Coverage, kind: str, says: str, on: date, *, for_role: str = "coordinator") -> None:
    """Put it on Today of a role, due that day."""
    about = f"coverage:{coverage.pk}"
    ask_for(access, subject=coverage.subject, kind=kind, says=says, for_role=for_role, due_at=start_of(on), about=about)


def _finish(access: Access, coverage: Coverage, kind: str, on: date, outcome: str) -> None:
    about = f"coverage:{coverage.pk}"
    finish_about(access, subject=coverage.subject, kind=kind, about=about, at=start_of(on), outcome=outcome)


def _rate(payer: Policy, kind: str, code: str) -> Decimal | None:
    rates = payer.rules.get("rates")
    amount = rates.get(kind, {}).get(code) if rates else None
    return None if amount is None else Decimal(amount)


def _kept(ruling: Ruling[Any]) -> dict[str, Any]:
    """A ruling as JSON can hold it."""
    return {
        "answer": _JSON.dump_python(ruling.answer, mode="json"),
        "reasons": _JSON.dump_python(list(ruling.reasons), mode="json"),
    }
