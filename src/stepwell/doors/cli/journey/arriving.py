"""Steps 5 to 7: the intake assessment, the level of care, admission."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stepwell.care.admissions import actions as admissions
from stepwell.care.measures import actions as measures
from stepwell.care.placement import actions as placement
from stepwell.care.placement import queries as of_placement
from stepwell.doors.cli.journey.story import Story, consented
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions as utilization

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


def assess(story: Story) -> None:
    """5. The intake assessment with the sister there: instruments, a safety question followed up, a diagnosis."""
    on, counselor = story.day(-1, 4), story.by(Role.COUNSELOR)
    _sister_may_be_there(story, on)
    assessment = placement.begin_assessment(
        counselor,
        subject=story.subject,
        by=story.clinic.staff[Role.COUNSELOR][0],
        on=on,
        family_invited=story.relative,
        family_note="Her sister tells of six months of evening drinking.",
    )
    story.kept["assessment"] = assessment
    given = _instruments(story, on)
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
    codes = [{"code": diagnosis.code, "severity": diagnosis.severity}]
    story.tell(
        5,
        "intake-assessment",
        on,
        {"measures": result, "family_invited": True, "diagnoses": codes},
        [*given["phq-9"].reasons, *diagnosis.reasons],
    )


def _sister_may_be_there(story: Story, on: date) -> None:
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


def _instruments(story: Story, on: date) -> dict[str, Any]:
    """Every instrument given in turn; an answer above zero about harm opens the C-SSRS in the same sitting."""
    given = {}
    for minute, (instrument, answers) in enumerate(ANSWERS.items()):
        act = story.by(Role.NURSE if instrument == "ciwa-ar" else Role.COUNSELOR)
        given[instrument] = measures.give(
            act, subject=story.subject, instrument=instrument, answers=answers, at=story.at(on, 10, minute),
            given_by=act.name,
        )  # fmt: skip
    phq, counselor = given["phq-9"], story.by(Role.COUNSELOR)
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
    return given


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
        [story.rules.reason("rolling_admission"), story.rules.reason("ages"), *consented([tpo])],
    )
