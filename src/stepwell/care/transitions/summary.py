"""The two papers of a discharge: the summary of the stay and the plan for the time after. Data in, PDF out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stepwell.care.measures import queries as measures
from stepwell.care.medications import queries as medications
from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.care.sessions import queries as sessions
from stepwell.care.testing import queries as testing
from stepwell.care.transitions.wording import day, label, moment, number, section
from stepwell.foundation.documents.pdf import render
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.consents import SHORT_NOTICE
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

#: Open to everyone in the United States, day and night; on every plan for the time after.
CRISIS_LINE = "If you think of ending your life, call or text 988 at any time. In danger, call 911."


@dataclass(frozen=True)
class Leaving:
    """What is said of a discharge on paper. says: the reason in kind words. signed: how the person signed."""

    on: date
    says: str
    next_to: str
    next_at: datetime | None
    declined_says: str
    aftercare: dict[str, Any]
    approved_by: str
    credential: str
    signed: str
    signed_says: str


def summary_pdf(access: Access, *, episode: Episode, leaving: Leaving) -> bytes:
    """The discharge summary: dates, levels, hours, diagnoses, course, measures, tests, medications, what comes next."""
    return _printed(access, episode, leaving, "Discharge summary", _summary(access, episode, leaving))


def aftercare_pdf(access: Access, *, episode: Episode, leaving: Leaving) -> bytes:
    """The plan for the time after, for the person: the next appointment, what was agreed, and whom to call."""
    parts = [_next(episode, leaving), *(section(label(key), value) for key, value in leaving.aftercare.items())]
    contact = {"heading": "Whom to call", "paragraphs": [CRISIS_LINE, f"Us: {episode.program.site.phone}"]}
    return _printed(access, episode, leaving, "My plan for the time after", [*parts, contact])


def _printed(access: Access, episode: Episode, leaving: Leaving, title: str, sections: list[dict[str, Any]]) -> bytes:
    person, site = people.person(access, subject=episode.subject), episode.program.site
    born = [["Born", day(person.birth_date)]] if person.birth_date else []
    return render(
        "summary",
        {
            "title": title,
            "letterhead": {
                "name": site.name,
                "lines": [site.street, f"{site.city}, {site.state} {site.zip_code}", site.phone],
            },
            "notice": SHORT_NOTICE,
            "about": [["Name", f"{person.first_name} {person.last_name}"], *born, ["Stay", episode.number]],
            "sections": [part for part in sections if len(part) > 1],
            "signatures": [
                {"role": "Clinician", "name": f"{leaving.approved_by}, {leaving.credential}", "on": day(leaving.on)},
                _client_signature(person.name, leaving),
            ],
        },
    )


def _client_signature(name: str, leaving: Leaving) -> dict[str, str]:
    if leaving.signed == "signed":
        return {"role": "Client", "name": name, "on": day(leaving.on)}
    said = f" ({leaving.signed_says})" if leaving.signed_says else ""
    return {"role": "Client", "name": name, "on": day(leaving.on), "how": f"{label(leaving.signed)}{said}"}


def _summary(access: Access, episode: Episode, leaving: Leaving) -> list[dict[str, Any]]:
    subject = episode.subject
    codes = placement.diagnoses_of(access, subject=subject, on=leaving.on)
    drugs = medications.taken_on(access, subject=subject, on=leaving.on)
    return [
        _stay(access, episode, leaving),
        {"heading": "Why it ended", "paragraphs": [leaving.says]},
        _listed("Diagnoses", [f"{row.code} {row.label}" for row in codes]),
        _course(access, episode, leaving.on),
        _measured(access, episode),
        _listed("Drug tests", _tested(access, episode)),
        _listed("Medications", [f"{row.drug} {row.dose} {row.frequency}, {row.prescriber}" for row in drugs]),
        _next(episode, leaving),
        *(section(label(key), value) for key, value in leaving.aftercare.items()),
    ]


def _stay(access: Access, episode: Episode, leaving: Leaving) -> dict[str, Any]:
    minutes = sessions.minutes_between(access, episode=episode, from_on=episode.admitted_on, to_on=leaving.on)
    head = ["Level", "From", "To", "Hours a week", "Days a week"]
    steps = [
        [
            step.level,
            day(step.since),
            _until(step.until, leaving.on),
            number(step.weekly_hours),
            str(step.days_per_week),
        ]
        for step in episodes.stair(access, episode=episode)
    ]
    return {
        "heading": "The stay",
        "rows": [
            ["From", day(episode.admitted_on)],
            ["To", day(leaving.on)],
            ["Attended", f"{number(round(minutes / 60, 1))} treatment hours"],
        ],
        "table": {"head": head, "rows": steps},
    }


def _until(until: date | None, left: date) -> str:
    """The last day of a span; spans are stored half-open."""
    return day(min(until - timedelta(days=1), left) if until else left)


def _course(access: Access, episode: Episode, on: date) -> dict[str, Any]:
    rows = plans.progress_of(access, episode=episode, on=on)
    table = [[row.goal.problem.says, row.behaviour, f"{row.percent_met} %"] for row in rows]
    return {"heading": "Course", "table": {"head": ["Problem", "Objective", "Reached"], "rows": table}} if table else {}


def _measured(access: Access, episode: Episode) -> dict[str, Any]:
    """First and last of each instrument that was given."""
    rows = []
    for instrument in measures.instruments_given(access, subject=episode.subject):
        given = measures.history(access, subject=episode.subject, instrument=instrument)
        first, last = given[0], given[-1]
        rows.append([instrument.upper(), _found(first), _found(last) if last != first else "given once"])
    return {"heading": "Measures", "table": {"head": ["Instrument", "First", "Last"], "rows": rows}} if rows else {}


def _found(row: Any) -> str:
    return " ".join(part for part in (number(row.score), row.band) if part) or "scales"


def _tested(access: Access, episode: Episode) -> list[str]:
    return [
        f"{row.at:%Y-%m-%d} {row.analyte}: {'detected' if row.detected else 'not detected'}, {row.method}"
        for course in testing.tests_of(access, episode=episode)
        for row in course.results
    ]


def _listed(heading: str, items: list[str]) -> dict[str, Any]:
    return {"heading": heading, "items": items} if items else {}


def _next(episode: Episode, leaving: Leaving) -> dict[str, Any]:
    zone = ZoneInfo(episode.program.site.time_zone)
    if leaving.next_at is not None:
        told = f"{leaving.next_to}, {moment(leaving.next_at, zone)}"
    elif leaving.declined_says:
        told = f"Declined: {leaving.declined_says}"
    else:
        told = leaving.next_to or "None"
    return {"heading": "Next appointment", "paragraphs": [told]}
