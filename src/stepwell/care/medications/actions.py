"""What a person takes, from when until when, and what is due when two medications alarm or one stops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q

from stepwell.care.medications.models import Allergy, HealthCheck, Medication
from stepwell.care.medications.rules.alerts import Alert, after_stop, alerts
from stepwell.care.medications.rules.allergies import meets_allergy
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

POLICY = "medications/alerts"
LENGTHS = {"drug": 120, "dose": 60, "route": 30, "frequency": 60, "prescriber": 120}


@action(Permission.MEDICATION_WRITE)
def start(
    access: Access,
    *,
    subject: Subject,
    episode: Episode | None,
    drug: str,
    dose: str,
    route: str,
    frequency: str,
    prescriber: str,
    since: date,
    for_addiction: bool = False,
    next_due_on: date | None = None,
    why: str = "",
    at: datetime | None = None,
    despite_allergy: str = "",
) -> Medication:
    """Record a medication from its first day. at: when it is recorded; the start of the first day where not told.

    A hard alert (naltrexone beside an opioid or an opioid agonist, either way round) is refused with its reasons;
    a warning is recorded and asks for a talk with the prescriber. despite_allergy: the prescriber's reason where it
    meets a known allergy; refused without. Raises BadInput, NotAllowed. Source: medications/alerts and allergies.
    """
    given = {"drug": drug, "dose": dose, "route": route, "frequency": frequency, "prescriber": prescriber}
    _written(given)
    _of_person(subject, episode)
    if next_due_on is not None and next_due_on < since:
        raise BadInput("next_due_on", "The next dose is due after the first day; give that day or a later one.")
    _one_at_a_time(subject)
    why = _despite_allergy(subject, drug, since, why, despite_allergy)
    ruling = _beside_others(subject, drug, since)
    row = Medication.objects.create(
        subject=subject,
        episode=episode,
        for_addiction=for_addiction,
        next_due_on=next_due_on,
        why=why,
        since=since,
        **given,
    )
    if ruling.answer:
        within = timedelta(hours=load(POLICY, since).rule("pair-due")["within_hours"])
        jobs.ask_for(
            access,
            subject=subject,
            kind="ask-prescriber",
            says=" ".join(reason.says for reason in ruling.reasons)[:300],
            for_role=Role.PRESCRIBER,
            due_at=(at or _start_of(since, episode)) + within,
            about=f"medication:{row.pk}",
        )
    return row


@action(Permission.MEDICATION_WRITE)
def stop(access: Access, *, medication: Medication, on: date, why: str, at: datetime) -> Medication:
    """End a medication with its last day and the reason. at: when this becomes known.

    One for addiction asks for reaching the person about overdose, with naloxone. Raises BadInput, Conflict.
    Source: medications/alerts.
    """
    row = _end(medication, on, why)
    risk = after_stop(row.for_addiction, load(POLICY, on)).answer
    if risk is not None:
        jobs.ask_for(
            access,
            subject=row.subject,
            kind="overdose-risk",
            says=f"Reach the client today: {row.drug} stopped, tolerance falls and an overdose is likelier. "
            "Give naloxone and show how to use it.",
            for_role=Role.CLINICIAN,
            due_at=at + timedelta(hours=risk.within_hours),
            about=f"medication:{row.pk}",
        )
    return row


@action(Permission.MEDICATION_WRITE)
def change_dose(
    access: Access, *, medication: Medication, on: date, dose: str, why: str, frequency: str = "", route: str = ""
) -> Medication:
    """End the row the day before and begin the next with the new dose; nothing stops, so nothing alarms.

    Returns the new row. Raises BadInput, Conflict.
    """
    given = {"dose": dose, "frequency": frequency or medication.frequency, "route": route or medication.route}
    _written(given)
    old = _end(medication, on - timedelta(days=1), why)
    return Medication.objects.create(
        subject=old.subject,
        episode=old.episode,
        drug=old.drug,
        for_addiction=old.for_addiction,
        prescriber=old.prescriber,
        next_due_on=old.next_due_on,
        why=why,
        since=on,
        **given,
    )


@action(Permission.MEDICATION_WRITE)
def check_up(
    access: Access,
    *,
    subject: Subject,
    episode: Episode | None,
    at: datetime,
    vitals: Mapping[str, Any],
    findings: str = "",
) -> HealthCheck:
    """Record a health check-up. vitals: name to value, such as pulse 76 or blood_pressure "122/78". Raises BadInput."""
    _of_person(subject, episode)
    if not vitals and not findings.strip():
        raise BadInput("vitals", "Write down at least one vital sign or what was found.")
    return HealthCheck.objects.create(
        subject=subject, episode=episode, at=at, by=access.name, vitals=dict(vitals), findings=findings
    )


@action(Permission.MEDICATION_WRITE)
def record_allergy(
    access: Access, *, subject: Subject, to_what: str, severity: str, at: datetime, reaction: str = ""
) -> Allergy:
    """Record what the person must not be given. severity: mild, moderate, severe or unknown. Raises BadInput, Conflict.

    Source: medications/allergies.
    """
    name = to_what.strip()
    if not 0 < len(name) <= 120:
        raise BadInput("to_what", "Write down what it is in 1 to 120 characters.")
    if len(reaction) > 200:
        raise BadInput("reaction", "Say what it did in at most 200 characters.")
    known = load("medications/allergies", at.date()).rule("severities")["known"]
    if severity not in known:
        raise BadInput("severity", f"How strong is one of {', '.join(known)}.")
    _one_at_a_time(subject)
    if Allergy.objects.filter(subject=subject, to_what__iexact=name, ended_at=None).exists():
        raise Conflict(f"An allergy to {name} is recorded already.")
    return Allergy.objects.create(
        subject=subject, to_what=name, reaction=reaction, severity=severity, recorded_at=at, recorded_by=access.name
    )


@action(Permission.MEDICATION_WRITE)
def end_allergy(access: Access, *, allergy: Allergy, at: datetime, why: str) -> Allergy:
    """Say that an allergy does not hold, as after a test or where it was written by mistake; the row stays.

    Raises BadInput, Conflict.
    """
    row = Allergy.objects.select_for_update().get(pk=allergy.pk)
    if row.ended_at is not None:
        raise Conflict("This allergy was ended already.")
    if not 0 < len(why.strip()) <= 200:
        raise BadInput("why", "Say why it no longer holds in at most 200 characters.")
    row.ended_at, row.ended_by, row.ended_why = at, access.name, why
    row.save()
    return row


def _despite_allergy(subject: Subject, drug: str, since: date, why: str, despite: str) -> str:
    """Why it is taken, with the prescriber's reason where it meets an allergy. Raises NotAllowed without one."""
    known = Allergy.objects.filter(subject=subject, ended_at=None).values_list("to_what", flat=True)
    allergic = meets_allergy(drug, known, load("medications/allergies", since))
    if allergic.answer and not despite.strip():
        raise NotAllowed(allergic.reasons)
    return f"{why} Despite the allergy: {despite}".strip()[:200] if allergic.answer else why


