"""What Today shows: everything that is due for a login, in order, in the parts of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse

from stepwell.doors.staff.due.verb import Verb
from stepwell.doors.staff.due.verbs import due
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task

#: How many lines of a part are shown before the rest is folded.
_FIRST = 12


@dataclass(frozen=True)
class Line:
    """One verb as it is printed, with the address of the page where it is done."""

    verb: Verb
    address: str

    @property
    def task_id(self) -> int | None:
        """The task that is finished in place, or None."""
        return self.verb.task_id

    @property
    def task_id_text(self) -> str:
        """The same as text, to name its drawer."""
        return str(self.verb.task_id)


@dataclass(frozen=True)
class Part:
    """The lines of one part of the time: what was due before today, today, later."""

    name: str
    key: str
    first: tuple[Line, ...]
    more: tuple[Line, ...]

    @property
    def count(self) -> int:
        """How many lines there are in all."""
        return len(self.first) + len(self.more)


@dataclass(frozen=True)
class Today:
    """The page. zone: the clinic's."""

    parts: tuple[Part, ...]
    on: datetime
    zone: tzinfo | None

    @property
    def due_today(self) -> int:
        """How many lines are due today or were before."""
        return sum(part.count for part in self.parts if part.key != "later")


@query(Permission.TASK_READ)
def today(access: Access, *, now: datetime) -> Today:
    """The verbs for the roles of the access, the earliest due first. now: on the clinic's clock."""
    zone, local = now.tzinfo, now
    lines = [Line(verb, reverse(verb.url_name, args=verb.url_args)) for verb in due(access, now=now)]
    by_day: dict[str, list[Line]] = {"before": [], "today": [], "later": []}
    for line in lines:
        on = line.verb.due_at.astimezone(zone).date()
        by_day["before" if on < local.date() else "today" if on == local.date() else "later"].append(line)
    names = {"before": "Waiting since before today", "today": "Today", "later": "Coming up"}
    parts = tuple(
        Part(names[key], key, tuple(found[:_FIRST]), tuple(found[_FIRST:])) for key, found in by_day.items() if found
    )
    return Today(parts, local, zone)


def task(access: Access, task_id: int) -> Task:
    """An open or finished task by number. Raises NotFound."""
    return jobs.task_by_id(access, task_id=task_id)
