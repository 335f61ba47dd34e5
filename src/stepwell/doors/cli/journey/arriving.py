"""Steps 1 to 7: from the first call to admission."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from stepwell.care.admissions import actions as admissions
from stepwell.care.measures import actions as measures
from stepwell.care.placement import actions as placement
from stepwell.care.placement import queries as of_placement
from stepwell.doors.cli.journey.story import Story
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions as utilization
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people

#: Made up: someone with a moderate alcohol use disorder, low mood, a stable home, no severe withdrawal.
RATINGS = {
    "1A": "0", "1B": "0", "1C": "ANY", "2A": "0", "2B": "0", "3A": "ANY", "3B": "0",
    "4A": "B", "4B": "B", "5A": "A", "5B": "0", "5C": "0",
}  # fmt: skip
CRITERIA = ["larger-or-longer", "cut-down", "craving", "roles"]
ANSWERS: dict[str, list[Any]] = {
    "phq-9": [2, 2, 1, 2, 1, 1, 1, 0, 1],
    "gad-7": [2, 1, 2, 1, 1, 1, 0],
    "bam": [2, 2, 2, 2, 1, 0, None, 2, 1, 1, 2, 1, 3, 4, 2, 3, 1],
    "pcl-5": [1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1],
    "barc-10": [4, 3, 4, 3, 4, 3, 4, 4, 4, 3],
    "readiness": [8, 6, 7],
    "ciwa-ar": [1, 1, 0, 2, 1, 0, 0, 0, 1, 0],
}
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
        [story.rules.reason("benefits_recheck_days"), *_said(contact)],
    )


def _said(rows: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "rule": "gate/consent#complete",
            "says": f"A {row.kind} consent holds every element it needs.",
            "source": "42 CFR 2.31, Consent requirements",
            "facts": {"consent": row.pk, "purposes": row.purposes, "categories": row.categories},
        }
        for row in rows
    ]


def check_safety(story: Story) -> None:
    """2. The short safety script; nothing urgent is said."""
    on = story.day(-1, 1)
    check = admissions.check_safety(
        story.by(Role.COORDINATOR), subject=story.subject, facts=NO_DANGER, at=story.at(on, 10, 20)
    )
    story.tell(2, "safety-check", on, {"urgent": check.urgent, **check.ruling}, check.reasons)


def benefits(story: Story) -> None:
    """3. Coverage, verification, authorization asked, pended and granted, an estimate, and a payment plan."""
    on, act = story.day(-1, 2), story.by(Role.COORDINATOR)
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
    verified = coverage.verify(
        act,
        coverage=story.coverage,
        on=on,
        method="phone",
        found={
            "active": True,
            "deductible_left": "300.00",
            "out_of_pocket_left": "4100.00",
            "copay": "70.00",
            "authorization_required": True,
            "medical_copay": "40.00",
        },
    )
    weeks, days = 6, 3
    estimate = coverage.estimate(
        act,
        subject=story.subject,
        coverage=story.coverage,
        on=on,
        weeks=weeks,
        days_per_week=days,
        starts_on=story.day(0, 2),
    )
    instalments = coverage.agree_payment_plan(
        act, subject=story.subject, total=estimate.you_high, parts=4, first_on=story.day(4, 0), on=on
    )
    fee = None
    if story.rules.sliding_fee:
        fee = coverage.set_sliding_fee(
            act,
            subject=story.subject,
            income=Decimal("28000.00"),
            household=3,
            state=story.clinic.site.state,
            proof="two pay slips, invented",
            on=on,
        )
    asked = utilization.request(
        story.by(Role.REVIEWER),
        subject=story.subject,
        coverage=story.coverage,
        code="H0015",
        level="2.1",
        units=18,
        span_from=story.day(0, 0),
        span_to=story.day(9, 6),
        at=story.at(on, 11),
    )
    utilization.pend(story.by(Role.REVIEWER), authorization=asked, at=story.at(on, 15), reason="Wants the assessment")
    story.authorization = asked
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


def assess(story: Story) -> None:
    """5. The intake assessment with the sister there: instruments, a safety question followed up, a diagnosis."""
    on, counselor = story.day(-1, 4), story.by(Role.COUNSELOR)
    consents.grant(
        story.by(Role.COORDINATOR),
        subject=story.subject,
        kind="relative",
        patient=story.person.name,
        discloser=story.clinic.operator.name,
        recipients=[story.relative.name],
        relation_id=story.relative.pk,
        purposes=["treatment", "family"],
        categories=["assessment", "family_sessions"],
        signed_by=story.person.name,
        signed_at=story.at(on, 9),
        starts_on=on,
        expires_on=on + timedelta(days=365),
    )
    assessment = placement.begin_assessment(
        counselor,
        subject=story.subject,
        by=story.clinic.staff[Role.COUNSELOR][0],
        on=on,
        family_invited=story.relative,
        family_note="Her sister tells of six months of evening drinking.",
    )
    story.kept["assessment"] = assessment
    given = {}
    for minute, (instrument, answers) in enumerate(ANSWERS.items()):
        role = Role.NURSE if instrument == "ciwa-ar" else Role.COUNSELOR
        given[instrument] = measures.give(
            story.by(role), subject=story.subject, instrument=instrument, answers=answers,
            at=story.at(on, 10, minute), given_by=story.by(role).name,
        )  # fmt: skip
    phq = given["phq-9"]
    given["c-ssrs"] = measures.give(
        counselor,
        subject=story.subject,
        instrument="c-ssrs",
        answers=[True, False, None, None, None, False, None],
        at=story.at(on, 10, 20),
        given_by=counselor.name,
        sitting=phq.sitting,
        opened_by=phq,
    )
    diagnosis = placement.diagnose(
        story.by(Role.CLINICIAN),
        assessment=assessment,
        by=story.clinic.staff[Role.CLINICIAN][0],
        on=on,
        substance="alcohol",
        criteria=CRITERIA,
        principal=True,
    )
    story.kept["diagnosis"] = diagnosis
    placement.rate(
        counselor,
        assessment=assessment,
        ratings=RATINGS,
        findings="Drinks most evenings; one earlier try to stop; no withdrawal beyond restlessness; lives with sister.",
    )
    result = {name: {"score": _number(m.score), "band": m.band, "flags": m.flags} for name, m in given.items()}
    story.tell(
        5,
        "intake-assessment",
        on,
        {
            "measures": result,
            "family_invited": True,
            "diagnoses": [{"code": diagnosis.code, "severity": diagnosis.severity}],
        },
        [*phq.reasons, *diagnosis.reasons],
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def place(story: Story) -> None:
    """6. The rules recommend a level; a licensed clinician confirms it."""
    on = story.day(-1, 4)
    story.done(on, 11, "Talked about the answers; made a safety plan with her.")
    recommended = of_placement.recommend(story.by(Role.CLINICIAN), assessment=story.kept["assessment"], age=34, on=on)
    clinician = story.clinic.staff[Role.CLINICIAN][0]
    level = str(recommended.answer.level)
    story.decision = placement.confirm_level(
        story.by(Role.CLINICIAN),
        assessment=story.kept["assessment"],
        by=clinician,
        credential="LMFT",
        selected=level,
        actual=level,
        at=story.at(on, 12),
        age=34,
    )
    utilization.grant(
        story.by(Role.REVIEWER),
        authorization=story.authorization,
        at=story.at(on, 15),
        number="AUTH778899",
        units=18,
        span_from=story.day(0, 0),
        span_to=story.day(9, 6),
        next_review_on=story.day(2, 4),
        reviewer="R. Demo, Example Health Plan",
    )
    story.tell(
        6,
        "placement",
        on,
        {
            "recommended": story.decision.recommended,
            "selected": story.decision.selected,
            "actual": story.decision.actual,
            "confirmed_by": clinician.name,
            "credential": story.decision.credential,
        },
        story.decision.reasons,
    )


def admit(story: Story) -> None:
    """7. Consent, papers, admission, on a Wednesday: rolling admission."""
    on, act = story.day(0, 2), story.by(Role.COORDINATOR)
    tpo = admissions.sign_tpo(act, subject=story.subject, signed_by=story.person.name, at=story.at(on, 8))
    papers = [
        admissions.sign_paper(
            act, subject=story.subject, kind=kind, signed_by=story.person.name, at=story.at(on, 8, minute)
        )
        for minute, kind in enumerate(admissions.PAPER_KINDS)
    ]
    story.episode = admissions.admit(
        act,
        subject=story.subject,
        program=story.clinic.program,
        on=on,
        decision=story.decision,
        enquiry=story.kept["enquiry"],
        age=34,
    )
    utilization.attach_episode(story.by(Role.REVIEWER), authorization=story.authorization, episode=story.episode)
    story.kept["tpo"] = tpo
    story.tell(
        7,
        "admission",
        on,
        {"episode": story.episode.number, "papers": [paper.kind for paper in papers], "tpo_consent": tpo.pk},
        [story.rules.reason("rolling_admission"), story.rules.reason("ages"), *_said([tpo])],
    )
