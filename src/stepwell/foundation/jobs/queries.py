"""Reading what is due."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
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
