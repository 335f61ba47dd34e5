"""Who could have come unplanned: people in treatment in the session's program who are not on its roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.models import Session
from stepwell.care.sessions.rules.counting import HERE
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people


@dataclass(frozen=True)
class Arriving:
    """The page of somebody who came unplanned. people: the number of the stay and the name."""

    session: Session
    name: str
    zone: ZoneInfo
    people: tuple[tuple[int, str], ...]
    since: datetime


@query(Permission.SESSION_WRITE)
def arriving(access: Access, *, session_id: int, now: datetime) -> Arriving:
    """Gather the page. Raises NotFound."""
    session = sessions.session_by_id(access, session_id=session_id)
    here = {row.subject_id for row in sessions.roster(access, session=session) if row.outcome in HERE}
    stays = stays_on(access, session, session.on)
    named = people.names(access, subject_ids=[subject for _, subject in stays])
    found = [(stay, named[subject][1]) for stay, subject in stays if subject not in here and subject in named]
    inside = session.starts_at <= now < session.ends_at
    return Arriving(
        session=session,
        name=session.group.name if session.group else session.topic or session.kind,
        zone=ZoneInfo(session.program.site.time_zone),
        people=tuple(sorted(found, key=lambda one: one[1])),
        since=now if inside else session.starts_at,
    )


def stays_on(access: Access, session: Session, on: date) -> list[tuple[int, int]]:
    """Stays of the session's program on the day: number of the stay and of the subject."""
    rows = episodes.stays_between(access, program=session.program, from_on=on, to_on=on)
    return [(row.pk, row.subject_id) for row in rows]
