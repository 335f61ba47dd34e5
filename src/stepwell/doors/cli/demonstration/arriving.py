"""Intake and the first day: assessment, level of care, consents and papers, team, plan, seats."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from stepwell.care.admissions import actions as admissions
from stepwell.care.measures import actions as measures
from stepwell.care.placement import actions as placement
from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.doors.cli.demonstration import house
from stepwell.doors.cli.demonstration.asking import FIRST_WEEKS, SELF_PAY
from stepwell.doors.cli.demonstration.rates import read
from stepwell.doors.cli.demonstration.scene import Client, Scene, credential_of
from stepwell.doors.cli.journey.arriving import CRITERIA, RATINGS
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions as utilization
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people

#: Papers that admission does not wait for: some people sign them later, one has not yet.
LATER = ("telehealth-consent",)


def assess(scene: Scene, client: Client) -> None:
    """The intake: instruments, a diagnosis, ratings, and the level a clinician confirms."""
    on, which = scene.clock.today, client.number % 2
    act, counselor = scene.by(Role.COUNSELOR, which), scene.staff(Role.COUNSELOR, which)
    at = client.appointment.at if client.appointment is not None else scene.clock.at(on, 11)
    if client.appointment is not None:
        admissions.keep_intake(scene.by(Role.COORDINATOR), appointment=client.appointment, at=at)
        client.appointment = None
    _relative(scene, client, on)
    client.assessment = placement.begin_assessment(
        act, subject=client.subject, by=counselor, on=on, strengths="Came by themself; knows what they want.",
        family_invited=client.relative,
        family_note="Tells of the last half year, with care." if client.relative else "",
    )  # fmt: skip
    for minute, instrument in enumerate(("phq-9", "gad-7", "bam", "readiness")):
        give(scene, client, instrument, act, at + timedelta(minutes=minute))
    clinician = scene.staff(Role.CLINICIAN, which)
    client.diagnosis = placement.diagnose(
        scene.by(Role.CLINICIAN, which), assessment=client.assessment, by=clinician, on=on,
        substance=client.way.who.substance, criteria=CRITERIA, principal=True,
    )  # fmt: skip
    placement.rate(
        act,
        assessment=client.assessment,
        ratings=RATINGS,
        findings="Moderate use; a stable home; no withdrawal beyond restlessness.",
    )
    _confirm(scene, client, which, at + timedelta(minutes=80))
    scene.count("intakes")


def _relative(scene: Scene, client: Client, on: date) -> None:
    """Somebody around the person who is named in a consent, and so may be invited."""
    if not client.way.who.relative:
        return
    act = scene.by(Role.CASE_MANAGER)
    around = of_people.relations(act, subject=client.subject, on=on)
    kin = [one for one in around if one.name == client.way.who.relative]
    client.relative = kin[0] if kin else people.relate(
        act, subject=client.subject, kind="relative", name=client.way.who.relative, how_related="family",
        phone="714-555-0199", on=on,
    )  # fmt: skip
    client.consents["relative"] = consents.grant(
        scene.by(Role.COORDINATOR), subject=client.subject, kind="relative", patient=client.name,
        discloser=scene.clinic.operator.name, recipients=[client.relative.name], relation_id=client.relative.pk,
        purposes=["treatment", "family"], categories=["assessment", "family_sessions"], signed_by=client.name,
        signed_at=scene.clock.at(on, 8), starts_on=on, expires_on=on + timedelta(days=365),
    )  # fmt: skip


def _confirm(scene: Scene, client: Client, which: int, at: datetime) -> None:
    assert client.assessment is not None
    client.decision = placement.confirm_level(
        scene.by(Role.CLINICIAN, which),
        assessment=client.assessment,
        by=scene.staff(Role.CLINICIAN, which),
        credential=credential_of(Role.CLINICIAN, which),
        selected="2.1",
        actual="2.1",
        at=at,
        age=age_on(client, scene.clock.today),
    )


def age_on(client: Client, on: date) -> int:
    """In years."""
    born = client.way.who.born
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


ANSWERS = {"phq-9": (9, 3), "gad-7": (7, 3)}
BAM = [2, 2, 2, 2, 1, 0, None, 2, 1, 1, 2, 1, 3, 4, 2, 3, 1]


def give(scene: Scene, client: Client, instrument: str, act: Any, at: Any) -> Any:
    """An instrument, answered as bad as things still are."""
    draw = client.draw.of(instrument, at.date())
    burden = 1.0 - client.steady
    if instrument in ANSWERS:
        items, most = ANSWERS[instrument]
        answers: list[Any] = [min(most, max(0, round(burden * 2 + draw.between(-6, 6) / 10))) for _ in range(items)]
        if instrument == "phq-9":
            # The question about harm: with most people nothing, now and then one tells of it and it is followed up.
            answers[8] = 1 if client.has("voices-harm") else 0
    elif instrument == "bam":
        answers = [one if one in (None, 4) else round(one * (0.4 + burden * 0.6)) for one in BAM]
    else:
        answers = [min(10, 6 + round(client.steady * 4)), min(10, 5 + round(client.steady * 4)), 7]
    given = measures.give(act, subject=client.subject, instrument=instrument, answers=answers, at=at, given_by=act.name)
    scene.count("measures")
    if instrument == "phq-9" and answers[8]:
        measures.give(
            act, subject=client.subject, instrument="c-ssrs", answers=[True, False, None, None, None, False, None],
            at=at + timedelta(minutes=5), given_by=act.name, sitting=given.sitting, opened_by=given,
        )  # fmt: skip
    return given


def admit(scene: Scene, client: Client) -> None:
    """The first day: consent, papers, admission, team, plan, seats in groups that suit."""
    on, act = scene.clock.today, scene.by(Role.COORDINATOR)
    _granted(scene, client)
    at = scene.clock.on(on, 8)
    client.consents["tpo"] = admissions.sign_tpo(act, subject=client.subject, signed_by=client.name, at=at)
    for minute, kind in enumerate(admissions.PAPER_KINDS):
        if kind in LATER and not scene.rules.teletherapy:
            continue
        declined = "Prefers not to name anybody for now." if kind == "emergency-contact" and not client.relative else ""
        admissions.sign_paper(
            act, subject=client.subject, kind=kind, signed_by=client.name, at=at + timedelta(minutes=minute),
            declined_reason=declined,
        )  # fmt: skip
    client.days = 4 if client.draw.of("days").yes(scene.rates.own["four_days"]) else 3
    client.blocks = house.blocks_for(scene, client)
    client.days = len(client.blocks)
    assert client.decision is not None
    client.episode = admissions.admit(
        act,
        subject=client.subject,
        program=scene.clinic.program,
        on=on,
        decision=client.decision,
        enquiry=client.enquiry,
        weekly_hours=hours(client.days),
        days_per_week=client.days,
        at=scene.clock.on(on, 8, 40),
    )
    if client.authorization is not None:
        utilization.attach_episode(scene.by(Role.REVIEWER), authorization=client.authorization, episode=client.stay)
    _team(scene, client, on)
    _plan(scene, client, on)
    house.take_seats(scene, client)
    client.claimed_to = on - timedelta(days=1)
    scene.count("admissions")


def _granted(scene: Scene, client: Client) -> None:
    """The payer has answered by now; one it lets wait, one it refuses."""
    if client.authorization is None or client.has("authorization-waits"):
        return
    act, on = scene.by(Role.REVIEWER), scene.clock.today
    ends = scene.last + timedelta(days=3) if "runs-out" in client.way.script else on + timedelta(weeks=FIRST_WEEKS)
    units = next((int(one.rpartition(":")[2]) for one in client.way.script if one.startswith("units:")), 18)
    utilization.grant(
        act,
        authorization=client.authorization,
        at=scene.clock.on(on, 7),
        number=f"AUTH{client.number:06d}",
        units=units,
        span_from=on,
        span_to=ends,
        next_review_on=on + timedelta(weeks=3),
        reviewer="R. Demo, utilization management",
    )
    client.granted = units


def hours(days: int) -> Decimal:
    """Treatment hours of so many blocks a week."""
    return Decimal(days * house.BLOCK_MINUTES) / 60


def _team(scene: Scene, client: Client, on: date) -> None:
    which = client.number % 2
    act = scene.by(Role.COUNSELOR, which)
    for role, key, index in (
        ("primary counselor", Role.COUNSELOR, which), ("therapist", Role.CLINICIAN, which),
        ("case manager", Role.CASE_MANAGER, 0),
    ):  # fmt: skip
        plans.join_team(act, episode=client.stay, role=role, staff=scene.staff(key, index), on=on)


def _plan(scene: Scene, client: Client, on: date) -> None:
    which = client.number % 2
    act = scene.by(Role.COUNSELOR, which)
    weeks = int(scene.rules.weeks.max or scene.rules.weeks.min or 12)
    client.plan = plans.draft_plan(
        act,
        episode=client.stay,
        on=on,
        level_path=[{"level": "2.1", "weeks": 8}, {"level": "1.5", "weeks": 12}],
        weekly_hours=hours(client.days),
        days_per_week=client.days,
        est_end_on=on + timedelta(weeks=min(weeks, 16)),
        problems=_problems(scene, client, on),
        strengths="Knows what helps; has people nearby.",
        barriers="Late shifts now and then.",
        discharge_criteria="Objectives met, aftercare booked, four steady weeks.",
        drug_test_schedule="Once a week in the first weeks",
        family=f"{client.relative.name} is invited." if client.relative else "Nobody is to be invited for now.",
        acknowledged="The blocks of this week come to these hours; talked over.",
    )
    at = scene.clock.on(on, 10)
    unsigned = {"client": client.has("plan-waits-for-client"), "clinician": client.has("plan-waits-for-clinician")}
    for signer, name, credential, role in (
        ("client", client.name, "", Role.COUNSELOR),
        ("counselor", scene.staff(Role.COUNSELOR, which).name, "CADC", Role.COUNSELOR),
        ("clinician", scene.staff(Role.CLINICIAN, which).name, credential_of(Role.CLINICIAN, which), Role.CLINICIAN),
    ):  # fmt: skip
        if not unsigned.get(signer):
            plans.sign_plan(
                scene.by(role, which), plan=client.plan, signer=signer, name=name, credential=credential, at=at
            )
    if not any(unsigned.values()):
        client.objectives = of_plans.objectives(act, plan=client.plan)
        client.review_on = client.plan.review_due_on


def _problems(scene: Scene, client: Client, on: date) -> list[dict[str, Any]]:
    which, target = client.number % 2, on + timedelta(weeks=8)

    def work(modality: str, kind: str, per_week: float, minutes: int, by: Role, index: int) -> dict[str, Any]:
        return {"modality": modality, "session_kind": kind, "per_week": per_week, "minutes": minutes, "weeks": 8,
                "responsible": scene.staff(by, index)}  # fmt: skip

    def objective(behaviour: str, measure: str, base: str, aim: str, *works: dict[str, Any]) -> dict[str, Any]:
        return {"behaviour": behaviour, "measure": measure, "baseline": base, "target": aim, "target_on": target,
                "interventions": list(works)}  # fmt: skip

    group = work("CBT", "group", client.days, 90, Role.COUNSELOR, 0)
    learn = work("relapse prevention", "education", client.days, 90, Role.COUNSELOR, 1)
    alone = work("MI", "individual", 0.5, 50, Role.CLINICIAN, which)
    goal = {
        "quote": scene.words("quotes", client.draw.of("quote")),
        "outcome": "Weeks without risky use, with a plan for the hard hours.",
        "objectives": [
            objective(
                "Names triggers and uses two skills before the hard hour", "BAM use score", "3", "0", group, learn
            ),
            objective(
                "Speaks every other week about what helps and what gets in the way", "readiness ruler", "7", "9", alone
            ),
        ],
    }
    return [
        {
            "dimension": "D4",
            "diagnosis": client.diagnosis,
            "says": read("sayings")["problems"][client.way.who.substance],
            "evidence": "Intake assessment: four criteria met.",
            "goals": [goal],
        }
    ]


def is_self_paying(client: Client) -> bool:
    """No claim goes to anybody."""
    return client.way.who.payer == SELF_PAY
