"""The secret addresses under which people's telephones ask for their appointments."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped


class Feed(SubjectScoped):
    """A calendar feed of one person. Of its secret only the hash is kept: nobody can read it here, also no backup."""

    PRIVACY = privacy(plain="id operator made_at ended_at", identifying="subject made_by ended_by secret_sha256")

    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "subject"], condition=models.Q(ended_at=None), name="one_open_feed_a_person"
            )
        ]