def _beside_others(subject: Subject, drug: str, since: date) -> Ruling[tuple[Alert, ...]]:
    """What alarms beside the person's other medications. Raises NotAllowed for a hard alert."""
    # An end that lies ahead or on the first day still overlaps: the body has not let go of it yet.
    beside = Medication.objects.filter(Q(until=None) | Q(until__gte=since), subject=subject)
    ruling = alerts(drug, beside.values_list("drug", flat=True), load(POLICY, since))
    if any(alert.severity == "hard" for alert in ruling.answer):
        raise NotAllowed(ruling.reasons)
    return ruling


def _end(medication: Medication, on: date, why: str) -> Medication:
    row = Medication.objects.select_for_update().select_related("subject").get(pk=medication.pk)
    if row.until is not None:
        raise Conflict(f"{row.drug} ended on {row.until:%Y-%m-%d} already.")
    if on < row.since:
        raise BadInput("on", f"It began on {row.since:%Y-%m-%d}; its last day is that day or later.")
    if not why.strip() or len(why) > 200:
        raise BadInput("why", "Say why in at most 200 characters.")
    row.until, row.why = on, why
    row.save(update_fields=["until", "why"])
    return row


def _written(given: Mapping[str, str]) -> None:
    for field, value in given.items():
        if not value.strip() or len(value) > LENGTHS[field]:
            raise BadInput(field, f"Write it down in 1 to {LENGTHS[field]} characters.")


def _of_person(subject: Subject, episode: Episode | None) -> None:
    if episode is not None and episode.subject_id != subject.pk:
        raise BadInput("episode", "That is another person's stay; choose one of this person.")


def _one_at_a_time(subject: Subject) -> None:
    """Hold the person's list until the end of the transaction, so that two who write at once see each other's row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"medications:{subject.pk}"])


def _start_of(day: date, episode: Episode | None) -> datetime:
    zone = ZoneInfo(episode.program.site.time_zone if episode is not None else "UTC")
    return datetime.combine(day, time(), zone)
