"""Instruments given and scored; the answers stay as they were given."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped


class Measure(SubjectScoped):
    """One giving of an instrument. `sitting` joins instruments given together; `opened_by` asked for this one."""

    PRIVACY = privacy(
        plain="id operator instrument policy_ref at sitting opened_by",
        identifying="subject given_by",
        part2="answers score band flags scores reasons",
    )
    APPEND_ONLY = True

    instrument = models.CharField(max_length=20)
    policy_ref = models.CharField(max_length=120)
    at = models.DateTimeField()
    given_by = models.CharField(max_length=120)
    sitting = models.UUIDField()
    opened_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="opened")
    answers = models.JSONField()
    score = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    band = models.CharField(max_length=60, blank=True)
    flags = models.JSONField(default=list)
    scores = models.JSONField(null=True, blank=True)
    reasons = models.JSONField(default=list)

    class Meta(SubjectScoped.Meta):
        abstract = False
        indexes = [models.Index(fields=["operator", "subject", "instrument", "at"])]
