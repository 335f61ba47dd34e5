"""Reading drug tests: where each stands and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from stepwell.care.testing.models import DrugTest, TestResult, TestStep
from stepwell.care.testing.rules.random_draw import WINDOW, Stretch, stretch_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@dataclass(frozen=True)
class Course:
    """A test from its order on. state: its last step; "ordered" as long as there is none."""

    test: DrugTest
    state: str
    steps: list[TestStep]
    results: list[TestResult]


@query(Permission.NOTE_READ)
def test_by_id(access: Access, *, test_id: int) -> DrugTest:
    """One test by number. Raises NotFound."""
    found = DrugTest.objects.select_related("subject", "episode", "ordered_by").filter(pk=test_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.NOTE_READ)
def tests_of(access: Access, *, episode: Episode) -> list[Course]:
    """Every test of a stay with its steps and results, the oldest first."""
    rows = DrugTest.objects.filter(episode=episode).select_related("ordered_by").order_by("due_on", "id")
    return [_course(row) for row in rows.prefetch_related("steps", "results")]


def _course(test: DrugTest) -> Course:
    steps = sorted(test.steps.all(), key=lambda each: each.pk)
    results = sorted(test.results.all(), key=lambda each: each.pk)
    return Course(test, steps[-1].state if steps else "ordered", steps, results)


@query(Permission.NOTE_READ)
def course_by_id(access: Access, *, test_id: int) -> Course:
    """One test from its order on. Raises NotFound."""
    rows = DrugTest.objects.select_related("subject", "episode__program__site", "ordered_by")
    found = rows.prefetch_related("steps", "results").filter(pk=test_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return _course(found)


@query(Permission.NOTE_READ)
def open_courses(access: Access) -> list[Course]:
    """Every test of a running stay that nobody has reviewed yet, the longest due first; three reads."""
    reviewed = TestStep.objects.filter(test=OuterRef("pk"), state__in=("reviewed", "discussed"))
    rows = DrugTest.objects.filter(episode__ended_on=None).exclude(Exists(reviewed)).select_related("ordered_by")
    found = [_course(row) for row in rows.prefetch_related("steps", "results").order_by("due_on", "id")]
    concerns(*(one.test.subject_id for one in found))
    return found


@dataclass(frozen=True)
class Drawn:
    """Somebody whose day was drawn and who has no test in this stretch yet."""

    episode: Episode
    stretch: Stretch
    in_four_weeks: int


@query(Permission.NOTE_READ)
def drawn_by(access: Access, *, on: date) -> list[Drawn]:
    """Whose test was drawn for the day or a day before it in the same stretch, without one yet; few reads.

    How many tests fall into four weeks is the program's, by the phase of the person's level.
    """
    stays = [one for one in episodes.open_stays(access) if one.admitted_on <= on]
    due: dict[int, list[date]] = {}
    recent = DrugTest.objects.filter(episode__in=stays, due_on__gte=on - timedelta(days=WINDOW))
    for number, day in recent.values_list("episode_id", "due_on"):
        due.setdefault(number, []).append(day)
    found = []
    for stay in stays:
        rules = programs.rules_of(access, program=stay.program, on=on)
        if not rules.testing.random or _away(stay, on):
            continue
        level = next((span.level for span in stay.spans.all() if on in span.during), "")
        phase = next((one.key for one in rules.phases if one.level == level), "")
        many = rules.testing.tests_in_four_weeks(phase)
        drawn = stretch_of(seed=f"stay:{stay.pk}", admitted_on=stay.admitted_on, on=on, in_four_weeks=many)
        if drawn and drawn.drawn <= on and not any(drawn.first <= day for day in due.get(stay.pk, ())):
            found.append(Drawn(stay, drawn, many))
    return found


def _away(stay: Episode, on: date) -> bool:
    return any(on in leave.during for leave in stay.leaves.all())


@query(Permission.TEST_COLLECT)
def to_collect(access: Access, *, on: date) -> list[DrugTest]:
    """Tests of open stays that are due by the day and not collected yet, the longest due first; one read."""
    moved = TestStep.objects.filter(test=OuterRef("pk")).exclude(state__in=("ordered", "notified"))
    rows = DrugTest.objects.filter(due_on__lte=on, episode__ended_on=None).exclude(Exists(moved))
    found = list(rows.order_by("due_on", "id"))
    concerns(*(row.subject_id for row in found))
    return found
