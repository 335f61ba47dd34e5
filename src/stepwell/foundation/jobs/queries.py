"""Reading what is due."""

from __future__ import annotations

from collections.abc import Collection

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.jobs.models import Task


@query(Permission.TASK_READ)
def due(access: Access, *, limit: int = 50) -> list[Task]:
    """Open tasks of the caller's roles, the earliest due first; at most `limit`."""
    roles = [str(role) for role in access.roles]
    return list(Task.objects.filter(for_role__in=roles, done_at=None).order_by("due_at", "id")[:limit])


@query(Permission.TASK_READ)
def open_about(access: Access, *, subject: Subject) -> list[Task]:
    """Open tasks about one person."""
    return list(Task.objects.filter(subject=subject, done_at=None).order_by("due_at", "id"))


@query(Permission.TASK_READ)
def task_by_id(access: Access, *, task_id: int) -> Task:
    """One task of the caller's roles by number. Raises NotFound."""
    roles = [str(role) for role in access.roles]
    found = Task.objects.filter(pk=task_id, for_role__in=roles).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.TASK_READ)
def asked_before(access: Access, *, kind: str, about: str) -> bool:
    """Whether that work was ever asked for about that thing, done or not: for what is to be asked only once."""
    return Task.objects.filter(kind=kind, about=about).exists()


@query(Permission.TASK_READ)
def open_for(access: Access, *, roles: list[str], subject_ids: list[int]) -> list[Task]:
    """Open tasks of those roles about those people, the earliest due first: what somebody who is away leaves."""
    concerns(*subject_ids)
    rows = Task.objects.filter(for_role__in=roles, subject_id__in=subject_ids, done_at=None)
    return list(rows.order_by("due_at", "id"))


@query(Permission.TASK_READ)
def open_of_kinds(access: Access, *, kinds: Collection[str], limit: int = 100) -> list[Task]:
    """Open tasks of those kinds, whichever role they are for, the earliest due first; at most `limit`. One read."""
    rows = Task.objects.filter(kind__in=list(kinds), done_at=None).order_by("due_at", "id")
    found = list(rows[:limit])
    concerns(*(row.subject_id for row in found))
    return found
