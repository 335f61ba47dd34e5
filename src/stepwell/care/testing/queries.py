"""Reading drug tests: where each stands and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from stepwell.care.testing.models import DrugTest, TestResult, TestStep
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound

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


@query(Permission.TEST_COLLECT)
def to_collect(access: Access, *, on: date) -> list[DrugTest]:
    """Tests of open stays that are due by the day and not collected yet, the longest due first; one read."""
    moved = TestStep.objects.filter(test=OuterRef("pk")).exclude(state__in=("ordered", "notified"))
    rows = DrugTest.objects.filter(due_on__lte=on, episode__ended_on=None).exclude(Exists(moved))
    found = list(rows.order_by("due_on", "id"))
    concerns(*(row.subject_id for row in found))
    return found
