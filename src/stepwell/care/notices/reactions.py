"""What is sent when something happens below."""

from __future__ import annotations

from datetime import datetime

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.events import CallUnanswered
from stepwell.care.messages import queries as messages
from stepwell.care.messages.events import MessageWritten
from stepwell.care.messages.sides import TEAM
from stepwell.care.notices import actions, paging
from stepwell.care.notices.events import OnCallPaged
from stepwell.foundation.gate.access import Access
from stepwell.foundation.jobs.events import reacts_to


@reacts_to(MessageWritten)
def tell_of_message(access: Access, event: MessageWritten) -> None:
    """Tell the client that a message waits: once until they have opened what waits."""
    if event.side != TEAM:
        return
    row = messages.message_by_id(access, message_id=event.message_id)
    first = messages.first_unread_of(access, subject=row.subject)
    if first is not None:
        actions.tell(access, subject=row.subject, kind="message", about=f"message:{first}", at=row.at)


@reacts_to(CallUnanswered)
def tell_of_call(access: Access, event: CallUnanswered) -> None:
    """Somebody who asked for a call and could not be reached is told to call when it suits them, once a day. Whoever
    was asked for by somebody else hears nothing: they may not know of it."""
    if event.own:
        enquiry, at = admissions.enquiry_by_id(access, enquiry_id=event.enquiry_id), datetime.fromisoformat(event.at)
        about = f"enquiry:{enquiry.pk}:{at.date().isoformat()}"
        actions.tell(access, subject=enquiry.subject, kind="call_back", about=about, at=at)


@reacts_to(OnCallPaged)
def page_at_once(access: Access, event: OnCallPaged) -> None:
    """Carry out a page without waiting for the timetable."""
    paging.send_pages(access, at=datetime.fromisoformat(event.at))
