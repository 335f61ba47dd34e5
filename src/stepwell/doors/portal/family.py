"""What somebody close to a client sees: only what the client's consents open today, and each look is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from stepwell.care.plans import queries as plans
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import Coming
from stepwell.doors.portal.mine import behalf
from stepwell.doors.portal.today import PAGES
from stepwell.doors.portal.way import OwnGoal, goals_of
from stepwell.foundation.gate import consents
from stepwell.foundation.gate import trail as trails
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, open_to_relative, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Site

AHEAD, BACK = timedelta(days=28), timedelta(days=14)
FAMILY, ATTENDANCE, PLAN = "family_sessions", "attendance", "plan"
#: What of the client is shown here; whatever else a consent names is told by people.
SHOWN = (FAMILY, ATTENDANCE, PLAN)


@dataclass(frozen=True)
class Day:
    """A day they come or came. came: None while it lies ahead."""

    on: date
    came: bool | None


@dataclass(frozen=True)
class Family:
    """What the page prints; what no consent opens is None. kinds: what was shown."""

    name: str
    site: Site | None
    zone: ZoneInfo
    today: date
    kinds: frozenset[str]
    meetings: tuple[Coming, ...] | None
    days: tuple[Day, ...] | None
    goals: tuple[OwnGoal, ...] | None


@query(Permission.FAMILY_READ)
def family(access: Access, *, now: datetime) -> Family:
    """Gather what is open today. Raises NotFound where nothing is."""
    (subject_id,) = access.subjects or (0,)
    person = people.person_of(access, subject_id=subject_id)
    running = programs.programs(access)
    site = running[0].site if running else None
    zone = ZoneInfo(site.time_zone if site else "UTC")
    today = now.astimezone(zone).date()
    kinds = open_to_relative() & frozenset(SHOWN)
    own = behalf(access)
    meetings = None
    if FAMILY in kinds:
        found = sessions.family_meetings(own, subject=person.subject, from_on=today, to_on=today + AHEAD)
        meetings = tuple(one for one in found if one.stands and one.ends > now)
    stay = episodes.open_episode_of(own, subject=person.subject) if kinds & {ATTENDANCE, PLAN} else None
    days = None
    if ATTENDANCE in kinds:
        days = _days(own, stay, today) if stay else ()
    goals = None
    if PLAN in kinds:
        plan = plans.plan_in_force(own, episode=stay, on=today) if stay else None
        goals = goals_of(own, plan) if plan else ()
    name = person.called or person.first_name
    return Family(name, site, zone, today, kinds, meetings, days, goals)


@action(Permission.FAMILY_READ)
def account_for(access: Access, *, kinds: frozenset[str], now: datetime, today: date) -> int:
    """Saw what the person lets them see: each kind is a disclosure, once a day, on the consent that opens it. Returns
    how many were new."""
    (subject_id,) = access.subjects or (0,)
    subject = people.person_of(access, subject_id=subject_id).subject
    own = behalf(access)
    in_force = [
        one for one in consents.in_force(own, subject=subject, on=today) if one.relation_id == access.relation_id
    ]
    since = now - timedelta(days=1)
    told = {
        (one.consent_id, name)
        for one in trails.disclosures_of(own, subject=subject)
        if one.at > since and one.by == access.name and one.at.date() == now.date()
        for name in one.categories
    }
    new = 0
    for kind in sorted(kinds):
        consent = next((one for one in in_force if kind in one.categories), None)
        if consent is None or (consent.pk, kind) in told:
            continue
        consents.disclose(
            own,
            subject=subject,
            recipient=consent.recipients[0] if consent.recipients else access.name,
            purpose=consent.purposes[0],
            categories=frozenset({kind}),
            content=f"Shown at the portal: {kind.replace('_', ' ')}.",
            at=now,
            on=today,
            consent_id=consent.pk,
        )
        new += 1
    return new


@query(Permission.FAMILY_READ)
def meeting(access: Access, *, session_id: int, now: datetime) -> tuple[Family, Coming]:
    """A family session they may join. Raises NotFound."""
    page = family(access, now=now)
    one = next((each for each in page.meetings or () if each.session_id == session_id), None)
    if one is None:
        raise NotFound
    return page, one


def education(on: date) -> list[dict[str, Any]]:
    """What helps a family; it tells nothing of anybody."""
    rule = load(PAGES, on).rule("family")
    return list(rule.get((get_language() or "en")[:2]) or rule["en"])


def _days(access: Access, stay: Any, today: date) -> tuple[Day, ...]:
    found = sessions.coming_of(access, episode=stay, from_on=today - BACK, to_on=today + BACK)
    came: dict[date, bool | None] = {}
    for one in found:
        if one.off:
            continue
        if one.on >= today and one.outcome != "attended":
            came.setdefault(one.on, None)
        else:
            came[one.on] = bool(came.get(one.on)) or one.outcome == "attended"
    return tuple(Day(on, came[on]) for on in sorted(came))
