"""What a client and their team write to each other: one thread a person, only ever added to."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from stepwell.care.messages.sides import CLIENT, TEAM
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.people.models import Staff


class Message(SubjectScoped):
    """One message as it was sent. It is never changed and never taken back."""

    PRIVACY = privacy(
        plain="id operator at side answer_by policy_ref", identifying="subject by staff", part2="text danger"
    )
    APPEND_ONLY = True

    at = models.DateTimeField()
    #: client or team
    side = models.CharField(max_length=6)
    by = models.CharField(max_length=120)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    #: Words of it that may mean danger; empty for most, and always for the team's.
    danger = ArrayField(models.CharField(max_length=80), default=list)
    #: When the client was told that somebody would have answered; None for the team's.
    answer_by = models.DateTimeField(null=True, blank=True)
    policy_ref = models.CharField(max_length=120)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.CheckConstraint(condition=models.Q(side__in=[CLIENT, TEAM]), name="message_of_a_side")]
        indexes = [models.Index(fields=["operator", "subject", "at"])]


class MessageRead(SubjectScoped):
    """That the other side has opened a message; the first time counts."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by", part2="message")
    APPEND_ONLY = True

    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="opened")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
