"""What is sent when something happens below."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from stepwell.care.admissions import queries as admissions
from stepwell.care.admissions.events import CallUnanswered, EnquiryMade
from stepwell.care.messages import queries as messages
from stepwell.care.messages.events import MessageWritten
from stepwell.care.messages.sides import TEAM
from stepwell.care.notices import actions, paging
from stepwell.care.notices.events import OnCallPaged
from stepwell.care.plans import queries as plans
from stepwell.care.plans.events import PlanDrafted
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Login, Subject
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.jobs.events import reacts_to
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.events import EpisodeOpened
from stepwell.registry.people.events import PortalOpened

#: The morning from which something that has a day and no hour is told.
_NINE = time(9)


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


@reacts_to(EnquiryMade)
def tell_of_papers_of_an_enquiry(access: Access, event: EnquiryMade) -> None:
    """Somebody who can sign in already asks again: the papers are signed anew. Whoever was asked for by somebody else
    hears nothing: they may not know of it."""
    subject = _who_signs_in(access, event.subject_id)
    if subject is not None:
        enquiry = admissions.enquiry_by_id(access, enquiry_id=event.enquiry_id)
        if enquiry.by_whom == "self":
            _tell_of_papers(access, subject, enquiry.at)


@reacts_to(EpisodeOpened)
def tell_of_papers_of_a_stay(access: Access, event: EpisodeOpened) -> None:
    """Tell of what is left to sign on the day somebody is admitted."""
    subject = _who_signs_in(access, event.subject_id)
    if subject is not None:
        stay = episodes.episode_by_id(access, episode_id=event.episode_id)
        zone = ZoneInfo(stay.program.site.time_zone)
        _tell_of_papers(access, subject, datetime.combine(stay.admitted_on, _NINE, zone))


@reacts_to(PortalOpened)
def tell_of_papers_at_the_portal(access: Access, event: PortalOpened) -> None:
    """Somebody can sign in from now on: what waits for them there, they are told of."""
    subject = _who_signs_in(access, event.subject_id)
    if subject is not None:
        _tell_of_papers(access, subject, datetime.fromisoformat(event.at))


@reacts_to(PlanDrafted)
def tell_of_plan(access: Access, event: PlanDrafted) -> None:
    """Tell the client that the plan waits to be read and signed, once a version, unless they have signed it already or
    a newer version took its place."""
    subject = _who_signs_in(access, event.subject_id)
    if subject is None:
        return
    plan = plans.plan_by_id(access, plan_id=event.plan_id)
    signed = any(one.signer == "client" for one in plans.signatures_of(access, plan=plan))
    if plan.superseded_on is None and not signed:
        at = datetime.fromisoformat(event.at)
        actions.tell(access, subject=subject, kind="paper", about=f"plan:{plan.pk}", at=at)


def _tell_of_papers(access: Access, subject: Subject, at: datetime) -> None:
    """Tell the client that papers wait. Those that wait together are one notice, named for the first of them; a paper
    is told once for each time it has to be signed."""
    waiting = admissions.papers_missing(access, subject=subject, on=at.date(), needed="")
    if waiting:
        asked = admissions.enquiries_of(access, subject=subject)
        about = f"paper:{waiting[0]}:{asked[0].pk if asked else 0}"
        actions.tell(access, subject=subject, kind="paper", about=about, at=at)


def _who_signs_in(access: Access, subject_id: int) -> Subject | None:
    """The client, where a login of their own opens the portal; a relative's is none. Looking leaves no line in the
    trail; what is told does."""
    with opened(access, writes=False):
        own = Login.objects.filter(operator_id=access.operator_id, subject_id=subject_id, relation_id=None)
        return Subject.objects.get(pk=subject_id) if own.filter(is_active=True).exists() else None
