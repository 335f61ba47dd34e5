"""Work that is due for people; Today lists it."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped


class Task(SubjectScoped):
    """One verb that is due: what, by when, for which role. Done is a time, a name and a word on how it ended."""

    PRIVACY = privacy(
        plain="id operator due_at made_at for_role kind done_at about",
        identifying="subject done_by",
        part2="says outcome",
    )

    kind = models.CharField(max_length=40)
    says = models.CharField(max_length=300)
    for_role = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    #: What it is about, "<kind>:<id>"; one open task a kind and thing, so that a repeated reaction makes no second.
    about = models.CharField(max_length=80)
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "kind", "about"], condition=models.Q(done_at=None), name="one_open_task"
            )
        ]
        indexes = [
            models.Index(fields=["operator", "for_role", "due_at"], condition=models.Q(done_at=None), name="task_open")
        ]
