"""Steps 1 to 4: the first call, the safety check, benefits, factors of fit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from stepwell.care.admissions import actions as admissions
from stepwell.doors.cli.journey.story import Story, consented
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions as utilization
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people

NO_DANGER: dict[str, Any] = {
    "unconscious": False, "breathing_trouble": False, "overdose": False, "seizure_now": False, "chest_pain": False,
    "c_ssrs": "none", "suicide_intent_now": False, "harm_to_others": False, "withdrawal_delirium": False, "ciwa_ar": 4,
    "prior_severe_withdrawal": False, "current_heavy_use": False, "stopping_daily_sedatives": False, "cows": 0,
    "opioid_withdrawal": False, "medication_plan": False, "breath_alcohol": 0, "sedated": False,
    "psychosis_or_mania": False, "pregnant": False, "dependent_on_opioids_alcohol_or_sedatives": False,
    "consent_unresolved": False,
}  # fmt: skip

FACTORS = {
    "severe_withdrawal_risk": False, "round_the_clock": False, "medically_unstable": False, "no_week_fits": False,
    "support": True, "stable_home": True, "unsafe_home": False, "craving": True, "motivated": True, "groups": False,
    "first_program": True, "duties": True,
}  # fmt: skip


def enquire(story: Story) -> None:
    """1. A relative calls; the person agrees to be called back, and to the relative being spoken with."""
    on = story.day(-1, 1)
    enquiry = admissions.enquire(
        story.by(Role.COORDINATOR),
        program=story.clinic.program,
        at=story.at(on),
        by_whom="relative",
        way="phone",
        first_name="Amara",
        last_name="Sampleworth",
        called="Amara",
        wish="Evenings or mornings around work; wants help with drinking.",
        reach=[{"kind": "phone", "value": "714-555-0143", "leave_message": False}],
        asked_by={"name": "Nia Sampleworth", "how_related": "sister", "phone": "714-555-0144"},
        contact_consent={"signed_by": "Amara Sampleworth", "method": "verbal"},
    )
    story.kept["enquiry"] = enquiry
    story.person = of_people.person_of(story.by(Role.COORDINATOR), subject_id=enquiry.subject_id)
    people.describe(
        story.by(Role.COORDINATOR),
        person=story.person,
        birth_date=story.monday.replace(year=story.monday.year - 34),
        sex="F",
        pronouns="she/her",
        street="22 TEST ST",
        city="IRVINE",
        state=story.clinic.site.state,
        zip_code="92602",
    )
    story.relative = of_people.relations(story.by(Role.COORDINATOR), subject=story.subject, on=on)[0]
    contact = consents.in_force(story.by(Role.COORDINATOR), subject=story.subject, on=on)
    story.tell(
        1,
        "enquiry",
        on,
        {
            "by_whom": "relative",
            "call_back_due_at": enquiry.answer_due_at.isoformat(),
            "consents": [c.kind for c in contact],
        },
        [story.rules.reason("benefits_recheck_days"), *consented(contact)],
    )


def check_safety(story: Story) -> None:
    """2. The short safety script; nothing urgent is said."""
    on = story.day(-1, 1)
    check = admissions.check_safety(
        story.by(Role.COORDINATOR), subject=story.subject, facts=NO_DANGER, at=story.at(on, 10, 20)
    )
    story.tell(2, "safety-check", on, {"urgent": check.urgent, **check.ruling}, check.reasons)


def benefits(story: Story) -> None:
    """3. Coverage, verification, authorization asked for and pended, an estimate, a sliding fee, a payment plan."""
    on, act = story.day(-1, 2), story.by(Role.COORDINATOR)
    verified = _verified(story, on)
    estimate = coverage.estimate(
        act, subject=story.subject, coverage=story.coverage, on=on, weeks=6, days_per_week=3, starts_on=story.day(0, 2)
    )  # fmt: skip
    instalments = coverage.agree_payment_plan(
        act, subject=story.subject, total=estimate.you_high, parts=4, first_on=story.day(4, 0), on=on
    )
    fee = _sliding_fee(story, on) if story.rules.sliding_fee else None
    _ask_for_authorization(story, on)
    story.tell(
        3,
        "benefits",
        on,
        {
            "verified": sorted(verified.found),
            "unverified": verified.unverified,
            "parity_flags": verified.parity_flags,
            "authorization": "pended",
            "you_pay": {"low": str(estimate.you_low), "high": str(estimate.you_high)},
            "sliding_fee_percent": str(fee.pays_percent) if fee else None,
            "instalments": len(instalments.instalments),
        },
        estimate.ruling["reasons"],
    )


def _verified(story: Story, on: date) -> Any:
    act = story.by(Role.COORDINATOR)
    story.coverage = coverage.add(
        act,
        subject=story.subject,
        payer=story.payer,
        plan_name="DEMO PPO GOLD",
        member_id="ABC123456789",
        group_number="GRP100",
        since=story.monday.replace(month=1, day=1),
    )
    coverage.refer(act, coverage=story.coverage, from_whom="Dr. Ima Invented", number="REF-DEMO-1", on=on)
    found = {
        "active": True,
        "deductible_left": "300.00",
        "out_of_pocket_left": "4100.00",
        "copay": "70.00",
        "authorization_required": True,
        "medical_copay": "40.00",
    }
    return coverage.verify(act, coverage=story.coverage, on=on, method="phone", found=found)


def _sliding_fee(story: Story, on: date) -> Any:
    return coverage.set_sliding_fee(
        story.by(Role.COORDINATOR),
        subject=story.subject,
        income=Decimal("28000.00"),
        household=3,
        state=story.clinic.site.state,
        proof="two pay slips, invented",
        on=on,
    )


def _ask_for_authorization(story: Story, on: date) -> None:
    act = story.by(Role.REVIEWER)
    story.authorization = utilization.request(
        act,
        subject=story.subject,
        coverage=story.coverage,
        code="H0015",
        level="2.1",
        units=18,
        span_from=story.day(0, 0),
        span_to=story.day(9, 6),
        at=story.at(on, 11),
    )
    utilization.pend(act, authorization=story.authorization, at=story.at(on, 15), reason="Wants the assessment")


def eligibility(story: Story) -> None:
    """4. Factors of fit inform; nobody is refused."""
    on = story.day(-1, 2)
    screen = admissions.screen(
        story.by(Role.COORDINATOR),
        subject=story.subject,
        facts={"age": 34, "factors": FACTORS},
        on=on,
        program=story.clinic.program,
    )
    admissions.book_intake(
        story.by(Role.COORDINATOR),
        enquiry=story.kept["enquiry"],
        at=story.at(story.day(-1, 4)),
        with_staff=story.clinic.staff[Role.COUNSELOR][0],
    )
    story.tell(4, "eligibility", on, {"outcome": screen.outcome}, screen.reasons)
