"""From the first call to the intake: enquiry, safety check, benefits, authorization, fit; some go elsewhere."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from stepwell.care.admissions import actions as admissions
from stepwell.doors.cli.demonstration import house
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.doors.cli.journey.asking import FACTORS, NO_DANGER
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization import actions as utilization
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people

SELF_PAY = "payers/self-pay"
CODE = "H0015"
#: Days asked for at first, and weeks they are asked for.
FIRST_UNITS, FIRST_WEEKS = 18, 9
#: Who assesses, and at which minutes of the day, where they lead no group then.
WHO_ASSESSES = ((Role.COUNSELOR, 0), (Role.COUNSELOR, 1), (Role.CLINICIAN, 0), (Role.CLINICIAN, 1))
INTAKES_AT = range(8 * 60 + 30, 16 * 60 + 31, 30)
INTAKE_MINUTES = 90
PLANS = {
    "payers/example-health-plan": "DEMO PPO GOLD",
    "payers/harbor-mutual": "HARBOR MUTUAL DEMO HMO",
    "payers/meridian-employers": "MERIDIAN EMPLOYERS DEMO",
    "payers/lantern-county-medi-cal": "LANTERN COUNTY DEMO PLAN",
}


def ask(scene: Scene, client: Client, minute: int) -> None:
    """Somebody calls or writes; the person agrees to be called back; the safety script is asked; they are called."""
    who, draw, own = client.way.who, client.draw.of("ask"), scene.rates.own
    at = scene.clock.to(scene.clock.at(client.way.asks_on, 9) + timedelta(minutes=minute))
    by_whom = draw.weighed(own["by_whom"]) if who.relative else "self"
    asked_by = None
    if by_whom != "self":
        asked_by = {"name": who.relative, "how_related": "family", "phone": who.phone[:-2] + "99"}
        if by_whom == "referrer":
            asked_by = {"name": "Dr. Ima Invented", "organization": "Example Clinic", "phone": "714-555-0190"}
    act = scene.by(Role.COORDINATOR)
    client.enquiry = admissions.enquire(
        act,
        program=scene.clinic.program,
        at=at,
        by_whom=by_whom,
        way=draw.weighed(own["ways"]),
        first_name=who.first,
        last_name=who.last,
        called=who.called,
        wish=scene.words("wishes", draw),
        reach=[{"kind": "phone", "value": who.phone, "leave_message": draw.yes(0.3)}],
        asked_by=asked_by,
        contact_consent={"signed_by": who.full, "method": "verbal"},
    )
    client.person = of_people.person_of(act, subject_id=client.enquiry.subject_id)
    scene.count("enquiries")


def call_back(scene: Scene, client: Client, minute: int) -> None:
    """The coordinator speaks with the person the same day."""
    who, act = client.way.who, scene.by(Role.COORDINATOR)
    at = scene.clock.to(scene.clock.at(client.way.asks_on, 13) + timedelta(minutes=minute))
    people.describe(
        act, person=client.person, birth_date=who.born, sex=who.sex, pronouns=who.pronouns, language=who.language,
        street=who.street, city=scene.clinic.site.city, state=scene.clinic.site.state,
        zip_code=scene.clinic.site.zip_code[:5],
    )  # fmt: skip
    admissions.check_safety(act, subject=client.subject, facts=NO_DANGER, at=at)
    admissions.move_enquiry(
        act, enquiry=client.enquiry, state="contacted", at=scene.clock.to(at + timedelta(minutes=5))
    )
    client.stages.add("contacted")


def benefits(scene: Scene, client: Client, minute: int) -> None:
    """Coverage looked at, what it will cost, authorization asked for, and whether the program fits."""
    on = scene.clock.today
    at, act = scene.clock.to(scene.clock.at(on, 10) + timedelta(minutes=minute)), scene.by(Role.COORDINATOR)
    admissions.move_enquiry(act, enquiry=client.enquiry, state="benefits", at=at)
    client.stages.add("benefits")
    if client.way.who.payer != SELF_PAY:
        _covered(scene, client, on)
    elif scene.rules.sliding_fee:
        _sliding(scene, client, on)
    admissions.screen(
        act, subject=client.subject, facts={"age": _age(client.way.who.born, on), "factors": FACTORS}, on=on,
        program=scene.clinic.program,
    )  # fmt: skip
    if client.way.ends != "withdrawn" and client.way.ends != "routed_elsewhere":
        _book(scene, client)


def _book(scene: Scene, client: Client) -> None:
    """The first free hour and a half of somebody who assesses, on the day that was planned."""
    on = client.way.intake_on
    for role, index in WHO_ASSESSES:
        now = scene.clock.now.astimezone(scene.clock.zone)
        after = now.hour * 60 + now.minute + 10 if on == scene.clock.today else 0
        minute = house.slot(scene, f"{role}{index}", on, INTAKES_AT, INTAKE_MINUTES, after)
        if minute is not None:
            break
    else:
        return
    client.appointment = admissions.book_intake(
        scene.by(Role.COORDINATOR), enquiry=client.enquiry, at=scene.clock.at(on, minute // 60, minute % 60),
        with_staff=scene.staff(role, index), booked_at=scene.clock.now,
    )  # fmt: skip
    client.stages.add("booked")


def _covered(scene: Scene, client: Client, on: date) -> None:
    act, payer = scene.by(Role.COORDINATOR), client.way.who.payer
    client.coverage = coverage.add(
        act, subject=client.subject, payer=payer, plan_name=PLANS[payer], member_id=f"DEMO{client.number:05d}",
        group_number="GRP100", since=on.replace(month=1, day=1),
    )  # fmt: skip
    needed = bool(load(payer, on).rule("authorization")["required"])
    found = {
        "active": True, "deductible_left": "300.00", "out_of_pocket_left": "4100.00", "copay": "70.00",
        "authorization_required": needed,
    }  # fmt: skip
    coverage.verify(
        act, coverage=client.coverage, on=on, method=client.draw.of("verify").choice(["phone", "portal"]), found=found
    )
    coverage.estimate(
        act,
        subject=client.subject,
        coverage=client.coverage,
        on=on,
        weeks=8,
        days_per_week=3,
        starts_on=client.way.intake_on,
    )
    if needed and client.way.admit_on is not None:
        start = client.way.admit_on
        client.authorization = utilization.request(
            scene.by(Role.REVIEWER),
            subject=client.subject,
            coverage=client.coverage,
            code=CODE,
            level="2.1",
            units=FIRST_UNITS,
            span_from=start,
            span_to=start + timedelta(weeks=FIRST_WEEKS),
            at=scene.clock.on(on, 15),
        )


def _sliding(scene: Scene, client: Client, on: date) -> None:
    draw = client.draw.of("fee")
    try:
        load(f"fees/poverty-guideline-{on.year}", on)
    except PolicyError:
        # The guideline of a new year comes out in its first weeks; until then nobody is given a fee by it.
        return
    coverage.set_sliding_fee(
        scene.by(Role.COORDINATOR), subject=client.subject, income=Decimal(draw.between(14, 46) * 1000),
        household=draw.between(1, 4), state=scene.clinic.site.state, proof="two pay slips, invented", on=on,
    )  # fmt: skip


def end(scene: Scene, client: Client) -> None:
    """Who does not start: withdraws, is accompanied elsewhere, or did not come to the intake."""
    act, at = scene.by(Role.COORDINATOR), scene.clock.on(scene.clock.today, 16)
    if client.appointment is not None:
        admissions.keep_intake(act, appointment=client.appointment, at=at, outcome="missed")
    state = "routed_elsewhere" if client.way.ends == "routed_elsewhere" else "withdrawn"
    says = (
        "Withdrawal management at Example Hospital; a nurse there expects them."
        if state == "routed_elsewhere"
        else "Will call again."
    )
    admissions.move_enquiry(act, enquiry=client.enquiry, state=state, at=at, says=says)
    client.ended = True
    scene.count(state)


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
