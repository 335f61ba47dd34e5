"""The face sheet: what somebody needs at once who has to act for the person."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.medications import queries as medications
from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.doors.printing.sheets import (
    Section,
    day,
    identity,
    labelled,
    listed,
    local,
    number,
    sheet,
    site_for,
    words,
)
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.coverage import queries as coverages
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.plans.models import TeamMember
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Person


def face_sheet(access: Access, person_id: int, now: datetime) -> bytes:
    """Who the person is, how to reach them safely, who is around them, coverage, stay, team, diagnoses, medications.

    Sections the reader's roles do not hold are left out: coverage without coverage.read, medications without
    note.read. Raises NotFound.
    """
    person = people.person_by_id(access, person_id=person_id)
    stay = episodes.open_episode_of(access, subject=person.subject)
    site = site_for(access, stay)
    on = local(now, site).date()
    sections = [
        labelled("Reaching them", _ways(access, person, on)),
        listed("People around them", _around(access, person, on)),
        *([] if stay is None else _stay(access, stay, on)),
        listed("Diagnoses", _diagnoses(access, person, on)),
        listed("Medications", _medications(access, person, on)),
        listed("Coverage", _coverage(access, person, on)),
        listed("Consents in force", _consents(access, person, on)),
    ]
    address = ", ".join(part for part in (person.street.title(), person.city.title(), person.state) if part)
    about = identity(person, *([("Lives at", f"{address} {person.zip_code}".strip())] if address else []))
    return sheet("Face sheet", site=site, about=[*about, ("As of", day(on))], sections=sections)


def _ways(access: Access, person: Person, on: date) -> list[tuple[str, str]]:
    return [
        (words(way.kind), f"{way.value} ({'a message may be left' if way.leave_message else 'leave no message'})")
        for way in people.reach_ways(access, subject=person.subject, on=on)
    ]


def _around(access: Access, person: Person, on: date) -> list[str]:
    """Everyone around the person; only the emergency contact with a number, for the others a consent is read first."""
    found = []
    for one in people.relations(access, subject=person.subject, on=on):
        how = ", ".join(part for part in (words(one.kind), one.how_related) if part)
        phone = f", {one.phone}" if one.phone and one.kind == "emergency_contact" else ""
        found.append(f"{one.name} ({how}){phone}")
    return found


def _stay(access: Access, stay: Episode, on: date) -> list[Section]:
    step = episodes.level_on(access, episode=stay, on=on)
    level = "" if step is None else (
        f"{step.level}, {number(step.weekly_hours)} hours on {step.days_per_week} days a week, since {day(step.since)}"
    )  # fmt: skip
    away = "On leave" if episodes.on_leave(access, episode=stay, on=on) else ""
    rows = [
        ("Program", stay.program.name),
        ("Number", stay.number),
        ("Admitted", day(stay.admitted_on)),
        ("Level", level),
        ("Now", away),
    ]
    team = [_member(one) for one in plans.team_of(access, episode=stay, on=on)]
    return [labelled("The stay", rows), listed("Team", team)]


def _member(one: TeamMember) -> str:
    if one.staff is not None:
        return f"{one.staff.name}, {words(one.role).lower()}"
    return f"{one.outside.name if one.outside else ''}, {words(one.role).lower()} (outside)"


def _diagnoses(access: Access, person: Person, on: date) -> list[str]:
    rows = placement.diagnoses_of(access, subject=person.subject, on=on)
    return [f"{row.code} {row.label}" for row in rows]


def _medications(access: Access, person: Person, on: date) -> list[str]:
    if not allowed(access.roles, Permission.NOTE_READ):
        return []
    rows = medications.taken_on(access, subject=person.subject, on=on)
    return [f"{row.drug} {row.dose}, {row.frequency}, {row.prescriber}" for row in rows]


def _coverage(access: Access, person: Person, on: date) -> list[str]:
    if not allowed(access.roles, Permission.COVERAGE_READ):
        return []
    rows = coverages.in_force(access, subject=person.subject, on=on)
    return [f"{row.plan_name}, member {row.member_id}" for row in rows]


def _consents(access: Access, person: Person, on: date) -> list[str]:
    return [
        f"{', '.join(row.recipients) or row.recipient_class}: {', '.join(row.purposes)}; {', '.join(row.categories)}"
        for row in consents.in_force(access, subject=person.subject, on=on)
    ]
