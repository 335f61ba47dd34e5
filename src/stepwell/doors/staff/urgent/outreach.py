"""Whom to call because they did not come, and how each call ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.models import Outreach
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.urgent.who import Moment, moment_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import ReachWay

#: Work of absence/outreach that is done by reaching the person.
CALLS = ("outreach", "welfare-check", "counselor-call", "letter-or-visit")


@dataclass(frozen=True)
class Line:
    """One call that is due."""

    task: Task
    person_id: int
    name: str
    ways: tuple[ReachWay, ...]
    late: bool


@dataclass(frozen=True)
class ListPage:
    """Calls, the earliest due first."""

    moment: Moment
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CallPage:
    """One call: the person, the safe ways, and what was tried before."""

    head: Head
    episode: Episode
    task: Task
    ways: tuple[ReachWay, ...]
    before: tuple[Outreach, ...]


def calls_due(access: Access) -> list[Task]:
    """Open work of reaching somebody who did not come, the earliest due first. Inside an open gate."""
    return jobs.open_of_kinds(access, kinds=CALLS)


@query(Permission.EPISODE_READ)
def due(access: Access, *, now: datetime) -> ListPage:
    """Everybody who is to be called, with the ways they said are safe."""
    moment, tasks = moment_of(access, now), calls_due(access)
    ids = sorted({task.subject_id for task in tasks})
    names = people.names(access, subject_ids=ids)
    ways = {one.subject_id: tuple(one.ways) for one in people.to_reach(access, subject_ids=ids, on=moment.today)}
    lines = [
        Line(task, *names[task.subject_id], ways.get(task.subject_id, ()), task.due_at < now)
        for task in tasks
        if task.subject_id in names
    ]
    return ListPage(moment, tuple(lines))


@query(Permission.EPISODE_READ)
def call(access: Access, *, task_id: int, now: datetime) -> CallPage:
    """One call that is due. Raises NotFound, also once somebody has reached them."""
    task = next((one for one in calls_due(access) if one.pk == task_id), None)
    if task is None:
        raise NotFound
    person = people.person_of(access, subject_id=task.subject_id)
    head = head_of(access, person_id=person.pk, now=now, person=person)
    if head.open_episode is None:
        raise NotFound
    return CallPage(
        head=head,
        episode=head.open_episode,
        task=task,
        ways=tuple(people.reach_ways(access, subject=head.subject, on=head.today)),
        before=tuple(sessions.outreach_of(access, episode=head.open_episode)[:8]),
    )
