"""What accompanies the sessions: measures, drug tests, medication and check-ups, reviews, leaves."""

from __future__ import annotations

from datetime import date, timedelta

from stepwell.care.medications import actions as medications
from stepwell.care.plans import actions as plans
from stepwell.care.testing import actions as testing
from stepwell.doors.cli.demonstration.assessing import give
from stepwell.doors.cli.demonstration.scene import Client, Scene
from stepwell.foundation.gate.roles import Role

ANALYTE = {
    "alcohol": ("ethyl glucuronide", 500), "opioid": ("opiates", 300), "stimulant": ("cocaine metabolite", 150),
    "cannabis": ("THC metabolite", 50), "sedative": ("benzodiazepines", 200),
}  # fmt: skip
DRUG = {
    "alcohol": ("naltrexone", "50 mg", "once a day"), "opioid": ("buprenorphine/naloxone", "16 mg/4 mg", "once a day"),
    "sedative": ("trazodone", "50 mg", "at night"), "stimulant": ("mirtazapine", "15 mg", "at night"),
    "cannabis": ("trazodone", "50 mg", "at night"),
}  # fmt: skip


def measure(scene: Scene, client: Client, on: date) -> None:
    """Once a week, PHQ-9 and GAD-7 in turn with the BAM; things get a little better in most weeks."""
    if client.last_measure is not None and (on - client.last_measure).days < 7:
        return
    act = scene.by(Role.COUNSELOR, client.number % 2)
    at = scene.clock.to(scene.clock.at(on, 8, 30))
    weeks = (on - client.episode.admitted_on).days // 7 if client.episode else 0
    client.steady = max(0.0, min(0.9, client.steady + client.draw.of("better", on).between(-4, 14) / 100))
    give(scene, client, ("phq-9", "gad-7", "bam")[weeks % 3], act, at)
    client.last_measure = on


def weekly(scene: Scene, client: Client, on: date) -> None:
    """Weekly in the first month, every other week later: ordered, collected, read, looked at together."""
    since = (on - client.episode.admitted_on).days if client.episode else 0
    every = 7 if since < 28 else 14
    recent = on >= scene.before_end(3)
    scripted = recent and client.has("return-to-use")
    if not scripted and client.last_test is not None and (on - client.last_test).days < every:
        return
    client.last_test = on
    used = scripted or client.draw.of("use", on).yes(scene.rates.own["return_to_use_a_week"])
    take_test(scene, client, on, detected=used, reviewed=not (used and recent))


def take_test(scene: Scene, client: Client, on: date, *, detected: bool, reviewed: bool = True) -> None:
    """One drug test from the order to its review; one that is not reviewed waits on Today."""
    which = client.number % 2
    act, analyte = scene.by(Role.COUNSELOR, which), ANALYTE[client.way.who.substance]
    at = scene.clock.to(scene.clock.at(on, 8, 40))
    row = testing.order(
        act, episode=client.stay, by=scene.staff(Role.COUNSELOR, which), due_on=on, panel=[analyte[0]],
        why="Part of the plan in these weeks",
    )  # fmt: skip
    testing.step(scene.by(Role.NURSE), test=row, state="collected", at=at)
    testing.result(
        act, test=row, analyte=analyte[0], method="presumptive", cut_off=analyte[1], unit="ng/mL", detected=detected,
        lab="Demonstration Laboratory", at=at + timedelta(minutes=10), prescribed=[],
    )  # fmt: skip
    scene.count("tests")
    if detected:
        scene.count("returns to use")
        client.steady = max(0.0, client.steady - 0.2)
    if not reviewed:
        return
    says = (
        "Talked it over: one evening, told before it was asked. The plan has a new step."
        if detected
        else "As expected."
    )
    testing.review(act, test=row, at=scene.clock.to(at + timedelta(minutes=25)), says=says)


def medicate(scene: Scene, client: Client, on: date) -> None:
    """A medication for some in the first week, with a check-up then and every four weeks."""
    since = (on - client.episode.admitted_on).days if client.episode else 0
    nurse = scene.by(Role.NURSE)
    if client.medication is None and since >= 2 and "medication" not in client.stages:
        client.stages.add("medication")
        if client.draw.of("medication").yes(scene.rates.own["takes_medication"]):
            drug, dose, frequency = DRUG[client.way.who.substance]
            client.medication = medications.start(
                scene.by(Role.PRESCRIBER),
                subject=client.subject,
                episode=client.stay,
                drug=drug,
                dose=dose,
                route="oral",
                frequency=frequency,
                prescriber=scene.staff(Role.PRESCRIBER).name,
                since=on,
                for_addiction=client.way.who.substance in ("alcohol", "opioid"),
                at=scene.clock.on(on, 9),
            )
            scene.count("medications")
        _check_up(scene, client, nurse, on)
    elif client.medication is not None and since % 28 == 14:
        _check_up(scene, client, nurse, on)


def _check_up(scene: Scene, client: Client, nurse: object, on: date) -> None:
    draw = client.draw.of("vitals", on)
    medications.check_up(
        scene.by(Role.NURSE),
        subject=client.subject,
        episode=client.stay,
        at=scene.clock.to(scene.clock.at(on, 9, 5)),
        vitals={"pulse": draw.between(62, 88), "blood_pressure": f"{draw.between(112, 138)}/{draw.between(70, 88)}"},
        findings="Well.",
    )
    scene.count("check-ups")


def review_plan(scene: Scene, client: Client, on: date) -> None:
    """The plan looked at again when it is due, with motivation and family."""
    if client.plan is None or not client.objectives or client.review_on is None or on < client.review_on:
        return
    if on >= scene.before_end(1):
        return
    which, percent = client.number % 2, min(90, round(client.steady * 100))
    at_weight = 6 + round(client.steady * 4)
    review = plans.review_plan(
        scene.by(Role.COUNSELOR, which), plan=client.plan, on=on,
        motivation={"importance": min(10, at_weight + 1), "confidence": at_weight, "readiness": at_weight},
        family=f"{client.relative.name} was asked." if client.relative else "Nobody is to be asked for now.",
        progress=[{"objective": one.pk, "percent": percent} for one in client.objectives],
        says="On the way; some evenings are easier.", by=scene.staff(Role.COUNSELOR, which),
    )  # fmt: skip
    client.review_on = review.next_due_on
    scene.count("plan reviews")
