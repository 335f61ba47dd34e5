"""Drug tests: what is to be done today in the house, one person's history, one test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from stepwell.care.medications import queries as medications
from stepwell.care.testing import queries as testing
from stepwell.care.testing.models import TestResult
from stepwell.care.testing.queries import Course
from stepwell.care.testing.reading import next_steps, what_follows
from stepwell.care.testing.rules.random_draw import Stretch
from stepwell.doors.drawing.bars import Bar, BarChart
from stepwell.doors.drawing.tables import About
from stepwell.doors.staff.people.head import Head, clinic_zone, head_of
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

#: Where a test stands, in the words of the page.
TO_COLLECT, WAITING = ("ordered", "notified"), ("collected", "sent")
DONE = ("reviewed", "discussed")


@dataclass(frozen=True)
class Line:
    """One test of somebody. says: clinical words once something is known; grave: somebody is to be reached today."""

    course: Course
    person_id: int
    person: str
    state: str
    says: str
    grave: bool
    late: bool


@dataclass(frozen=True)
class Draw:
    """Somebody whose day was drawn. reasons: how it was drawn."""

    person_id: int
    person: str
    stretch: Stretch
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Board:
    """What is to be done about tests today."""

    zone: ZoneInfo
    today: date
    collect: tuple[Line, ...]
    drawn: tuple[Draw, ...]
    waiting: tuple[Line, ...]
    review: tuple[Line, ...]
    coming: tuple[Line, ...]
    may_order: bool
    may_collect: bool


@query(P.NOTE_READ)
def board(access: Access, *, now: datetime) -> Board:
    """Gather the page in a few reads."""
    zone = clinic_zone(access)
    today = now.astimezone(zone).date()
    courses = testing.open_courses(access)
    draws = testing.drawn_by(access, on=today)
    subjects = {one.test.subject_id for one in courses} | {one.episode.subject_id for one in draws}
    names = people.names(access, subject_ids=sorted(subjects))
    lines = [_line(one, *names[one.test.subject_id], today) for one in courses if one.test.subject_id in names]
    drawn = []
    for one in draws:
        rules = programs.rules_of(access, program=one.episode.program, on=today)
        facts = {
            "first_day": one.stretch.first.isoformat(), "last_day": one.stretch.last.isoformat(),
            "drawn": one.stretch.drawn.isoformat(), "tests_in_four_weeks": one.in_four_weeks,
        }  # fmt: skip
        drawn.append(Draw(*names[one.episode.subject_id], one.stretch, (rules.reason("testing", facts),)))
    return Board(
        zone=zone,
        today=today,
        collect=tuple(one for one in lines if one.course.state in TO_COLLECT and one.course.test.due_on <= today),
        drawn=tuple(drawn),
        waiting=tuple(one for one in lines if one.course.state in WAITING),
        review=tuple(one for one in lines if one.says),
        coming=tuple(
            one
            for one in lines
            if one.course.state in TO_COLLECT and today < one.course.test.due_on <= today + timedelta(days=14)
        ),
        may_order=allowed(access.roles, P.TEST_ORDER),
        may_collect=allowed(access.roles, P.TEST_COLLECT),
    )


@dataclass(frozen=True)
class History:
    """One person's tests, the latest first. latest: the newest with anything known."""

    head: Head
    courses: tuple[Line, ...]
    latest: Line | None
    chart: BarChart | None
    may_order: bool


@query(P.NOTE_READ)
def history(access: Access, *, person_id: int, now: datetime) -> History:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = testing.tests_of(access, episode=head.episode) if head.episode else []
    lines = [_line(one, person_id, head.person.name, head.today) for one in reversed(rows)]
    known = [one for one in lines if one.course.results]
    return History(
        head=head,
        courses=tuple(lines),
        latest=next((one for one in lines if one.says), None),
        chart=_chart(known[::-1]) if known else None,
        may_order=allowed(access.roles, P.TEST_ORDER) and head.open_episode is not None,
    )


@dataclass(frozen=True)
class One:
    """One test. states, methods: what may follow now, as far as the role may write it."""

    head: Head
    line: Line
    states: tuple[str, ...]
    methods: tuple[str, ...]
    may_review: bool
    again: bool
    prescribed: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def mark(self) -> str:
        """Changes with every step and result."""
        return f"{len(self.line.course.steps)}-{len(self.line.course.results)}"

    @property
    def theirs(self) -> dict[str, str]:
        """Where the test stands, for whoever was overtaken."""
        return {"Where it stands": self.line.state, "What is known": self.line.says or "nothing yet"}


@query(P.NOTE_READ)
def one(access: Access, *, test_id: int, now: datetime, medicines: bool = False) -> One:
    """Gather the page. medicines: with what is taken as prescribed. Raises NotFound."""
    course = testing.course_by_id(access, test_id=test_id)
    person = people.person(access, subject=course.test.subject)
    head = head_of(access, person_id=person.pk, now=now, person=person)
    follows = next_steps(course, head.today)
    taken = medications.taken_on(access, subject=head.subject, on=head.today) if medicines else []
    policy = load("testing/drug-tests", head.today)
    rules = ["review", "never-discharge", *({row.interpretation for row in course.results} & set(policy.rules))]
    by_step = ("presumptive", "definitive", *DONE)
    # Further substances of the same report stand in the same step.
    methods = [one for one in ("presumptive", "definitive") if one in follows or one == course.state]
    return One(
        head=head,
        line=_line(course, person.pk, person.name, head.today),
        states=tuple(one for one in follows if one not in by_step) if allowed(access.roles, P.TEST_COLLECT) else (),
        methods=tuple(methods) if allowed(access.roles, P.TEST_ORDER) else (),
        may_review=bool(set(follows) & set(DONE)) and allowed(access.roles, P.TEST_REVIEW),
        again=course.state == "reviewed",
        prescribed=tuple(row.drug for row in taken),
        reasons=tuple(policy.reason(rule) for rule in rules),
    )


@dataclass(frozen=True)
class Ordering:
    """Who a test is ordered for. panel: as last time, else what the policy knows."""

    head: Head
    analytes: tuple[str, ...]
    panel: tuple[str, ...]


@query(P.TEST_ORDER)
def ordering(access: Access, *, person_id: int, now: datetime) -> Ordering:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = testing.tests_of(access, episode=head.open_episode) if head.open_episode else []
    known = tuple(load("testing/drug-tests", head.today).rule("cut-offs")["analytes"])
    return Ordering(head, known, tuple(rows[-1].test.panel) if rows else ())


def _line(course: Course, person_id: int, person: str, today: date) -> Line:
    says = what_follows(course)
    grave = any(row.interpretation == "unexpected-detected" for row in _latest(course.results))
    late = course.state in TO_COLLECT and course.test.due_on < today
    return Line(course, person_id, person, said(course.state), says, grave and course.state not in DONE, late)


def _latest(results: Sequence[TestResult]) -> list[TestResult]:
    return list({row.analyte.lower(): row for row in results}.values())


def _chart(lines: list[Line]) -> BarChart:
    bars = []
    for line in lines[-12:]:
        rows = _latest(line.course.results)
        odd = sum(row.interpretation.startswith("unexpected") for row in rows)
        on = line.course.test.due_on
        bars.append(Bar(f"{on:%b} {on.day}", (odd, len(rows) - odd)))
    about = About(
        title="What tests found",
        definition="Substances looked for by their last reading: unexpected is found without a prescription, or "
        "prescribed and not found.",
        unit="substances",
        period=f"the last {len(bars)} tests with a result",
        n=len(bars),
        of="tests",
    )
    return BarChart(about, ("unexpected", "as expected"), tuple(bars))
