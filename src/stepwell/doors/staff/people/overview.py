"""One person's overview: what is due with where it is done, ways to reach them, people around them, consents.

The week, care and authorizations are parts of their own (chart/now.py), asked for when the page stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.emergencies.models import CrisisPlan
from stepwell.doors.staff.due.verb import place_of
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.people.tabs import opens
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import ReachWay, Relation


@dataclass(frozen=True)
class Due:
    """One piece of work, and the page where it is done; the address is empty where that is this page."""

    task: Task
    url_name: str
    url_args: tuple[int, ...]

    @property
    def address(self) -> str:
        """Where it is done."""
        return "" if self.url_name == "person" else reverse(self.url_name, args=self.url_args)


@dataclass(frozen=True)
class Overview:
    """What the page prints. authorizations: the role may read them. may_write: it may change what is known. may_plan:
    it may write what the person wishes for a crisis; crisis: what stands of it."""

    head: Head
    due: tuple[Due, ...]
    ways: tuple[ReachWay, ...]
    around: tuple[Relation, ...]
    authorizations: bool
    may_write: bool
    may_plan: bool
    crisis: CrisisPlan | None


@query(Permission.PERSON_READ)
def overview(access: Access, *, person_id: int, now: datetime) -> Overview:
    """Gather the page in one open gate: one line in the trail. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    may_plan = allowed(access.roles, Permission.CRISIS_PLAN_WRITE)
    return Overview(
        head=head,
        due=tuple(_due(access, task, person_id) for task in jobs.open_about(access, subject=head.subject)),
        ways=tuple(people.reach_ways(access, subject=head.subject, on=head.today)),
        around=tuple(people.relations(access, subject=head.subject, on=head.today)),
        authorizations=allowed(access.roles, Permission.AUTHORIZATION_READ),
        may_write=allowed(access.roles, Permission.PERSON_WRITE),
        may_plan=may_plan,
        crisis=emergencies.crisis_plan_of(access, subject=head.subject) if may_plan else None,
    )


def _due(access: Access, task: Task, person_id: int) -> Due:
    """What is due leads to where it is done, for those whom that page lets in."""
    name, args = place_of(task.kind, person_id)
    return Due(task, name, args) if opens(access, name) else Due(task, "person", (person_id,))
