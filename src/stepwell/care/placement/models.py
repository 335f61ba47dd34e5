"""The intake assessment, diagnoses, and the level of care: recommended, selected, actual."""

from __future__ import annotations

from datetime import date

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.people.models import Relation, Staff


class Assessment(SubjectScoped):
    """One assessment: ratings of the twelve subdimensions, findings in words, who took part."""

    PRIVACY = privacy(
        plain="id operator started_on completed_on",
        identifying="subject by",
        part2="kind ratings findings words remission strengths family_invited family_note external_tool",
    )

    kind = models.CharField(max_length=20, default="intake")
    started_on = models.DateField()
    completed_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ratings = models.JSONField(default=dict)
    remission = models.BooleanField(default=False)
    #: All words together, as others read it.
    findings = models.TextField(blank=True)
    #: The words of each short screen by their id, as the policy placement/anchors asks for them.
    words = models.JSONField(default=dict)
    strengths = models.TextField(blank=True)
    #: A relative invited, only where the person agreed.
    family_invited = models.ForeignKey(Relation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    family_note = models.TextField(blank=True)
    #: An assessment a payer asks for in its own tool: name, date, assessor, result.
    external_tool = models.JSONField(default=dict)


class Diagnosis(SubjectScoped):
    """A diagnosis made by someone who may diagnose; criteria counted, code derived."""

    PRIVACY = privacy(
        plain="id operator made_on resolved_on",
        identifying="subject by",
        part2="assessment code label severity criteria reasons principal",
    )

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="diagnoses")
    code = models.CharField(max_length=10)
    label = models.CharField(max_length=160)
    severity = models.CharField(max_length=30, blank=True)
    criteria = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)
    principal = models.BooleanField(default=False)
    made_on = models.DateField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    resolved_on = models.DateField(null=True, blank=True)

    def is_active(self, on: date) -> bool:
        """Whether it was made by the day and does not count as resolved on it."""
        return self.made_on <= on and (self.resolved_on is None or on < self.resolved_on)


class PlacementDecision(SubjectScoped):
    """What the rules recommend, what the person and the clinician selected, what is actual, and why they differ."""

    PRIVACY = privacy(
        plain="id operator policy_ref confirmed_at",
        identifying="subject confirmed_by credential",
        part2="assessment recommended selected actual coe bio rr provisional ruling reasons reason_code reason_text "
        "risk_plan",
    )
    APPEND_ONLY = True

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="placements")
    policy_ref = models.CharField(max_length=120)
    recommended = models.CharField(max_length=10)
    selected = models.CharField(max_length=10)
    actual = models.CharField(max_length=10)
    coe = models.BooleanField()
    bio = models.BooleanField()
    rr = models.BooleanField()
    provisional = models.BooleanField()
    ruling = models.JSONField()
    reasons = models.JSONField()
    reason_code = models.CharField(max_length=30, blank=True)
    reason_text = models.TextField(blank=True)
    risk_plan = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=20)
    confirmed_at = models.DateTimeField()
