"""A plan as it is read: parts of a draft and of a version in one shape, for one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from stepwell.care.plans.models import Goal, Objective, Problem
from stepwell.doors.staff.shell.said import said

#: What each dimension is about, in our own words.
DIMENSIONS = {
    "D1": "Use now, withdrawal, medication",
    "D2": "The body",
    "D3": "Mood, thoughts, memory",
    "D4": "Use and its risks",
    "D5": "Home, work, people",
    "D6": "What the person wants",
}
#: Words of the whole plan: the heading and what to write.
TEXTS = {
    "strengths": ("Strengths", "What they are good at, who and what helps."),
    "barriers": ("What could get in the way", "Time, money, the way there, children, language."),
    "medication_needs": ("Medication", "What is taken, wanted or looked into, and who looks after it."),
    "family": ("Family and people around", "Who is asked in, to what, and by which consent."),
    "language_culture": ("Language and culture", "The language to talk in; what matters to them."),
    "drug_test_schedule": ("Drug tests", "How often, and what for."),
    "discharge_criteria": ("When this is done", "What has to be true before they go on."),
}
STATUSES = {"active": "Worked on now", "deferred": "Deferred", "referred": "Referred", "resolved": "Resolved"}


@dataclass(frozen=True)
class Work:
    """One intervention."""

    key: str
    line: str


@dataclass(frozen=True)
class Step:
    """One objective. number: of the row of a version, else None; open: progress may be told."""

    key: str
    behaviour: str
    measure: str
    baseline: str
    target: str
    by: date | None
    work: tuple[Work, ...]
    number: int | None = None
    percent: int = 0
    status: str = ""


@dataclass(frozen=True)
class Wish:
    """One goal."""

    key: str
    quote: str
    outcome: str
    for_discharge: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Trouble:
    """One problem."""

    key: str
    says: str
    evidence: str
    about: str
    diagnosis: str
    status: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True)
class Frame:
    """Hours, days, path and end as they are read."""

    hours: str
    days: int | None
    ends_on: date | None
    path: str
    acknowledged: str = ""


def frame_of(hours: Decimal | str | None, days: int | None, ends: date | None, path: Any, seen: str = "") -> Frame:
    """The frame in words; what is not written yet is empty."""
    number = f"{Decimal(hours).normalize():f}" if hours else ""
    return Frame(number, days, ends, path_of(path), seen)


def path_of(path: Sequence[Any]) -> str:
    """ "Level 2.1, intensive outpatient, 8 weeks, then …"."""
    return ", then ".join(filter(None, map(_level, path)))


def _level(one: Any) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    weeks = f", {one['weeks']} weeks" if one.get("weeks") else ""
    return f"{said(one['level'])}{weeks}" if one.get("level") else ""


def drafted(words: Mapping[str, Any], staff: Mapping[int, str]) -> tuple[Trouble, ...]:
    """The problems of a draft. staff: names by number."""
    return tuple(
        Trouble(
            one["id"], one.get("says", ""), one.get("evidence", ""), DIMENSIONS.get(one.get("dimension", ""), ""),
            one.get("diagnosis") or "", one.get("status", "active"),
            tuple(
                Wish(
                    goal["id"], goal.get("quote", ""), goal.get("outcome", ""), bool(goal.get("for_discharge")),
                    tuple(_step(step, staff) for step in goal.get("objectives", ())),
                )
                for goal in one.get("goals", ())
            ),
        )
        for one in words["problems"]
    )  # fmt: skip


def _step(one: Mapping[str, Any], staff: Mapping[int, str]) -> Step:
    work = tuple(Work(each["id"], _line(each, _name(each, staff))) for each in one.get("interventions", ()))
    by = one.get("target_on")
    return Step(
        one["id"], one.get("behaviour", ""), one.get("measure", ""), one.get("baseline", ""), one.get("target", ""),
        date.fromisoformat(by) if by else None, work,
    )  # fmt: skip


def _name(one: Mapping[str, Any], staff: Mapping[int, str]) -> str:
    return staff.get(int(one.get("responsible") or 0), "")


def stands(problems: Sequence[Problem]) -> tuple[Trouble, ...]:
    """The problems of a version, read with all that hangs under them."""
    return tuple(
        Trouble(
            f"p{one.pk}", one.says, one.evidence, DIMENSIONS.get(one.dimension, ""),
            one.diagnosis.code if one.diagnosis else "", one.status,
            tuple(
                _wish(goal)
                for goal in one.goals.all()
            ),
        )
        for one in problems
    )  # fmt: skip


def _wish(goal: Goal) -> Wish:
    steps = tuple(_row(one) for one in goal.objectives.all())
    return Wish(f"g{goal.pk}", goal.quote, goal.outcome, goal.for_discharge, steps)


def _row(one: Objective) -> Step:
    work = tuple(
        Work(f"i{each.pk}", _line({name: getattr(each, name) for name in _WORK}, each.responsible.name))
        for each in one.interventions.all()
    )
    return Step(
        f"o{one.pk}", one.behaviour, one.measure, one.baseline, one.target, one.target_on, work,
        one.pk, one.percent_met, one.status,
    )  # fmt: skip


_WORK = ("modality", "session_kind", "per_week", "minutes", "weeks")


def _line(one: Mapping[str, Any], name: str) -> str:
    often = f"{Decimal(str(one['per_week'])).normalize():f}" if one.get("per_week") else "?"
    times = "once" if often == "1" else f"{often} times"
    who = f" ({name})" if name else ""
    kind = said(one.get("session_kind", ""))
    long = f"{one.get('minutes', '?')} minutes, {kind}, for {one.get('weeks', '?')} weeks"
    return f"{one.get('modality', '')}: {times} a week, {long}{who}"
