"""Making and finishing the work people see on Today."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict
from stepwell.foundation.jobs.models import Task


@action(Permission.TASK_WRITE)
def ask_for(
    access: Access, *, subject: Subject, kind: str, says: str, for_role: str, due_at: datetime, about: str
) -> Task:
    """Put a verb on Today. Asking again for the same open thing returns the open task."""
    open_now = Task.objects.filter(kind=kind, about=about, done_at=None)
    while True:
        asked = Task(subject=subject, kind=kind, says=says, for_role=for_role, due_at=due_at, about=about)
        # Where one is open the database keeps that; whoever finishes it in the same moment leaves room for another.
        Task.objects.bulk_create([asked], ignore_conflicts=True)
        task = open_now.first()
        if task is not None:
            return task


@action(Permission.TASK_WRITE)
def finish(access: Access, *, task: Task, at: datetime, outcome: str) -> Task:
    """Mark a task done with how it ended. Raises Conflict when somebody was quicker."""
    changed = Task.objects.filter(pk=task.pk, done_at=None).update(done_at=at, done_by=access.name, outcome=outcome)
    if not changed:
        raise Conflict("Somebody has done this already.")
    task.done_at, task.done_by, task.outcome = at, access.name, outcome
    return task


@action(Permission.TASK_WRITE)
def finish_about(access: Access, *, subject: Subject, kind: str, about: str, at: datetime, outcome: str) -> int:
    """Finish the open task of that kind about that thing, if there is one. Returns how many."""
    return finish_all_about(access, subject=subject, kinds=[kind], about=[about], at=at, outcome=outcome)


@action(Permission.TASK_WRITE)
def finish_all_about(
    access: Access, *, subject: Subject, kinds: Collection[str], about: Collection[str], at: datetime, outcome: str
) -> int:
    """Finish what is open of those kinds about any of those things, in one statement. Returns how many."""
    rows = Task.objects.filter(subject=subject, kind__in=kinds, about__in=about, done_at=None)
    return rows.update(done_at=at, done_by=access.name, outcome=outcome)
