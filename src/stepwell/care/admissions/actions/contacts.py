"""Calls and messages about an enquiry: how each ended, and when somebody tries again."""

from __future__ import annotations

from datetime import datetime

from stepwell.care.admissions.actions.enquiries import FIRST_CONTACT
from stepwell.care.admissions.events import CallUnanswered
from stepwell.care.admissions.models import Contact, Enquiry
from stepwell.care.admissions.rules.answering import answer_due
from stepwell.care.admissions.rules.lifecycle import ADMITTED, NEW
from stepwell.care.admissions.site import by_clock, site_of
from stepwell.care.admissions.steps import last_step, move
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

REACHED, UNANSWERED = "reached", "no_answer"
OUTCOMES = (REACHED, UNANSWERED, "message_left", "wrong_number")
BY = ("phone", "text", "email", "letter", "in_person")


@action(Permission.ENQUIRY_WRITE)
def log_contact(
    access: Access,
    *,
    enquiry: Enquiry,
    outcome: str,
    at: datetime,
    way: str = "phone",
    says: str = "",
    again_at: datetime | None = None,
) -> Contact:
    """Write how a call or message ended. outcome: one of OUTCOMES. way: one of BY.

    Somebody who was reached is contacted; a new enquiry moves on. After any other outcome the next try is put on
    Today: again_at where it was agreed, else by the same clock as a call back. Raises BadInput, Conflict.
    Source: enquiries/first-contact, rule "answer-due".
    """
    if outcome not in OUTCOMES:
        raise BadInput("outcome", f"A contact ended in one of {', '.join(OUTCOMES)}.")
    if way not in BY:
        raise BadInput("way", f"A contact is by one of {', '.join(BY)}.")
    if again_at is not None and again_at <= at:
        raise BadInput("again_at", "The next try comes after this one.")
    if people.has_died(access, subject=enquiry.subject):
        raise Conflict("A death is recorded for this person; nobody is called any more.")
    last = last_step(enquiry)
    state = last.state if last else NEW
    if state == ADMITTED:
        raise Conflict("This person has been admitted; the stay goes on from here.")
    if outcome != REACHED and again_at is None:
        local = by_clock(at, site_of(access, enquiry.subject))
        again_at = answer_due(local, False, load(FIRST_CONTACT, local.date()))
    row = Contact.objects.create(
        subject_id=enquiry.subject_id,
        enquiry=enquiry,
        at=at,
        by=access.name,
        way=way,
        outcome=outcome,
        says=says.strip(),
        again_at=again_at,
    )
    if outcome == REACHED and state == NEW:
        move(access, enquiry, "contacted", at, says.strip())
    _call_again(access, row)
    if outcome == UNANSWERED and way == "phone":
        own = enquiry.by_whom == "self"
        announce(CallUnanswered(row.pk, enquiry.pk, enquiry.subject_id, own, at.isoformat()))
    return row


def _call_again(access: Access, contact: Contact) -> None:
    """The call that was owed is done; another is owed where one was agreed or nobody answered."""
    about = f"enquiry:{contact.enquiry_id}"
    ended = contact.outcome.replace("_", " ")
    subject = contact.enquiry.subject
    jobs.finish_about(access, subject=subject, kind="call-back", about=about, at=contact.at, outcome=ended)
    if contact.again_at is None:
        return
    agreed = contact.outcome == REACHED
    jobs.ask_for(
        access,
        subject=subject,
        kind="call-back",
        says="Call again about an enquiry, as agreed." if agreed else f"Try again about an enquiry: {ended} last time.",
        for_role=Role.COORDINATOR,
        due_at=contact.again_at,
        about=about,
    )
