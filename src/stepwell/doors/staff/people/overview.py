"""One person's overview: what is due, ways to reach them, people around them, consents in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import ReachWay, Relation


@dataclass(frozen=True)
class Overview:
    """What the page prints."""

    head: Head
    tasks: tuple[Task, ...]
    ways: tuple[ReachWay, ...]
    around: tuple[Relation, ...]


@query(Permission.PERSON_READ)
def overview(access: Access, *, person_id: int, now: datetime) -> Overview:
    """Gather the page in one open gate: one line in the trail. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    return Overview(
        head=head,
        tasks=tuple(jobs.open_about(access, subject=head.subject)),
        ways=tuple(people.reach_ways(access, subject=head.subject, on=head.today)),
        around=tuple(people.relations(access, subject=head.subject, on=head.today)),
    )
