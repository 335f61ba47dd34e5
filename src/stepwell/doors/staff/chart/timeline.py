"""What happened to a person, the newest first, from every area the role may read; one read for all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from stepwell.care.admissions import moments as admissions
from stepwell.care.emergencies import moments as emergencies
from stepwell.care.letters import moments as letters
from stepwell.care.measures import moments as measures
from stepwell.care.medications import moments as medications
from stepwell.care.messages import moments as messages
from stepwell.care.placement import moments as placement
from stepwell.care.plans import moments as plans
from stepwell.care.sessions import moments as sessions
from stepwell.care.testing import moments as testing
from stepwell.care.transitions import moments as transitions
from stepwell.doors.staff.chart.words import says
from stepwell.doors.staff.people.tabs import opens
from stepwell.foundation.gate import consent_moments as consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Happened, Moments, joined
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.jobs import moments as jobs
from stepwell.office.utilization import moments as utilization
from stepwell.registry.coverage import moments as coverage
from stepwell.registry.episodes import moments as episodes
from stepwell.registry.people import queries as people

MOST = 500


@dataclass(frozen=True)
class Area:
    """A kind one can filter by: its name as people read it, who may read it, where its moments come from and which
    page shows them."""

    kind: str
    name: str
    permission: P
    gathers: Callable[..., list[Moments]]
    page: str


AREAS = (
    Area("sessions", "Sessions", P.EPISODE_READ, sessions.moments_of, "chart-notes"),
    Area("stay", "Stay and level", P.EPISODE_READ, episodes.moments_of, "person"),
    Area("plan", "Plan and team", P.EPISODE_READ, plans.moments_of, "chart-plan"),
    Area("measures", "Measures", P.NOTE_READ, measures.moments_of, "chart-measures"),
    Area("tests", "Drug tests", P.NOTE_READ, testing.moments_of, "chart-tests"),
    Area("health", "Medications and health", P.NOTE_READ, medications.moments_of, "chart-health"),
    Area("assessment", "Assessment and diagnosis", P.NOTE_READ, placement.moments_of, "chart-assessment"),
    Area("leaving", "Reviews and discharge", P.NOTE_READ, transitions.moments_of, "person"),
    Area("safety", "Safety checks", P.SAFETY_CHECK, admissions.safety_moments_of, "person"),
    Area("intake", "Enquiry and papers", P.EPISODE_READ, admissions.moments_of, "chart-papers"),
    Area("letters", "Letters", P.EPISODE_READ, letters.moments_of, "chart-papers"),
    Area("messages", "Messages", P.MESSAGE_READ, messages.moments_of, "chart-messages"),
    Area(
        "crisis-plan", "Plan for a crisis", P.CRISIS_PLAN_WRITE, emergencies.crisis_plan_moments_of, "chart-crisis-plan"
    ),
    Area("consents", "Consents", P.PERSON_READ, consents.moments_of, "chart-people"),
    Area("told", "Told to others", P.TRAIL_OF_PERSON, consents.disclosure_moments_of, "chart-trail"),
    Area("coverage", "Coverage", P.COVERAGE_READ, coverage.moments_of, "chart-coverage"),
    Area("authorizations", "Authorizations", P.AUTHORIZATION_READ, utilization.moments_of, "chart-coverage"),
    Area("tasks", "Finished work", P.TASK_READ, jobs.moments_of, "person"),
)


@dataclass(frozen=True)
class Moment:
    """One thing that happened. at: aware; on_day: it has a day and no clock (noon UTC). kind: the area one filters by;
    what: the very thing ("session", "plan-signed"). says: one sentence part. url_name, url_args: its page."""

    at: datetime
    on_day: bool
    kind: str
    what: str
    says: str
    url_name: str
    url_args: tuple[int, ...]


@dataclass(frozen=True)
class Timeline:
    """Moments, the newest first. kinds: what one may filter by, with its name; left_out: areas that the role may not
    read, by name. before: to ask for what came before, None at the end."""

    moments: tuple[Moment, ...]
    kinds: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    before: datetime | None


@query(P.PERSON_READ)
def timeline(
    access: Access,
    *,
    person_id: int,
    kinds: Sequence[str] = (),
    before: datetime | None = None,
    limit: int = 50,
) -> Timeline:
    """What happened to a person, the newest first; two reads. kinds: of these areas only, default all. before: the
    `before` of a page. limit: 1 to 500. Raises NotFound, BadInput."""
    if not 1 <= limit <= MOST:
        raise BadInput("limit", f"A timeline shows 1 to {MOST} moments at once.")
    known = {area.kind for area in AREAS}
    if not set(kinds) <= known:
        raise BadInput("kinds", f"A kind is one of {', '.join(sorted(known))}.")
    subject = people.person_by_id(access, person_id=person_id).subject
    readable = [area for area in AREAS if allowed(access.roles, area.permission)]
    asked = [area for area in readable if not kinds or area.kind in kinds]
    gathered = [(area, each) for area in asked for each in _gathered(access, area, subject)]
    area_of = {each.kind: area for area, each in gathered}
    shown, more = _page([each for _, each in gathered], before, limit)
    return Timeline(
        moments=tuple(_moment(access, one, area_of[one.kind], person_id) for one in shown),
        kinds=tuple((area.kind, area.name) for area in readable),
        left_out=tuple(area.name for area in AREAS if area not in readable),
        before=shown[-1].at if more else None,
    )


def _page(asked: list[Moments], before: datetime | None, limit: int) -> tuple[list[Happened], bool]:
    """Whole moments only: what happened at once (or on one day) is never torn apart, or the next page would miss it."""
    found = joined(asked, before=before, limit=limit + 1)
    if len(found) <= limit:
        return found, False
    torn = found[limit].at
    whole = [one for one in found if one.at > torn]
    return whole or [one for one in joined(asked, before=before, limit=MOST) if one.at == torn], True


def _gathered(access: Access, area: Area, subject: Subject) -> list[Moments]:
    return area.gathers(access, subject=subject)


def _moment(access: Access, one: Happened, area: Area, person_id: int) -> Moment:
    url_name, url_args = _place(access, one, area, person_id)
    return Moment(one.at, one.on_day, area.kind, one.kind, says(one), url_name, url_args)


def _place(access: Access, one: Happened, area: Area, person_id: int) -> tuple[str, tuple[int, ...]]:
    """Its own page where there is one, else the chart's, else the person's: the first that lets the reader in."""
    tried = [("session", (one.ref,))] if one.kind == "session" else []
    for name, args in [*tried, (area.page, (person_id,))]:
        if not opens(access, name):
            continue
        try:
            reverse(name, args=args)
        except NoReverseMatch:
            continue
        return name, args
    return "person", (person_id,)
