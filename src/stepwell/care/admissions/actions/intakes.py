"""Booking the intake assessment, and how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.admissions.actions.enquiries import FIRST_CONTACT
from stepwell.care.admissions.models import Enquiry, IntakeAppointment
from stepwell.care.admissions.site import by_clock, site_of
from stepwell.care.admissions.steps import intake_of, is_closed, last_step, move
from stepwell.care.scheduling import actions as scheduling
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff

OUTCOMES = ("kept", "missed", "cancelled")
INTAKE = "enquiries/intake"


@action(Permission.ENQUIRY_WRITE)
def book_intake(
    access: Access, *, enquiry: Enquiry, at: datetime, with_staff: Staff, booked_at: datetime | None = None
) -> IntakeAppointment:
    """Book the intake assessment; one that was booked before is moved. The enquiry goes to intake_booked.

    at: when it takes place. booked_at: when it was booked; default the enquiry's latest step. Person and member of
    staff are taken for as long as enquiries/intake says. Raises BadInput, Conflict when one of them is taken then or
    the enquiry has ended.
    """
    if people.has_died(access, subject=enquiry.subject):
        raise Conflict("A death is recorded for this person; nothing is booked.")
    last = last_step(enquiry)
    booked = booked_at or (last.at if last else enquiry.at)
    if at <= booked:
        raise BadInput("at", "The intake takes place after it is booked.")
    waiting = IntakeAppointment.objects.filter(outcome="")
    if waiting.filter(with_staff=with_staff, at=at).exclude(enquiry=enquiry).exists():
        raise Conflict(f"{with_staff.name} has another intake then; choose another time or colleague.")
    move(access, enquiry, "intake_booked", booked)
    for before in waiting.filter(enquiry=enquiry):
        scheduling.vacate(access, because=intake_of(before), at=booked)
    waiting.filter(enquiry=enquiry).update(outcome="moved")
    appointment = IntakeAppointment.objects.create(
        subject_id=enquiry.subject_id, enquiry=enquiry, at=at, with_staff=with_staff
    )
    _take(access, appointment)
    return appointment


def _take(access: Access, appointment: IntakeAppointment) -> None:
    local = by_clock(appointment.at, site_of(access, appointment.subject))
    ends = local + timedelta(minutes=load(INTAKE, local.date()).rule("length")["minutes"])
    for what, number in (("staff", appointment.with_staff_id), ("client", appointment.subject_id)):
        scheduling.occupy(access, what=what, what_id=number, starts=local, ends=ends, because=intake_of(appointment))


@action(Permission.ENQUIRY_WRITE)
def keep_intake(
    access: Access, *, appointment: IntakeAppointment, at: datetime, outcome: str = "kept"
) -> IntakeAppointment:
    """Write how the intake ended. outcome: kept, missed or cancelled.

    After one that did not take place the person is called the same day, to book again. Raises BadInput, Conflict.
    """
    if outcome not in OUTCOMES:
        raise BadInput("outcome", f"An intake was one of {', '.join(OUTCOMES)}; book again to move it.")
    if appointment.outcome:
        raise Conflict(f"This intake is {appointment.outcome} already.")
    appointment.outcome = outcome
    appointment.save()
    if outcome != "kept":
        scheduling.vacate(access, because=intake_of(appointment), at=at)
    if outcome != "kept" and not is_closed(appointment.enquiry):
        local = by_clock(at, site_of(access, appointment.subject))
        within = load(FIRST_CONTACT, local.date()).rule("missed-intake")["within_hours"]
        jobs.ask_for(
            access,
            subject=appointment.subject,
            kind="call-back",
            says="Call to ask how they are and book the intake again.",
            for_role=Role.COORDINATOR,
            due_at=at + timedelta(hours=within),
            about=f"enquiry:{appointment.enquiry_id}",
        )
    return appointment
