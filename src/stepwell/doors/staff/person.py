"""One person's page: who they are, the stair, what is due, ways to reach them, consents in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from stepwell.doors.staff.today import clinic_zone
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Consent
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.episodes.queries import Step
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person, ReachWay, Relation


@dataclass(frozen=True)
class Page:
    """What the person page prints."""

    person: Person
    zone: ZoneInfo
    age: int | None
    died: bool
    episode: Episode | None
    stair: tuple[Step, ...]
    away: bool
    tasks: tuple[Task, ...]
    ways: tuple[ReachWay, ...]
    around: tuple[Relation, ...]
    consents: tuple[Consent, ...]


def page(access: Access, person_id: int, now: datetime) -> Page:
    """Gather the page. Raises NotFound, the same for somebody else's person."""
    person = people.person_by_id(access, person_id=person_id)
    subject = person.subject
    stays = episodes.episodes_of(access, subject=subject)
    stay = stays[0] if stays else None
    zone = ZoneInfo(stay.program.site.time_zone) if stay else clinic_zone(access)
    on = now.astimezone(zone).date()
    born = person.birth_date
    return Page(
        person=person,
        zone=zone,
        age=on.year - born.year - ((on.month, on.day) < (born.month, born.day)) if born else None,
        died=people.has_died(access, subject=subject),
        episode=stay,
        stair=tuple(episodes.stair(access, episode=stay)) if stay else (),
        away=bool(stay and episodes.on_leave(access, episode=stay, on=on)),
        tasks=tuple(jobs.open_about(access, subject=subject)),
        ways=tuple(people.reach_ways(access, subject=subject, on=on)),
        around=tuple(people.relations(access, subject=subject, on=on)),
        consents=tuple(consents.in_force(access, subject=subject, on=on)),
    )
