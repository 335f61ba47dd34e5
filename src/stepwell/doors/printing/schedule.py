"""The person's weeks ahead: when, where, how to join. For the refrigerator door too."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from stepwell.care.letters import queries as letters
from stepwell.care.scheduling import queries as scheduling
from stepwell.doors.printing.sheets import clock, day, identity, local, sheet, tabled
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import Group
    from stepwell.care.scheduling.queries import PlannedMeeting
    from stepwell.registry.programs.models import Site

WEEKS = 4


def schedule_pdf(access: Access, episode_id: int, from_on: date, *, weeks: int = WEEKS, neutral: bool = False) -> bytes:
    """Meetings the person has a seat in, from a day on for so many weeks, one table a week.

    neutral: for a place where others may see it: no group's name, no notice, no stay, a name at the head that does
    not tell of treatment. Raises NotFound.
    """
    stay = episodes.episode_by_id(access, episode_id=episode_id)
    person, site = people.person(access, subject=stay.subject), stay.program.site
    last = from_on + timedelta(weeks=weeks) - timedelta(days=1)
    meetings = scheduling.planned_meetings(access, episode=stay, from_on=from_on, to_on=last)
    ways = {one.pk: _where(one) for one in scheduling.groups(access, program=stay.program, on=from_on)}
    by_week: dict[date, list[PlannedMeeting]] = {}
    for one in meetings:
        by_week.setdefault(one.on - timedelta(days=one.on.weekday()), []).append(one)
    head = ("Day", "Time", "Where") if neutral else ("Day", "Time", "What", "Where")
    sections = [
        tabled(
            f"Week of {day(monday)}",
            head,
            [_row(one, ways.get(one.group_id, ""), site, neutral=neutral) for one in rows],
        )
        for monday, rows in by_week.items()
    ]
    empty = {"heading": "No seats yet", "paragraphs": [f"Nothing is booked from {day(from_on)} to {day(last)}."]}
    call = {"heading": "If you cannot come", "paragraphs": [f"Call us: {site.phone}."]}
    name = letters.sender_name(access, site=site, on=from_on) if neutral else ""
    about = [("Name", person.name)] if neutral else identity(person, ("Stay", stay.number))
    return sheet(
        "My schedule",
        site=site,
        about=about,
        sections=[*(sections or [empty]), call],
        name=name or (person.name if neutral else ""),
        notice="" if neutral else SHORT_NOTICE,
    )


def _row(one: PlannedMeeting, where: str, site: Site, *, neutral: bool) -> list[str]:
    starts, ends = local(one.starts, site).time(), local(one.ends, site).time()
    when = [f"{one.on:%A}, {day(one.on)}", f"{clock(starts)} to {clock(ends)}"]
    return [*when, where] if neutral else [*when, one.name, where]


def _where(group: Group) -> str:
    if group.mode == "video":
        return "By video"
    return f"Room {group.room.name}" if group.room is not None else "In person"
