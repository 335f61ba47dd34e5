"""What one version of a plan says otherwise than the one before, and a version on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from stepwell.care.plans import queries as plans
from stepwell.care.plans.models import Plan
from stepwell.doors.printing.plan import plan_pdf
from stepwell.doors.staff.plan.words import TEXTS, Trouble, path_of, stands
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission as P
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person


@dataclass(frozen=True)
class Change:
    """One thing that was written otherwise; empty where it was not there."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """Two versions side by side. before: None for the first."""

    person: Person
    plan: Plan
    before: Plan | None
    rows: tuple[Change, ...]


@query(P.NOTE_READ)
def changes(access: Access, *, person_id: int, plan_id: int) -> Changes:
    """What a version changed. Raises NotFound."""
    person, plan = _of_person(access, person_id, plan_id)
    earlier = [one for one in plans.plans_of(access, episode=plan.episode) if one.version < plan.version]
    before = earlier[0] if earlier else None
    rows: tuple[Change, ...] = ()
    if before is not None:
        was, now = stands(plans.tree_of(access, plan=before)), stands(plans.tree_of(access, plan=plan))
        rows = (*_frame(before, plan), *_problems(was, now))
    return Changes(person, plan, before, rows)


@query(P.NOTE_READ)
def printed(access: Access, *, person_id: int, plan_id: int) -> bytes:
    """One version as PDF. Raises NotFound."""
    _of_person(access, person_id, plan_id)
    return plan_pdf(access, plan_id)


def _of_person(access: Access, person_id: int, plan_id: int) -> tuple[Person, Plan]:
    person, plan = people.person_by_id(access, person_id=person_id), plans.plan_by_id(access, plan_id=plan_id)
    if plan.subject_id != person.subject_id:
        raise NotFound
    return person, plan


def _frame(before: Plan, after: Plan) -> Iterator[Change]:
    for what, name in (
        ("Hours a week", "weekly_hours"),
        ("Days a week", "days_per_week"),
        ("Expected end", "est_end_on"),
    ):
        yield from _if_other(what, _said(getattr(before, name)), _said(getattr(after, name)))
    yield from _if_other("The way", path_of(before.level_path), path_of(after.level_path))
    for name, (label, _) in TEXTS.items():
        yield from _if_other(label, getattr(before, name), getattr(after, name))


def _problems(before: tuple[Trouble, ...], after: tuple[Trouble, ...]) -> Iterator[Change]:
    """Problems, goals and objectives by their words: what is not found again is new or gone."""
    for what, old, new in (
        ("Problem", _troubles(before), _troubles(after)),
        ("Goal", _wishes(before), _wishes(after)),
        ("Objective", _steps(before), _steps(after)),
    ):
        for name in [*old, *(one for one in new if one not in old)]:
            yield from _if_other(what, old.get(name, ""), new.get(name, ""))


def _troubles(rows: tuple[Trouble, ...]) -> dict[str, str]:
    return {one.says: f"{one.says} ({one.status})" for one in rows}


def _wishes(rows: tuple[Trouble, ...]) -> dict[str, str]:
    return {wish.quote: f"“{wish.quote}” {wish.outcome}".strip() for one in rows for wish in one.wishes}


def _steps(rows: tuple[Trouble, ...]) -> dict[str, str]:
    return {
        step.behaviour: f"{step.behaviour}: {step.measure} from {step.baseline} to {step.target} by "
        f"{step.by}; {'; '.join(work.line for work in step.work)}"
        for one in rows
        for wish in one.wishes
        for step in wish.steps
    }


def _if_other(what: str, before: str, after: str) -> Iterator[Change]:
    if before != after:
        yield Change(what, before, after)


def _said(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%b} {value.day}, {value.year}"
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
