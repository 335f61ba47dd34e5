"""Reviews of the stay, discharge, the handoff that stays open, follow-ups."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.episodes.models import Episode, LevelSpan
from stepwell.registry.people.models import Staff


class StayReview(SubjectScoped):
    """Stay, fewer days, step down or step up: what the criteria say and what a clinician approved."""

    PRIVACY = privacy(
        plain="id operator on", identifying="subject approved_by credential",
        part2="episode facts ruling reasons recommended decided why span",
    )  # fmt: skip
    APPEND_ONLY = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="stay_reviews")
    on = models.DateField()
    facts = models.JSONField()
    ruling = models.JSONField()
    reasons = models.JSONField()
    recommended = models.CharField(max_length=12)
    decided = models.CharField(max_length=12)
    why = models.TextField(blank=True)
    approved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=20)
    #: The level span it opened, where it changed hours or level.
    span = models.ForeignKey(LevelSpan, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Discharge(SubjectScoped):
    """The end of an episode: reason in kind words, the reporting codes beneath, summary and aftercare plan."""

    PRIVACY = privacy(
        plain="id operator on", identifying="subject approved_by credential",
        part2="episode reason teds caloms director_reason ruling reasons summary aftercare aftercare_document",
    )  # fmt: skip
    APPEND_ONLY = True

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="discharge")
    on = models.DateField()
    reason = models.CharField(max_length=40)
    teds = models.PositiveSmallIntegerField()
    caloms = models.PositiveSmallIntegerField()
    director_reason = models.TextField(blank=True)
    ruling = models.JSONField()
    reasons = models.JSONField()
    approved_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=20)
    summary = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    aftercare = models.JSONField()
    aftercare_document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")


class Handoff(SubjectScoped):
    """The next appointment after discharge; open until it is kept, declined or documented."""

    PRIVACY = privacy(
        plain="id operator closed_at",
        identifying="subject closed_by",
        part2="discharge to_whom appointment_at outcome outcome_says",
    )

    discharge = models.ForeignKey(Discharge, on_delete=models.PROTECT, related_name="handoffs")
    to_whom = models.CharField(max_length=160)
    appointment_at = models.DateTimeField(null=True, blank=True)
    #: empty while open; then kept, declined or documented
    outcome = models.CharField(max_length=10, blank=True)
    outcome_says = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=120, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="", closed_at=None)
                | models.Q(outcome__in=["kept", "declined", "documented"], closed_at__isnull=False),
                name="handoff_open_or_closed_with_outcome",
            )
        ]


class FollowUp(SubjectScoped):
    """A call at 7, 30, 90 and 180 days after discharge; attempts are counted, an answer is kept."""

    PRIVACY = privacy(
        plain="id operator due_on attempts done_on",
        identifying="subject",
        part2="discharge days answers reached",
    )

    discharge = models.ForeignKey(Discharge, on_delete=models.PROTECT, related_name="follow_ups")
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    attempts = models.PositiveSmallIntegerField(default=0)
    reached = models.BooleanField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    done_on = models.DateField(null=True, blank=True)
