"""What Today shows: a page that asks the job table and the people it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.people import queries as people


@dataclass(frozen=True)
class Due:
    """One line: the verb, whose it is, when it is due in the clinic's time, and whether that is past."""

    id: int
    says: str
    person: str
    person_id: int | None
    due_at: datetime
    late: bool


@dataclass(frozen=True)
class Today:
    """The page: the lines that are due, earliest first, and the day in the clinic's time."""

    lines: tuple[Due, ...]
    on: datetime


def today(access: Access, now: datetime) -> Today:
    """The lines of Today for the roles of the access; at most 50. `now` is aware."""
    zone = clinic_zone(access)
    tasks = jobs.due(access)
    names = people.names(access, subject_ids=sorted({task.subject_id for task in tasks}))
    lines = []
    for task in tasks:
        person_id, name = names.get(task.subject_id, (None, ""))
        lines.append(Due(task.pk, task.says, name, person_id, task.due_at.astimezone(zone), task.due_at < now))
    return Today(tuple(lines), now.astimezone(zone))


def task(access: Access, task_id: int) -> Task:
    """An open or finished task by number. Raises NotFound."""
    return jobs.task_by_id(access, task_id=task_id)
