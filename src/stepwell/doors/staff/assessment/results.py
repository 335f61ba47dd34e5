"""Giving an instrument, and what came of it: score, band, change, what to do now, the line over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from stepwell.care.measures import queries as measures
from stepwell.care.measures.models import Measure
from stepwell.doors.drawing.lines import Band, Line, LineChart
from stepwell.doors.drawing.tables import About
from stepwell.doors.staff.assessment.questionnaire import Questionnaire, questionnaire
from stepwell.doors.staff.assessment.saying import Flag, change_of, flags_of, score_of, steps_of
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person


@dataclass(frozen=True)
class Asking:
    """The page on which staff give an instrument. opener: the giving that asked for it."""

    head: Head
    asked: Questionnaire
    opener: Measure | None


@dataclass(frozen=True)
class Tablet:
    """What a client sees: questions, nothing of the chart."""

    person: Person
    asked: Questionnaire


@dataclass(frozen=True)
class Sitting:
    """One giving in a row of givings: on a page of its own, or with the rest of its sitting."""

    measure: Measure
    short: str
    score: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Step:
    """One thing that a score asks for. opens: the instrument to open now. task: the work it became, while it is due."""

    says: str
    opens: str
    task: Task | None
    now: bool


@dataclass(frozen=True)
class Result:
    """One giving with all that follows from it."""

    head: Head
    asked: Questionnaire
    here: Sitting
    change: str
    since_first: str
    steps: tuple[Step, ...]
    beside: tuple[Sitting, ...]
    answers: tuple[tuple[int, str, str], ...]
    chart: LineChart | None
    history: tuple[Sitting, ...]


@dataclass(frozen=True)
class Instrument:
    """An instrument over time for one person."""

    head: Head
    asked: Questionnaire
    chart: LineChart | None
    history: tuple[Sitting, ...]


@query(Permission.MEASURE_GIVE)
def asking(access: Access, *, person_id: int, name: str, opened_by: int | None, now: datetime) -> Asking:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    found = measures.measure_by_id(access, measure_id=opened_by) if opened_by else None
    if found is not None and found.subject_id != head.subject.pk:
        raise NotFound
    return Asking(head, questionnaire(name, head.today), found)


@query(Permission.MEASURE_GIVE)
def tablet(access: Access, *, person_id: int, name: str, language: str, now: datetime) -> Tablet:
    """The questions for a client; only of instruments a client may answer alone. Raises NotFound."""
    person = people.person_by_id(access, person_id=person_id)
    concerns(person.subject_id)
    asked = questionnaire(name, now.date(), language or person.language)
    if not asked.by_client:
        raise NotFound
    return Tablet(person, asked)


@query(Permission.NOTE_READ)
def instrument(access: Access, *, person_id: int, name: str, now: datetime) -> Instrument:
    """One instrument of one person over time. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    asked = questionnaire(name, head.today)
    rows = measures.history(access, subject=head.subject, instrument=name)
    return Instrument(head, asked, chart_of(asked, rows, head.zone), tuple(_sat(row) for row in reversed(rows)))


@query(Permission.NOTE_READ)
def result(access: Access, *, person_id: int, name: str, measure_id: int, now: datetime) -> Result:
    """Gather the page of one giving. Raises NotFound, also where it is of somebody else or another instrument."""
    head = head_of(access, person_id=person_id, now=now)
    every = measures.all_given(access, subject=head.subject)
    here = next((row for row in every if row.pk == measure_id and row.instrument == name), None)
    if here is None:
        raise NotFound
    asked = questionnaire(name, here.at.date())
    rows = [row for row in every if row.instrument == name]
    before = rows[: rows.index(here)]
    beside = [row for row in every if row.sitting == here.sitting and row.pk != here.pk]
    return Result(
        head=head,
        asked=asked,
        here=_sat(here),
        change=change_of(measures.changed_from(access, first=before[-1], last=here)) if before else "",
        since_first=change_of(measures.changed_from(access, first=before[0], last=here)) if len(before) > 1 else "",
        steps=_steps(here, beside, jobs.open_about(access, subject=head.subject)),
        beside=tuple(_sat(row) for row in beside),
        answers=_answers(asked, here),
        chart=chart_of(asked, rows, head.zone),
        history=tuple(_sat(row) for row in reversed(rows)),
    )


def chart_of(asked: Questionnaire, rows: list[Measure], zone: ZoneInfo) -> LineChart | None:
    """The scores over time over the bands; None with fewer than two, or where nothing is summed."""
    points = tuple((row.at.astimezone(zone).date(), float(row.score)) for row in rows if row.score is not None)
    if len(points) < 2 or asked.low is None or asked.high is None:
        return None
    about = About(
        title=f"{asked.short} over time",
        definition="The score of each giving, over the bands of the instrument.",
        unit="points",
        period=f"{points[0][0]:%b %Y} to {points[-1][0]:%b %Y}",
    )
    bands = tuple(Band(start, label) for start, label in asked.bands)
    return LineChart(about, (Line(asked.short, points),), asked.low, asked.high, bands)


def _sat(row: Measure) -> Sitting:
    return Sitting(row, questionnaire(row.instrument, row.at.date()).short, score_of(row), flags_of(row))


def _steps(here: Measure, beside: list[Measure], open_tasks: list[Task]) -> tuple[Step, ...]:
    given = {row.instrument for row in beside}
    found = []
    for reason in steps_of(here):
        facts = reason["facts"]
        opens = facts.get("instrument") or ""
        kind, about = (f"open-{opens}", _about(here.sitting)) if opens else (facts.get("task"), f"measure:{here.pk}")
        task = next((one for one in open_tasks if one.kind == kind and one.about == about), None)
        found.append(Step(reason["says"], "" if opens in given else opens, task, facts.get("due_hours") == 0))
    return tuple(found)


def _about(sitting: UUID) -> str:
    return f"sitting:{sitting}"


def _answers(asked: Questionnaire, here: Measure) -> tuple[tuple[int, str, str], ...]:
    """Each question with its answer in words, in the layout the answers were given in."""
    laid_out = next((one for one in (asked.questions, asked.whole) if len(one) == len(here.answers)), ())
    found = []
    for question, value in zip(laid_out, here.answers, strict=False):
        words = dict(question.options)
        found.append((question.number, question.text, "left open" if value is None else words.get(str(int(value)), "")))
    return tuple(found)
