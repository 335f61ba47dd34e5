"""The facts of a letter from the record, and the sentences they make. Called inside an open gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.letters.rules.wording import clock, day, listed, number, sentence
from stepwell.care.placement import queries as placement
from stepwell.care.sessions import queries as sessions
from stepwell.care.testing import queries as testing
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.episodes.models import Episode

ATTENDED = "attended"


@dataclass(frozen=True)
class Asked:
    """What the letter is about: a stay, from a day to a day, both included, in a language."""

    episode: Episode
    from_on: date
    to_on: date
    language: str


def sentences(access: Access, asked: Asked, says: Sequence[str], policy: Policy) -> list[str]:
    """One plain sentence for each thing the letter tells, in that order. Raises BadInput where the record has none."""
    person = people.person(access, subject=asked.episode.subject)
    name = f"{person.first_name} {person.last_name}"
    found = []
    for one in says:
        key, filled = _GATHERED[one](access, asked)
        found.append(sentence(key, {"name": name, **filled}, asked.language, policy))
    return found


def _appointment(access: Access, asked: Asked) -> tuple[str, dict[str, str]]:
    days = sessions.days_attended(access, episode=asked.episode, from_on=asked.from_on, to_on=asked.from_on)
    if not days:
        raise BadInput("from_on", f"No attendance is recorded on {asked.from_on}. Record it first, or choose the day.")
    here = days[0]
    return "appointment", {
        "on": day(here.on, asked.language),
        "starts": clock(here.starts.time(), asked.language),
        "ends": clock(here.ends.time(), asked.language),
    }


def _attends(access: Access, asked: Asked) -> tuple[str, dict[str, str]]:
    since, ended = asked.episode.admitted_on, asked.episode.ended_on
    if ended is not None and ended <= asked.to_on:
        return ATTENDED, {"since": day(since, asked.language), "until": day(ended, asked.language)}
    return "attends", {"since": day(since, asked.language)}


def _counts(access: Access, asked: Asked) -> tuple[str, dict[str, str]]:
    became = sessions.outcomes_between(access, episode=asked.episode, from_on=asked.from_on, to_on=asked.to_on)
    past = [one for one in became if one != "expected"]
    if not past:
        raise BadInput("from_on", f"Nothing was scheduled from {asked.from_on} to {asked.to_on}. Choose other days.")
    return "counts", {
        "from": day(asked.from_on, asked.language),
        "to": day(asked.to_on, asked.language),
        "attended": str(past.count("attended")),
        "expected": str(len(past)),
    }


def _dates(access: Access, asked: Asked) -> tuple[str, dict[str, str]]:
    days = sessions.days_attended(access, episode=asked.episode, from_on=asked.from_on, to_on=asked.to_on)
    if not days:
        raise BadInput("from_on", f"Nothing was attended from {asked.from_on} to {asked.to_on}. Choose other days.")
    return "dates", {"dates": listed((one.on for one in days), asked.language)}


def _hours(access: Access, asked: Asked) -> tuple[str, dict[str, str]]:
    step = episodes.level_on(access, episode=asked.episode, on=asked.to_on)
    if step is None:
        raise BadInput("to_on", f"The stay has no hours on {asked.to_on}. Choose a day of the stay.")
    return "hours", {
        "since": day(step.since, asked.language),
        "days": str(step.days_per_week),
        "hours": number(step.weekly_hours),
    }


def _diagnosis(access: Access, asked: Asked) -> tuple[str, dict[str, str]]:
    rows = placement.diagnoses_of(access, subject=asked.episode.subject, on=asked.to_on)
    if not rows:
        raise BadInput("says", "No diagnosis is on record that day.")
    return "diagnosis", {"labels": "; ".join(row.label for row in rows)}


def _results(access: Access, asked: Asked) -> tuple[str, dict[str, str]]:
    found = [
        f"{row.at:%Y-%m-%d} {row.analyte} {'detected' if row.detected else 'not detected'} ({row.method})"
        for course in testing.tests_of(access, episode=asked.episode)
        for row in course.results
        if asked.from_on <= row.at.date() <= asked.to_on
    ]
    if not found:
        raise BadInput("says", "No result is on record in these days.")
    return "results", {"results": "; ".join(found)}


_GATHERED: dict[str, Callable[[Access, Asked], tuple[str, dict[str, str]]]] = {
    "appointment": _appointment,
    "attends": _attends,
    "counts": _counts,
    "dates": _dates,
    "hours": _hours,
    "diagnosis": _diagnosis,
    "results": _results,
}
