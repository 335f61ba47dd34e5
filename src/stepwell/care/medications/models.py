"""Medications a person takes, allergies, check-ups: a record of what is prescribed, not a way to prescribe."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.episodes.models import Episode


class Medication(SubjectScoped):
    """One medication from when until when; a change of dose ends one row and starts the next."""

    PRIVACY = privacy(
        plain="id operator since until",
        identifying="subject",
        part2="episode drug for_addiction dose route frequency prescriber next_due_on why",
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="medications")
    drug = models.CharField(max_length=120)
    for_addiction = models.BooleanField(default=False)
    dose = models.CharField(max_length=60)
    route = models.CharField(max_length=30)
    frequency = models.CharField(max_length=60)
    prescriber = models.CharField(max_length=120)
    next_due_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)


class Allergy(SubjectScoped):
    """What the person must not be given, and what it did. It is never erased: one that no longer holds says why."""

    PRIVACY = privacy(
        plain="id operator recorded_at ended_at",
        identifying="subject recorded_by ended_by",
        clinical="to_what reaction severity ended_why",
    )

    to_what = models.CharField(max_length=120)
    reaction = models.CharField(max_length=200, blank=True)
    #: mild, moderate, severe, or unknown
    severity = models.CharField(max_length=10, default="unknown")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)


class HealthCheck(SubjectScoped):
    """A health check-up: vital signs and what was found."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by", clinical="episode vitals findings")
    APPEND_ONLY = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="health_checks")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    vitals = models.JSONField()
    findings = models.TextField(blank=True)
