"""The first day: consents and papers, admission, team, plan, seats."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stepwell.care.admissions import actions as admissions
from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.doors.cli.demonstration import house, portal
from stepwell.doors.cli.demonstration.asking import FIRST_WEEKS, SELF_PAY
from stepwell.doors.cli.demonstration.rates import read
from stepwell.doors.cli.demonstration.scene import Client, Scene, credential_of
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions as utilization

#: Papers that admission does not wait for: some people sign them later, one has not yet.
LATER = ("telehealth-consent",)


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
    portal.open_for(scene, client)
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
    alone = work("MI", "individual", 7 / scene.days_between_talks, 50, Role.CLINICIAN, which)
    goal = {
        "quote": scene.words("quotes", client.draw.of("quote")),
        "outcome": "Weeks without risky use, with a plan for the hard hours.",
        "objectives": [
            objective(
                "Names triggers and uses two skills before the hard hour", "BAM use score", "3", "0", group, learn
            ),
            objective(
                "Speaks alone with somebody about what helps and what gets in the way",
                "readiness ruler",
                "7",
                "9",
                alone,
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
