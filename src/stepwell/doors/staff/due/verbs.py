"""All that is due for somebody in one query: tasks of their roles, their own work, what waits in the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from stepwell.doors.staff.due import house, own
from stepwell.doors.staff.due.verb import Verb, place_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.models import Task
from stepwell.registry.people import queries as people

MOST = 200


@query(Permission.TASK_READ)
def due(access: Access, *, now: datetime, limit: int = MOST) -> list[Verb]:
    """What is due for the login, the earliest due first; at most `limit` lines. At most fifteen reads.

    now: on the clinic's clock. Tasks of its roles one by one; of its own work as a member of staff (the login's staff
    number) sessions to hold, rosters to finish, notes to sign, intakes and being on call; and what waits in the house
    for its role.
    """
    tasks = jobs.due(access, limit=limit)
    about = own.of_people(access, now) + house.of_people(access, now)
    names = people.names(access, subject_ids=sorted({row.subject_id for row in tasks} | {one[0] for one in about}))
    found = [_task(row, names, now) for row in tasks]
    found += [_named(verb, names.get(subject_id)) for subject_id, verb in about]
    found += own.together(access, now) + house.together(access, now)
    return sorted(found, key=lambda verb: (verb.due_at, verb.kind, verb.task_id or 0))[:limit]


def _task(row: Task, names: dict[int, tuple[int, str]], now: datetime) -> Verb:
    person_id, name = names.get(row.subject_id, (None, ""))
    url_name, url_args = place_of(row.kind, person_id)
    return Verb(
        kind=row.kind,
        says=row.says,
        count=1,
        due_at=row.due_at,
        late=row.due_at < now,
        person_id=person_id,
        person=name,
        url_name=url_name,
        url_args=url_args,
        why=f"Work for every {row.for_role.replace('_', ' ')}, asked for on {row.made_at:%Y-%m-%d}.",
        task_id=row.pk,
    )


def _named(verb: Verb, person: tuple[int, str] | None) -> Verb:
    """The verb with whose it is; the sentence has a place for the name."""
    person_id, name = person or (None, "somebody")
    url_name, url_args = place_of(verb.kind, person_id)
    says = verb.says.replace("{person}", name)
    return replace(verb, says=says, person_id=person_id, person=name, url_name=url_name, url_args=url_args)
