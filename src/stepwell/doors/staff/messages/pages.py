"""A person's messages with the team, what was sent to them, and what they wish for a crisis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.emergencies.models import CrisisPlan
from stepwell.care.emergencies.rules.wishing import PARTS
from stepwell.care.messages import queries as messages
from stepwell.care.messages.queries import Expectation, Line
from stepwell.care.messages.sides import CLIENT
from stepwell.care.notices import queries as notices
from stepwell.care.notices.queries import Sent
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task

#: A part of the plan as staff read it.
SAID = {
    "warning_signs": "Signs that it begins",
    "what_helps": "What helps",
    "safe_places": "Where I am safe",
    "wants": "What I want the team to do",
    "does_not_want": "What I do not want",
}
#: What was sent, as staff say it.
KINDS = {
    "appointment": "Reminder of an appointment",
    "waiting": "Something is waiting",
    "message": "A message is waiting",
    "paper": "A paper is waiting",
    "call_back": "Please call",
}
ASKED = ("answer-message", "message-danger", "read-crisis-plan", "call-instead")


@dataclass(frozen=True)
class Told:
    """A notice that was sent, in words."""

    what: str
    row: Sent


@dataclass(frozen=True)
class Thread:
    """What the page prints. waiting: messages of the client that nobody of the team has opened; promised: by when the
    first of them has an answer, None where none waits. due: work about it."""

    head: Head
    lines: tuple[Line, ...]
    waiting: int
    promised: datetime | None
    expected: Expectation
    told: tuple[Told, ...]
    due: tuple[Task, ...]


@dataclass(frozen=True)
class Wishes:
    """What somebody wishes for a crisis. parts: heading and words of what is not empty. version: 0 for none."""

    head: Head
    plan: CrisisPlan | None
    parts: tuple[tuple[str, str], ...]
    values: dict[str, Any]
    version: int
    versions: int


@query(Permission.MESSAGE_READ)
def thread(access: Access, *, person_id: int, now: datetime) -> Thread:
    """Gather the page of messages. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    lines = tuple(messages.thread_of(access, subject=head.subject))
    told = notices.notices_of(access, subject=head.subject, limit=20)
    waiting = [line for line in lines if line.side == CLIENT and line.read_at is None]
    open_now = jobs.open_about(access, subject=head.subject)
    return Thread(
        head=head,
        lines=lines,
        waiting=len(waiting),
        promised=min((line.answer_by for line in waiting if line.answer_by), default=None),
        expected=messages.expectation(access, subject=head.subject, at=now, language="en"),
        told=tuple(Told(KINDS.get(one.kind, one.kind), one) for one in told),
        due=tuple(task for task in open_now if task.kind in ASKED),
    )


@query(Permission.CRISIS_PLAN_WRITE)
def wishes(access: Access, *, person_id: int, now: datetime) -> Wishes:
    """Gather the page of the plan for a crisis. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    every = emergencies.crisis_plans_of(access, subject=head.subject)
    plan = every[0] if every else None
    values = {name: getattr(plan, name) for name in PARTS} if plan else {}
    return Wishes(
        head=head,
        plan=plan,
        parts=parts_of(plan),
        values={**values, "people": "\n".join(_called(one) for one in plan.people) if plan else ""},
        version=plan.version if plan else 0,
        versions=len(every),
    )


def parts_of(plan: CrisisPlan | None) -> tuple[tuple[str, str], ...]:
    """The parts of a plan that have words, with their headings, as they are read out."""
    if plan is None:
        return ()
    return tuple((SAID[name], getattr(plan, name)) for name in PARTS if getattr(plan, name))


def _called(one: dict[str, str]) -> str:
    return ", ".join(part for part in (one["name"], one["phone"]) if part)
