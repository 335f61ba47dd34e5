"""What incidents do when care announces something."""

from __future__ import annotations

from datetime import timedelta

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.emergencies.events import EmergencyEnded
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.foundation.jobs.events import reacts_to
from stepwell.foundation.policy.loading import load
from stepwell.office.incidents.queries import DEFAULTS

KIND = "write-incident"


@reacts_to(EmergencyEnded)
def ask_for_a_report(access: Access, event: EmergencyEnded) -> None:
    """After an emergency somebody writes an incident report. The work names nobody: no chart shows it."""
    about = f"emergency-report:{event.emergency_id}"
    with opened(access):
        emergency = emergencies.emergency_by_id(access, emergency_id=event.emergency_id)
        if of_jobs.asked_before(access, kind=KIND, about=about):
            return
        ended = emergency.end.at
        rule = load(DEFAULTS, ended.date()).rule("report-from-emergency")
        jobs.ask_for(
            access,
            subject=Subject.objects.create(),
            kind=KIND,
            says=rule.says,
            for_role=rule["for_role"],
            due_at=ended + timedelta(hours=rule["within_hours"]),
            about=about,
        )
