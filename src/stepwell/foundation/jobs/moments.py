"""What a timeline tells of finished work."""

from __future__ import annotations

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs.models import Task


@query(Permission.TASK_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """task: a what was asked, b how it ended, c by whom."""
    rows = Task.objects.filter(subject=subject).exclude(done_at=None)
    return [moments("task", rows, at="done_at", a="says", b="outcome", c="done_by")]
