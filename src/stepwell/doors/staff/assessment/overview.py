"""Where an assessment stands: the map of its screens, instruments given, diagnoses, the level, earlier ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.care.measures import queries as measures
from stepwell.care.measures.models import Measure
from stepwell.care.placement import queries as placement
from stepwell.care.placement.models import Assessment, Diagnosis
from stepwell.care.placement.rules.screens import Screen, state_of
from stepwell.doors.drawing.sparks import Sparkline
from stepwell.doors.forms import queries as forms
from stepwell.doors.staff.assessment.levels import Decided, Result, decided, looked_at
from stepwell.doors.staff.assessment.questionnaire import known, questionnaire
from stepwell.doors.staff.assessment.saying import Flag, change_of, flags_of, score_of
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed

KEPT = "assessment-"


@dataclass(frozen=True)
class Stop:
    """One screen on the map. state: done, begun or to do; kept: words that are not sent yet."""

    id: str
    title: str
    state: str
    kept: bool = False


@dataclass(frozen=True)
class Given:
    """One instrument: its last giving, what changed since the time before, its scores as a line."""

    name: str
    short: str
    last: Measure
    score: str
    change: str
    flags: tuple[Flag, ...]
    spark: Sparkline | None
    times: int


@dataclass(frozen=True)
class Overview:
    """What the page prints. go_on: the first screen that is not done. result: what the ratings come to so far."""

    head: Head
    current: Assessment | None
    stops: tuple[Stop, ...]
    go_on: Stop | None
    earlier: tuple[Assessment, ...]
    given: tuple[Given, ...]
    not_given: tuple[tuple[str, str], ...]
    owed: tuple[tuple[str, str, Measure | None], ...]
    result: Result | None
    decision: Decided | None
    diagnoses: tuple[Diagnosis, ...]
    may_write: bool
    may_give: bool
    may_diagnose: bool

    @property
    def done(self) -> int:
        """How many screens are done."""
        return sum(stop.state == "done" for stop in self.stops)


@query(Permission.NOTE_READ)
def overview(access: Access, *, person_id: int, now: datetime) -> Overview:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = placement.assessments_of(access, subject=head.subject)
    current = next((row for row in rows if row.completed_on is None), None)
    screens = placement.screens(access, on=head.today)
    writes = allowed(access.roles, Permission.ASSESSMENT_WRITE)
    stops = stops_of(current, screens, kept_screens(access, current) if writes and current else frozenset())
    every = measures.all_given(access, subject=head.subject)
    shorts = {name: questionnaire(name, head.today).short for name in known(head.today)}
    given = tuple(instruments(access, every, shorts, head.zone))
    gives = allowed(access.roles, Permission.MEASURE_GIVE)
    owed = measures.open_sitting(access, subject=head.subject) if gives else []
    return Overview(
        head=head,
        current=current,
        stops=stops,
        go_on=next((stop for stop in stops if stop.state != "done"), None),
        earlier=tuple(row for row in rows if row.completed_on is not None),
        given=given,
        not_given=tuple((name, short) for name, short in shorts.items() if name not in {one.name for one in given}),
        owed=tuple((name, shorts.get(name, name), opener(every, name)) for name in owed),
        result=looked_at(access, head.age, current.ratings, current.remission, screens, head.today)
        if current
        else None,
        decision=decided(placement.decision_of(access, subject=head.subject), screens),
        diagnoses=tuple(placement.diagnosis_history(access, subject=head.subject)),
        may_write=writes,
        may_give=gives,
        may_diagnose=allowed(access.roles, Permission.DIAGNOSIS_MAKE),
    )


def stops_of(current: Assessment | None, screens: tuple[Screen, ...], kept: frozenset[str]) -> tuple[Stop, ...]:
    """The map. kept: ids of screens with words that this login has not sent."""
    if current is None:
        return ()
    words = words_of(current)
    found = []
    for screen in screens:
        state = state_of(screen, words, current.ratings)
        if screen.id == "family" and current.family_invited_id and state == "to do":
            state = "begun"
        state = "begun" if state == "to do" and screen.id in kept else state
        found.append(Stop(screen.id, screen.title, state, screen.id in kept))
    return tuple(found)


def words_of(assessment: Assessment) -> Mapping[str, str]:
    """The words by id, also of an assessment that was not written screen by screen."""
    whole = {"strengths": assessment.strengths, "family_note": assessment.family_note, "summary": assessment.findings}
    words: Mapping[str, str] = assessment.words or whole
    return words


def kept_screens(access: Access, current: Assessment) -> frozenset[str]:
    """Ids of the screens on which this login has words that are not sent."""
    start = f"{KEPT}{current.pk}-"
    return frozenset(row.key.removeprefix(start) for row in forms.kept_of(access) if row.key.startswith(start))


def opener(every: list[Measure], owed: str) -> Measure | None:
    """The latest giving that asked for the instrument."""
    asked = (row for row in reversed(every) if any(reason["facts"].get("instrument") == owed for reason in row.reasons))
    return next(asked, None)


def instruments(access: Access, every: list[Measure], shorts: Mapping[str, str], zone: ZoneInfo) -> list[Given]:
    """Each instrument that was given, in the order of a first sitting."""
    by_name: dict[str, list[Measure]] = defaultdict(list)
    for row in every:
        by_name[row.instrument].append(row)
    order = list(shorts)
    names = sorted(by_name, key=lambda name: (order.index(name) if name in order else 99, name))
    return [_given(access, name, shorts.get(name, name), by_name[name], zone) for name in names]


def _given(access: Access, name: str, short: str, rows: list[Measure], zone: ZoneInfo) -> Given:
    last = rows[-1]
    change = measures.changed_from(access, first=rows[-2], last=last) if len(rows) > 1 else None
    points = tuple((_day(row.at.astimezone(zone)), float(row.score)) for row in rows if row.score is not None)
    spark = (
        Sparkline(f"{short}: {', '.join(f'{v:g}' for _, v in points)}", points, "Score") if len(points) > 1 else None
    )
    return Given(name, short, last, score_of(last), change_of(change), flags_of(last), spark, len(rows))


def _day(on: date) -> str:
    return f"{on:%b} {on.day}"
