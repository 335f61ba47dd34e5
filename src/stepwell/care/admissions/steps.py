"""The steps of an enquiry, each with who, when and why. Called by actions, inside their open gate."""

from __future__ import annotations

from datetime import datetime

from stepwell.care.admissions.models import Enquiry, EnquiryStep, IntakeAppointment
from stepwell.care.admissions.rules.lifecycle import ANSWERED, CLOSED, NEW, PAIRS, may_move
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.jobs import actions as jobs


def last_step(enquiry: Enquiry) -> EnquiryStep | None:
    """The step the enquiry stands at, None while it is new."""
    return EnquiryStep.objects.filter(enquiry=enquiry).order_by("-id").first()


def is_closed(enquiry: Enquiry) -> bool:
    """Whether nobody has anything to do about it any more."""
    last = last_step(enquiry)
    return last is not None and last.state in CLOSED


def move(access: Access, enquiry: Enquiry, state: str, at: datetime, says: str = "") -> EnquiryStep:
    """Write the step, where the pair is legal. A call back that is owed ends when somebody has spoken with them."""
    last = last_step(enquiry)
    now = last.state if last else NEW
    if not may_move(now, state):
        onward = ", ".join(sorted(PAIRS[now])) or "nothing: the stay goes on from here"
        raise Conflict(f"This enquiry is {now.replace('_', ' ')}; from there it can go to {onward}.")
    if at < (last.at if last else enquiry.at):
        raise BadInput("at", "That is before the enquiry's latest step; write when it happened.")
    step = EnquiryStep.objects.create(
        subject_id=enquiry.subject_id, enquiry=enquiry, state=state, at=at, by=access.name, says=says
    )
    if state in ANSWERED:
        jobs.finish_about(
            access,
            subject=enquiry.subject,
            kind="call-back",
            about=f"enquiry:{enquiry.pk}",
            at=at,
            outcome=state.replace("_", " "),
        )
    return step


def intake_of(appointment: IntakeAppointment) -> str:
    """What time was taken for."""
    return f"intake:{appointment.pk}"
