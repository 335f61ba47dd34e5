"""Grievances: a client's own words, and every step until they are answered. Kept apart from the chart."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.gate.scoped import OperatorScoped
from stepwell.registry.people.models import Staff
from stepwell.registry.programs.models import Site

#: A step that moves nothing.
NOTE = "note"


class Grievance(OperatorScoped):
    """What somebody was not content with, as they said it, when it came, by which way, and to whom it was told."""

    PRIVACY = privacy(
        plain="id operator file kind way received_at site policy_ref receiver_login receiver_staff",
        identifying="client raised_by name reach received_by about_staff",
        part2="words wish",
    )
    APPEND_ONLY = True

    #: Whose information its tasks are: the grievance's own, so that it never shows in a chart.
    file = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="+")
    #: Whose treatment it is about; empty where somebody does not want to be named.
    client = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: client, relative, other or unnamed
    raised_by = models.CharField(max_length=10)
    name = models.CharField(max_length=120, blank=True)
    #: How they wish to be answered.
    reach = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=30)
    #: spoken, written, phone, email or portal
    way = models.CharField(max_length=10)
    words = models.TextField()
    wish = models.TextField(blank=True)
    about_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)
    receiver_login = models.BigIntegerField(null=True, blank=True)
    receiver_staff = models.BigIntegerField(null=True, blank=True)
    policy_ref = models.CharField(max_length=120)

    class Meta(OperatorScoped.Meta):
        abstract = False
        indexes = [models.Index(fields=["operator", "received_at"])]

    def is_seen_by(self, access: Access) -> bool:
        """Whether the caller received it, or answers grievances; never who it is about."""
        if access.staff_id is not None and access.staff_id == self.about_staff_id:
            return False
        mine = (self.receiver_login, self.receiver_staff)
        theirs = (access.login_id, access.staff_id)
        received = any(one is not None and one == other for one, other in zip(mine, theirs, strict=True))
        return received or allowed(access.roles, Permission.GRIEVANCE_ANSWER)


class GrievanceStep(OperatorScoped):
    """Where a grievance got to, or a note on the way; only ever added. What is told is told in these words."""

    PRIVACY = privacy(plain="id operator grievance number state at by_staff", identifying="by", part2="says")
    APPEND_ONLY = True

    grievance = models.ForeignKey(Grievance, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    #: received, acknowledged, looked_into, answered, appealed, appeal_answered, closed, withdrawn; or note
    state = models.CharField(max_length=16)
    at = models.DateTimeField()
    says = models.TextField(blank=True)
    by = models.CharField(max_length=120)
    by_staff = models.BigIntegerField(null=True, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["grievance", "number"], name="one_step_at_a_time")]
