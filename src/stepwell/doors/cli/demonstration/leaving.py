"""Discharges of every kind, handoffs until they are closed, follow-up calls."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from stepwell.care.plans import actions as plans
from stepwell.care.transitions import actions as transitions
from stepwell.care.transitions import queries as of_transitions
from stepwell.doors.cli.demonstration.scene import Client, Scene, credential_of
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people

AFTERCARE = {
    "level": "1.5, once a week, then aftercare group", "mutual_help": "A meeting of their choice near home",
    "medication": "Goes on with the prescriber", "family": "Those they chose know the plan",
    "triggers": "Payday; the drive home", "if_it_gets_hard": "Call the clinic; after hours 988", "naloxone": "At home",
}  # fmt: skip
NEXT = {
    "completed": "Dr. Toma Fictitious",
    "transferred": "Example Residential House",
    "left-early": "Example Outpatient Office",
    "ended-by-program": "Example Outpatient Office",
    "other": "A program in the new town",
    "incarcerated": "",
}


def leave(scene: Scene, client: Client, on: date) -> None:
    """The stay ends, with what the reason asks for: a next step, a no, attempts; a handoff and follow-ups."""
    which, reason, draw = client.number % 2, client.way.leaves, client.draw.of("leaves")
    if reason == "died":
        people.record_death(
            scene.by(Role.CLINICIAN, which), subject=client.subject, on=on - timedelta(days=1), at=scene.clock.on(on, 9)
        )
    if reason == "completed":
        for objective in client.objectives:
            plans.progress(scene.by(Role.COUNSELOR, which), objective=objective, percent=100, status="met", on=on)
    row = transitions.discharge(
        scene.by(Role.CLINICIAN, which),
        episode=client.stay,
        on=on,
        reason=reason,
        by=scene.staff(Role.CLINICIAN, which),
        credential=credential_of(Role.CLINICIAN, which),
        aftercare={} if reason == "died" else AFTERCARE,
        at=scene.clock.on(on, 17),
        **_arranged(scene, client, on, draw),
    )
    client.ended = True
    client.consents["discharge"] = row
    scene.count(f"left: {reason}")
    if reason == "died":
        return
    for handoff in of_transitions.handoffs_of(scene.by(Role.CASE_MANAGER), discharge=row):
        if not handoff.outcome:
            client.consents["handoff"] = handoff
    client.consents["follow-ups"] = of_transitions.follow_ups_of(scene.by(Role.CASE_MANAGER), discharge=row)


def _arranged(scene: Scene, client: Client, on: date, draw: Any) -> dict[str, Any]:
    reason = client.way.leaves
    signed: dict[str, Any] = {"client_signature": "signed"}
    if reason in ("died", "incarcerated"):
        return {
            "next_to": "",
            "client_signature": "unable",
            "client_signature_says": "Could not be asked.",
            "interviewed": False,
        }
    if reason == "left-early":
        signed = {"client_signature": "unable", "client_signature_says": "Did not come back; called three times."}
        if draw.yes(0.4):
            return {**signed, "next_to": "", "attempts": 3, "interviewed": False}
        if draw.yes(0.4):
            return {
                **signed,
                "next_to": NEXT[reason],
                "declined_says": "Wants to try without for a while; may call any time.",
            }
    days = 2 if client.has("handoff-waits") else draw.between(3, 8)
    more = (
        {"director_reason": "Threatened staff twice; another program was found."}
        if reason == "ended-by-program"
        else {}
    )
    return {**signed, **more, "next_to": NEXT[reason], "next_at": scene.clock.at(on + timedelta(days=days), 16)}


def is_waited_for(client: Client, on: date) -> bool:
    """Whether a handoff is open, or a call of the follow-up is due, after the stay has ended."""
    due = any(row.due_on <= on for row in client.consents.get("follow-ups", ()))
    return due or client.consents.get("handoff") is not None


def look_after(scene: Scene, client: Client, on: date) -> None:
    """Close the handoff after the appointment, and call on the days of follow-up; what is due now waits."""
    act = scene.by(Role.CASE_MANAGER)
    handoff = client.consents.get("handoff")
    if handoff is not None and on < scene.before_end(1):
        due = handoff.appointment_at is None or handoff.appointment_at < scene.clock.at(on, 8)
        if due and "handoff-stays-open" not in client.way.script:
            outcome = client.draw.of("handoff").weighed(scene.rates.own["handoff"])
            transitions.close_handoff(
                act, handoff=client.consents.pop("handoff"), outcome=outcome, at=scene.clock.to(scene.clock.at(on, 15)),
                says={"kept": "They went; the next one is made.", "declined": "Said thank you, not now.",
                      "documented": "The office there knows; three calls, no answer yet."}[outcome],
            )  # fmt: skip
            scene.count(f"handoff {outcome}")
    for row in list(client.consents.get("follow-ups", ())):
        if row.due_on <= on < scene.before_end(0):
            _call(scene, client, row, on)


def _call(scene: Scene, client: Client, row: Any, on: date) -> None:
    reached = client.draw.of("follow-up", row.days, on).yes(scene.rates.follow_up_reached)
    after = transitions.follow_up(
        scene.by(Role.CASE_MANAGER),
        follow_up=row,
        on=on,
        reached=reached,
        answers={"how": "well", "housing": "same", "work": "yes"} if reached else None,
        at=scene.clock.to(scene.clock.at(on, 15, 30)),
    )
    scene.count("follow-up calls")
    if after.done_on is not None:
        client.consents["follow-ups"].remove(row)
