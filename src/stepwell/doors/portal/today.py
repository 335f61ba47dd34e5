"""A client's Today: what is next, what is asked of them, one thing to do first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stepwell.care.admissions import queries as admissions
from stepwell.care.measures import queries as measures
from stepwell.care.messages import queries as messages
from stepwell.care.plans import queries as plans
from stepwell.care.plans.models import Plan
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import Coming
from stepwell.doors.portal.mine import Me, behalf, me_of
from stepwell.doors.portal.rules import due_check_ins
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load

PAGES = "portal/pages"
#: How far ahead the next meeting is looked for.
AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Ask:
    """Something asked of the client: what, why it matters or how long it takes, where."""

    title: str
    hint: str
    address: str
    icon: str


@dataclass(frozen=True)
class Today:
    """What the page prints. next: the meeting that comes, or is on. joins: whether its video room may be entered."""

    me: Me
    next: Coming | None
    joins: bool
    asked: tuple[Ask, ...]

    @property
    def first(self) -> Ask | None:
        """The one thing to do first; joining a meeting comes before it."""
        return None if self.joins or not self.asked else self.asked[0]

    @property
    def others(self) -> tuple[Ask, ...]:
        """What else there is."""
        return self.asked[1:] if self.first else self.asked


@query(Permission.OWN_READ)
def today(access: Access, *, now: datetime) -> Today:
    """Gather the page."""
    me = me_of(access, now=now)
    coming = _next(access, me)
    return Today(me, coming, coming is not None and may_join(coming, me), tuple(_asked(access, me)))


def may_join(one: Coming, me: Me) -> bool:
    """Whether the video room may be entered now."""
    before = timedelta(minutes=load(PAGES, me.today).rule("join")["minutes_before"])
    return one.mode == "video" and one.stands and one.starts - before <= me.now < one.ends


def check_ins(access: Access, me: Me) -> tuple[str, ...]:
    """Names of the instruments that are due, in order. Called inside an open gate."""
    if me.stay is None:
        return ()
    last = {name: localdate(at) for name, at in measures.last_answered(access, subject=me.subject).items()}
    return due_check_ins(last, me.today, load(PAGES, me.today)).answer


def plan_to_sign(access: Access, me: Me) -> Plan | None:
    """The version of the plan that waits for the client's word. Called inside an open gate."""
    if me.stay is None:
        return None
    newest = next(iter(plans.versions_of(behalf(access), episode=me.stay)), None)
    if newest is None or newest[0].superseded_on is not None:
        return None
    return None if any(one.signer == "client" for one in newest[1]) else newest[0]


def _next(access: Access, me: Me) -> Coming | None:
    if me.stay is None:
        return None
    found = sessions.coming_of(access, episode=me.stay, from_on=me.today, to_on=me.today + AHEAD)
    return next((one for one in found if one.stands and one.ends > me.now), None)


def _asked(access: Access, me: Me) -> Iterator[Ask]:
    due = len(check_ins(access, me))
    if due:
        yield Ask(
            _("Answer your check-in"),
            ngettext(
                "{count} short form. It helps your team.", "{count} short forms. They help your team.", due
            ).format(count=due),
            reverse("my-check-ins"),
            "clipboard-check",
        )
    papers = len(admissions.papers_missing(access, subject=me.subject, on=me.today, needed=""))
    if papers:
        yield Ask(
            _("Read and sign"),
            ngettext("{count} paper waits for you.", "{count} papers wait for you.", papers).format(count=papers),
            reverse("my-papers"),
            "signature",
        )
    if plan_to_sign(access, me) is not None:
        yield Ask(_("Read and sign your plan"), _("Your plan is ready for your word."), reverse("my-plan"), "signature")
    unread = messages.unread_of(access, subject=me.subject)
    if unread:
        yield Ask(
            _("Read your messages"),
            ngettext("{count} new message from your team.", "{count} new messages from your team.", unread).format(
                count=unread
            ),
            reverse("my-messages"),
            "message",
        )
