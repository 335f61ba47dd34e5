"""Incident reports. They stand outside the chart: no table here is found by whose information it is."""

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


class Incident(OperatorScoped):
    """What happened, in facts: kind, severity, when, where, what was done at once, and who wrote it."""

    PRIVACY = privacy(
        plain="id operator file at reported_at kind severity site policy_ref author_login author_staff",
        identifying="author",
        part2="place happened immediate_action",
    )
    APPEND_ONLY = True

    #: Whose information its tasks are: the report's own, never a client's, so that no chart leads here.
    file = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    severity = models.CharField(max_length=12)
    at = models.DateTimeField()
    reported_at = models.DateTimeField()
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200)
    happened = models.TextField()
    immediate_action = models.TextField(blank=True)
    policy_ref = models.CharField(max_length=120)
    author = models.CharField(max_length=120)
    author_login = models.BigIntegerField(null=True, blank=True)
    author_staff = models.BigIntegerField(null=True, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        indexes = [models.Index(fields=["operator", "at"])]

    @staticmethod
    def written_by(access: Access) -> models.Q:
        """Reports that the caller wrote; none where nobody is named by number."""
        wrote = models.Q(pk__in=[])
        if access.login_id is not None:
            wrote |= models.Q(author_login=access.login_id)
        if access.staff_id is not None:
            wrote |= models.Q(author_staff=access.staff_id)
        return wrote

    def is_seen_by(self, access: Access) -> bool:
        """Whether the caller wrote it, or may read all of them."""
        mine = (self.author_login, self.author_staff)
        theirs = (access.login_id, access.staff_id)
        wrote = any(one is not None and one == other for one, other in zip(mine, theirs, strict=True))
        return wrote or allowed(access.roles, Permission.INCIDENT_READ)


class IncidentPerson(OperatorScoped):
    """Somebody involved: a reference to a client or a member of staff, or a name; and their part in it."""

    PRIVACY = privacy(plain="id operator incident staff", identifying="client name", part2="part says")
    APPEND_ONLY = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="people")
    #: affected, witness, involved or present
    part = models.CharField(max_length=12)
    client = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    says = models.CharField(max_length=300, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=models.Q(client__isnull=False) | models.Q(staff__isnull=False) | ~models.Q(name=""),
                name="an_involved_person_is_somebody",
            )
        ]


class ExternalReport(OperatorScoped):
    """A report somebody outside is owed, by when, and which rule says so. Sent: a step of the incident."""

    PRIVACY = privacy(plain="id operator incident to_whom rule due_at for_role", part2="says")
    APPEND_ONLY = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="external_reports")
    rule = models.CharField(max_length=160)
    to_whom = models.CharField(max_length=160)
    says = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    for_role = models.CharField(max_length=40)


class IncidentStep(OperatorScoped):
    """Who was told and when, what was done, what was sent outside, what was found, and the closing."""

    PRIVACY = privacy(plain="id operator incident external at kind", identifying="by who", part2="says")
    APPEND_ONLY = True

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    external = models.ForeignKey(ExternalReport, on_delete=models.PROTECT, null=True, blank=True, related_name="sent")
    #: told, done, added, sent, found or closed
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    who = models.CharField(max_length=160, blank=True)
    says = models.TextField(blank=True)
    by = models.CharField(max_length=120)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=models.Q(kind="closed"), name="an_incident_is_closed_once"
            ),
            models.UniqueConstraint(fields=["external"], condition=models.Q(kind="sent"), name="a_report_is_sent_once"),
        ]
