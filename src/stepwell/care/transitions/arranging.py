"""What a discharge leaves open: the handoff and the calls on their days. Called inside an open gate."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.transitions.models import Discharge, FollowUp, Handoff
from stepwell.care.transitions.policies import DEADLINES, FOLLOW_UP
from stepwell.care.transitions.rules.discharge import follow_up_dates
from stepwell.care.transitions.rules.discharge_facts import MayDischarge
from stepwell.care.transitions.summary import Leaving
from stepwell.foundation.gate.access import Access
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.episodes.models import Episode


def arrange(
    access: Access, row: Discharge, leaving: Leaving, answer: MayDischarge, policy: Policy, at: datetime
) -> None:
    """The handoff and the calls afterwards, where the reason asks for them."""
    stay = row.episode
    if people.has_died(access, subject=stay.subject):
        # Somebody may have died after leaving and before this is written: whatever the reason, nobody calls any more.
        return
    booked = leaving.next_at is not None and answer.follow_ups
    if booked or policy.rule(f"reason-{row.reason}")["next_step"]:
        _hand_off(access, row, leaving, at)
    if answer.follow_ups:
        _follow_ups(access, stay, row, ZoneInfo(stay.program.site.time_zone))


def _hand_off(access: Access, row: Discharge, leaving: Leaving, at: datetime) -> None:
    """The handoff: closed at once where the person said no, else open with a look after the appointment."""
    rule = load(DEADLINES, row.on).rule("handoff")
    declined = bool(leaving.declined_says) and leaving.next_at is None
    handoff = Handoff.objects.create(
        subject_id=row.subject_id,
        discharge=row,
        to_whom=leaving.next_to,
        appointment_at=leaving.next_at,
        outcome="declined" if declined else "",
        outcome_says=leaving.declined_says if declined else "",
        closed_at=at if declined else None,
        closed_by=access.name if declined else "",
    )
    if declined:
        return
    if leaving.next_at is not None:
        says = f"Ask whether the appointment with {leaving.next_to} was kept."
        due_at = leaving.next_at + timedelta(days=rule["days_after_appointment"])
    else:
        says = "Write down what came of the way on: nobody was reached when the stay ended."
        due_at = at + timedelta(days=rule["days_without_date"])
    jobs.ask_for(
        access,
        subject=row.subject,
        kind="close-handoff",
        says=says,
        for_role="case_manager",
        due_at=due_at,
        about=f"handoff:{handoff.pk}",
    )


def _follow_ups(access: Access, stay: Episode, row: Discharge, zone: ZoneInfo) -> None:
    """The calls on their days; the program may add days to the policy's."""
    days = programs.rules_of(access, program=stay.program, on=row.on).follow_up_days
    hour = load(DEADLINES, row.on).rule("follow-up")["hour"]
    for due_on in follow_up_dates(row.on, load(FOLLOW_UP, row.on), also=days):
        after = (due_on - row.on).days
        follow_up = FollowUp.objects.create(subject_id=row.subject_id, discharge=row, days=after, due_on=due_on)
        jobs.ask_for(
            access,
            subject=row.subject,
            kind="follow-up",
            says=f"Call and ask how it goes, {after} days after leaving.",
            for_role="case_manager",
            due_at=datetime.combine(due_on, time(hour), zone),
            about=f"follow-up:{follow_up.pk}",
        )
