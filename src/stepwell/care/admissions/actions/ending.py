"""What stops when a person has died."""

from __future__ import annotations

from datetime import datetime

from stepwell.care.admissions.models import IntakeAppointment
from stepwell.care.admissions.steps import intake_of
from stepwell.care.scheduling import actions as scheduling
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as open_work

#: Work that would reach the person or those who asked for them.
REACHING_OUT = {"call-back", "open-c-ssrs", "open-ciwa-ar", "open-cows"}


@action(Permission.REACT)
def stop_reaching_out(access: Access, *, subject: Subject, at: datetime) -> int:
    """Finish what would reach the person, and cancel a booked intake. Returns how much work was finished.

    Doing it again changes nothing: a reaction may run twice.
    """
    for intake in IntakeAppointment.objects.filter(subject=subject, outcome=""):
        scheduling.vacate(access, because=intake_of(intake), at=at)
    IntakeAppointment.objects.filter(subject=subject, outcome="").update(outcome="cancelled")
    reaching = [task for task in open_work.open_about(access, subject=subject) if _reaches_out(task.kind, task.about)]
    for task in reaching:
        jobs.finish(access, task=task, at=at, outcome="The person has died.")
    return len(reaching)


def _reaches_out(kind: str, about: str) -> bool:
    return kind in REACHING_OUT or about.startswith("safety-check:")
