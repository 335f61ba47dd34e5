"""The list of people: each with where they stand and a thin ribbon of their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stepwell.care.sessions import queries as sessions
from stepwell.doors.drawing.stair import Stair, Step
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.episodes import finding
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person

#: As many as one looks through; who looks for one person writes a few letters.
MOST = 40


@dataclass(frozen=True)
class Row:
    """One person. stands: where they are, in words. stair: None where they were never admitted."""

    person: Person
    stands: str
    stair: Stair | None


@dataclass(frozen=True)
class Roster:
    """The rows, and whether there are more people than are shown."""

    rows: tuple[Row, ...]
    more: bool


@query(Permission.PERSON_READ)
def roster(access: Access, *, starts_with: str, on: date) -> Roster:
    """People by last name, whose name starts with the text; at most MOST. Four reads however many they are."""
    found = people.people(access, starts_with=starts_with, limit=MOST + 1)
    shown = found[:MOST]
    stays = finding.latest_of(access, subject_ids=[person.subject_id for person in shown])
    numbers = [stay.pk for stay in stays.values()]
    steps = finding.stairs_of(access, episode_ids=numbers)
    dates = sessions.dates_attended_by(access, episode_ids=numbers)
    rows = []
    for person in shown:
        stay = stays.get(person.subject_id)
        if stay is None:
            rows.append(Row(person, "Not admitted", None))
            continue
        way = tuple(
            Step(step.since, step.until, step.level, said(step.level), step.weekly_hours, step.days_per_week)
            for step in steps.get(stay.pk, [])
        )
        begun = f"since {stay.admitted_on:%b} {stay.admitted_on.day}"
        stands = f"Left {stay.ended_on:%b} {stay.ended_on.day}" if stay.ended_on else f"{way[-1].level_label}, {begun}"
        rows.append(Row(person, stands, Stair(way, tuple(dates.get(stay.pk, ())), (), (), on, stands)))
    return Roster(tuple(rows), len(found) > MOST)
