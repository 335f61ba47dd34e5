"""One screen of an assessment, and a whole one to read."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.care.placement import queries as placement
from stepwell.care.placement.models import Assessment
from stepwell.care.placement.rules.screens import Screen
from stepwell.doors.staff.assessment.levels import Result, looked_at
from stepwell.doors.staff.assessment.overview import Stop, kept_screens, stops_of, words_of
from stepwell.doors.staff.assessment.questionnaire import questionnaire
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Relation

#: Instruments that belong to what a screen asks about.
BESIDE = {"d1": ("ciwa-ar", "cows"), "d3": ("phq-9", "gad-7", "pcl-5"), "d4": ("bam", "readiness"), "d5": ("barc-10",)}


@dataclass(frozen=True)
class OnScreen:
    """One screen with the map beside it. initial: what stands there now; version changes when it does."""

    head: Head
    assessment: Assessment
    screen: Screen
    stops: tuple[Stop, ...]
    before: Stop | None
    after: Stop | None
    initial: dict[str, Any]
    version: str
    around: tuple[Relation, ...]
    result: Result | None
    #: Name and short name of the instruments beside it.
    beside: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One screen as it is read: words under what was asked, ratings in plain words."""

    title: str
    words: tuple[tuple[str, str], ...]
    ratings: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Whole:
    """An assessment to read and print."""

    head: Head
    assessment: Assessment
    parts: tuple[Part, ...]


@query(Permission.ASSESSMENT_WRITE)
def screen(access: Access, *, person_id: int, assessment_id: int, screen_id: str, now: datetime) -> OnScreen:
    """Gather one screen. Raises NotFound, also for an assessment of somebody else."""
    head = head_of(access, person_id=person_id, now=now)
    assessment = _of_person(access, head, assessment_id)
    screens = placement.screens(access, on=assessment.started_on)
    here = next((one for one in screens if one.id == screen_id), None)
    if here is None:
        raise NotFound
    stops = stops_of(assessment, screens, kept_screens(access, assessment))
    at = [stop.id for stop in stops].index(here.id)
    initial = _initial(assessment, here)
    family = here.id == "family"
    return OnScreen(
        head=head,
        assessment=assessment,
        screen=here,
        stops=stops,
        before=stops[at - 1] if at else None,
        after=stops[at + 1] if at + 1 < len(stops) else None,
        initial=initial,
        version=hashlib.sha256(json.dumps(initial, sort_keys=True, default=str).encode()).hexdigest()[:32],
        around=tuple(people.relations(access, subject=head.subject, on=head.today)) if family else (),
        result=looked_at(access, head.age, assessment.ratings, assessment.remission, screens, head.today)
        if here.subdimensions
        else None,
        beside=tuple((name, questionnaire(name, head.today).short) for name in BESIDE.get(here.id, ())),
    )


@query(Permission.NOTE_READ)
def whole(access: Access, *, person_id: int, assessment_id: int, now: datetime) -> Whole:
    """Gather a whole assessment to read. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    assessment = _of_person(access, head, assessment_id)
    words, parts = words_of(assessment), []
    for one in placement.screens(access, on=assessment.started_on):
        said = tuple((word.label, words[word.id]) for word in one.words if words.get(word.id))
        rated = tuple(
            (of.id, of.asks, of.says(assessment.ratings[of.id]))
            for of in one.subdimensions
            if of.id in assessment.ratings
        )
        parts.append(Part(one.title, said, rated))
    return Whole(head, assessment, tuple(parts))


def theirs(page: OnScreen) -> dict[str, str]:
    """What the record says now, for whoever wrote at the same time."""
    labels = {word.id: word.label for word in page.screen.words}
    rated = {f"r-{one.id}": one for one in page.screen.subdimensions}
    found = {labels[name]: str(value) for name, value in page.initial.items() if name in labels}
    for name, one in rated.items():
        token = page.initial.get(name, "")
        found[f"{one.id} {one.asks}"] = one.says(token) if token else "Not rated yet"
    return found


def _of_person(access: Access, head: Head, assessment_id: int) -> Assessment:
    found = placement.assessment_by_id(access, assessment_id=assessment_id)
    if found.subject_id != head.subject.pk:
        raise NotFound
    return found


def _initial(assessment: Assessment, here: Screen) -> dict[str, Any]:
    words = words_of(assessment)
    found: dict[str, Any] = {word.id: words.get(word.id, "") for word in here.words}
    found |= {f"r-{one.id}": assessment.ratings.get(one.id, "") for one in here.subdimensions}
    if here.id == "family":
        found["family"] = str(assessment.family_invited_id or "")
    if any(one.id == "4A" for one in here.subdimensions):
        found["remission"] = assessment.remission
    return found
