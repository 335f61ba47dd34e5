"""Where every page of a client begins: who they are, their stay, the clinic's clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from stepwell.care.sessions import queries as sessions
from stepwell.foundation.gate.access import Access, Purpose
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Site


@dataclass(frozen=True)
class Me:
    """Who reads. stay: the stay under way, else None. site: where it is, or the operator's first."""

    person: Person
    stay: Episode | None
    site: Site | None
    zone: ZoneInfo
    now: datetime
    language: str

    @property
    def subject(self) -> Subject:
        """Whose information it is."""
        return self.person.subject

    @property
    def today(self) -> date:
        """The day at the clinic."""
        return self.now.astimezone(self.zone).date()

    @property
    def called(self) -> str:
        """The name they want to be called by."""
        return self.person.called or self.person.first_name


@query(Permission.PERSON_READ)
def me_of(access: Access, *, now: datetime) -> Me:
    """Whoever's own login asks. Raises NotFound for any other login."""
    (subject_id,) = access.subjects or (0,)
    if not subject_id:
        raise NotFound
    person = people.person_of(access, subject_id=subject_id)
    stay = episodes.open_episode_of(access, subject=person.subject)
    site = stay.program.site if stay else None
    if site is None:
        running = programs.programs(access)
        site = running[0].site if running else None
    zone = ZoneInfo(site.time_zone if site else "UTC")
    return Me(person, stay, site, zone, now, (get_language() or "en")[:2])


@dataclass(frozen=True)
class OwnHours:
    """The hours of a week, in minutes: kept, still planned, and what the plan asks."""

    done: int
    planned: int
    goal: int

    @property
    def short(self) -> int:
        """What will still lack with everything that is planned."""
        return max(self.goal - self.done - self.planned, 0)


def hours_of(access: Access, me: Me) -> OwnHours | None:
    """The hours of this week; None without a stay. Called inside an open gate."""
    if me.stay is None:
        return None
    found = sessions.hours_of_week(behalf(access), episode=me.stay, monday=me.today, on=me.today).answer
    return OwnHours(found.attended_minutes, found.planned_minutes, max(found.plan_minutes or 0, found.floor_minutes))


def behalf(access: Access) -> Access:
    """For what a page of a client's own needs of an area whose doors name staff: the gate still shows their rows and
    nobody else's, and the trail has their name."""
    return replace(access, roles=frozenset({Role.SYSTEM}))


def house_of(access: Access) -> Access:
    """The house itself, asked by a client: to count the seats of others and to give a free one, nothing else. Call it
    outside of the client's own open gate."""
    return replace(access, roles=frozenset({Role.SYSTEM}), purpose=Purpose.OPERATIONS, subjects=None, relation_id=None)
