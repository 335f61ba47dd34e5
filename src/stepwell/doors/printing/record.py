"""A copy of the record for the person: what was found, planned and attended, in words; never another's note."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.letters import queries as letters
from stepwell.care.measures import queries as measures
from stepwell.care.medications import queries as medications
from stepwell.care.messages import queries as messages
from stepwell.care.messages.sides import CLIENT
from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.care.sessions import queries as sessions
from stepwell.care.testing import queries as testing
from stepwell.doors.printing.plan import plan_sections
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
    tabled,
)
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.gate.access import Access
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Person
    from stepwell.registry.programs.models import Site

WEEK = timedelta(days=7)


def record_copy(access: Access, person_id: int, now: datetime) -> bytes:
    """The person's own copy: stays and attendance, diagnoses, plan in force, measures, medications, tests, letters and
    papers by title, what they wish for hard times, the messages with their team. Raises NotFound, NotPermitted without
    note.read.

    Whoever hands it over records that with `consents.hand_over`. What others wrote of groups is not in it; the notes
    themselves are copied by the privacy officer on request.
    """
    person = people.person_by_id(access, person_id=person_id)
    stays = episodes.episodes_of(access, subject=person.subject)
    site = site_for(access, stays[0] if stays else None)
    on = local(now, site).date()
    sections = [
        *(section for stay in reversed(stays) for section in _stay(access, stay, on)),
        listed("Diagnoses", [f"{row.code} {row.label}, made {day(row.made_on)}" for row in placement.diagnoses_of(
            access, subject=person.subject, on=on)]),
        *_plan(access, stays[0] if stays else None, on),
        tabled("Measures", ("Instrument", "Day", "Result"), _measures(access, person)),
        tabled("Medications", ("Medication", "How", "From", "Until"), _medications(access, person)),
        listed("Drug tests", [line for stay in reversed(stays) for line in _tests(access, stay)]),
        listed("Letters", _letters(access, person)),
        listed("Papers on file", [f"{row.title}, {day(local(row.made_at, site).date())}" for row in
                                  documents.documents_of(access, subject=person.subject)]),
        labelled("For hard times", _wishes(access, person)),
        tabled("Messages", ("When", "Who", "What was written"), _messages(access, person, site)),
    ]  # fmt: skip
    return sheet("Copy of my record", site=site, about=identity(person, ("As of", day(on))), sections=sections)


def _stay(access: Access, stay: Episode, on: date) -> list[Section]:
    last = min(on, stay.ended_on or on)
    steps = [
        [one.level, day(one.since), day(one.until), number(one.weekly_hours), str(one.days_per_week)]
        for one in episodes.stair(access, episode=stay)
    ]
    attended = sessions.days_attended(access, episode=stay, from_on=stay.admitted_on, to_on=last)
    minutes = sessions.minutes_between(access, episode=stay, from_on=stay.admitted_on, to_on=last)
    heading = f"Stay {stay.number}, {stay.program.name}"
    head = ("Level", "From", "Until", "Hours a week", "Days a week")
    days = f"{len(attended)} day{'' if len(attended) == 1 else 's'}"
    said = f"Attended on {days}, {number(round(minutes / 60, 1))} treatment hours."
    return [{"heading": heading, "paragraphs": [said], "table": {"head": list(head), "rows": steps}}]


def _plan(access: Access, stay: Episode | None, on: date) -> list[Section]:
    plan = plans.plan_in_force(access, episode=stay, on=min(on, stay.ended_on or on)) if stay is not None else None
    return plan_sections(access, plan, plans.written(access, plan=plan)) if plan is not None else []


def _measures(access: Access, person: Person) -> list[list[str]]:
    return [
        [row.instrument.upper(), f"{row.at:%Y-%m-%d}", " ".join(part for part in (number(row.score), row.band) if part)]
        for instrument in measures.instruments_given(access, subject=person.subject)
        for row in measures.history(access, subject=person.subject, instrument=instrument)
    ]


def _medications(access: Access, person: Person) -> list[list[str]]:
    return [
        [f"{row.drug} {row.dose}", row.frequency, day(row.since), day(row.until)]
        for row in medications.medications_of(access, subject=person.subject)
    ]


def _tests(access: Access, stay: Episode) -> list[str]:
    return [
        f"{row.at:%Y-%m-%d} {row.analyte}: {'detected' if row.detected else 'not detected'}, "
        f"{'confirmed' if row.method == 'definitive' else 'not confirmed'}"
        for course in testing.tests_of(access, episode=stay)
        for row in course.results
    ]


def _letters(access: Access, person: Person) -> list[str]:
    return [
        f"{one.kind}, {day(one.from_on)}, to {one.recipient or 'the person'}"
        for one in letters.letters_of(access, subject=person.subject)
        if hasattr(one, "signature")
    ]


def _wishes(access: Access, person: Person) -> list[tuple[str, str]]:
    plan = emergencies.crisis_plan_of(access, subject=person.subject)
    if plan is None:
        return []
    called = ", ".join(" ".join(part for part in (one["name"], one["phone"]) if part) for one in plan.people)
    return [
        ("Signs I know", plan.warning_signs),
        ("What helps", plan.what_helps),
        ("Where I am safe", plan.safe_places),
        ("Whom I call", called),
        ("What I want", plan.wants),
        ("What I do not want", plan.does_not_want),
    ]


def _messages(access: Access, person: Person, site: Site) -> list[list[str]]:
    rows = messages.whole_thread_of(access, subject=person.subject)
    return [[f"{local(one.at, site):%Y-%m-%d %H:%M}", "I" if one.side == CLIENT else one.by, one.text] for one in rows]
