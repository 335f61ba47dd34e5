"""What somebody chooses from when a session is planned: kinds, people, staff, rooms of a program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Program, Room

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Planning:
    """The page of a new session. kinds are the program's own."""

    program: Program
    programs: tuple[Program, ...]
    zone: ZoneInfo
    today: date
    me: int | None
    kinds: Choices
    people: Choices
    staff: tuple[Staff, ...]
    rooms: tuple[Room, ...]
    topics: tuple[str, ...]
    tracks: Choices

    @property
    def options(self) -> dict[str, Choices]:
        """For the form's constructor."""
        return {
            "kinds": self.kinds,
            "people": self.people,
            "staff": tuple((str(one.pk), one.name) for one in self.staff),
            "rooms": tuple((str(one.pk), f"{one.name}, {one.places} places") for one in self.rooms),
        }


@query(Permission.SCHEDULE_READ)
def planning(access: Access, *, program_id: int | None, now: datetime) -> Planning:
    """Gather the choices. program_id: None is the operator's first. Raises NotFound."""
    every = tuple(programs.programs(access))
    program = next((one for one in every if program_id in (None, one.pk)), None)
    if program is None:
        raise NotFound
    zone = ZoneInfo(program.site.time_zone)
    today = now.astimezone(zone).date()
    rules = programs.rules_of(access, program=program, on=today)
    stays = episodes.stays_between(access, program=program, from_on=today, to_on=today + timedelta(days=1))
    running = [one for one in stays if one.ended_on is None]
    named = people.names(access, subject_ids=[one.subject_id for one in running])
    listed = [(str(one.pk), named[one.subject_id][1]) for one in running if one.subject_id in named]
    offered = [one for one in rules.session_kinds if one.offered and one.kind != "group"]
    return Planning(
        program=program,
        programs=every,
        zone=zone,
        today=today,
        me=access.staff_id,
        kinds=tuple((one.kind, _kind(one.kind, one.minutes.min, one.minutes.max, one.cap)) for one in offered),
        people=tuple(sorted(listed, key=lambda one: one[1])),
        staff=tuple(people.staff(access, on=today)),
        rooms=tuple(programs.rooms(access, site=program.site)),
        topics=tuple(one.name for one in rules.topics),
        tracks=tuple((one.key, one.name) for one in rules.tracks),
    )


def _kind(kind: str, least: object, most: object, cap: int) -> str:
    lasts = f"{least} to {most} minutes" if least and most and least != most else f"{least or most or ''} minutes"
    more = f", up to {cap} people" if cap > 1 else ""
    return f"{kind.replace('_', ' ').capitalize()} ({lasts}{more})"
