"""Attended days and claims: every line can be walked back to minutes, note, objective, assessment and consent."""

from __future__ import annotations

from django.db import models

from stepwell.care.sessions.models import Participation
from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.models import Consent, Disclosure
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped
from stepwell.office.utilization.models import Authorization, UnitUse
from stepwell.registry.coverage.models import Coverage
from stepwell.registry.episodes.models import Episode


class AttendedDay(SubjectScoped):
    """A day someone attended and what the contract makes of it: billable, held and why, or too short."""

    PRIVACY = privacy(
        plain="id operator ruled_at contract_ref", identifying="subject",
        part2="episode on minutes billable units held components reasons facts unit_use",
    )  # fmt: skip

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="attended_days")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    contract_ref = models.CharField(max_length=120)
    billable = models.BooleanField()
    units = models.PositiveSmallIntegerField()
    held = models.JSONField(default=list)
    components = models.JSONField(default=list)
    facts = models.JSONField()
    reasons = models.JSONField()
    ruled_at = models.DateTimeField()
    unit_use = models.ForeignKey(UnitUse, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["episode", "on"], name="one_ruling_a_day")]


class Claim(SubjectScoped):
    """A claim under one contract, authorization and consent; the file that left the house is kept as it was."""

    PRIVACY = privacy(
        plain="id operator made_at form control_number",
        identifying="subject claim_id",
        part2="episode coverage authorization total from_on to_on document consent disclosure rate_ref diagnoses",
    )
    APPEND_ONLY = True

    claim_id = models.CharField(max_length=20)
    form = models.CharField(max_length=4)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="claims")
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="+")
    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    total = models.DecimalField(max_digits=10, decimal_places=2)
    diagnoses = models.JSONField()
    rate_ref = models.CharField(max_length=160)
    control_number = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "claim_id"], name="claim_id_once")]


class ClaimLine(SubjectScoped):
    """One line: a billable day, or one session billed by itself. A day or session stands on one claim only."""

    PRIVACY = privacy(
        plain="id operator number", identifying="subject",
        part2="claim attended_day participation on code revenue modifiers units charge",
    )  # fmt: skip
    APPEND_ONLY = True

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    attended_day = models.ForeignKey(AttendedDay, on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    code = models.CharField(max_length=10)
    revenue = models.CharField(max_length=4, blank=True)
    modifiers = models.JSONField(default=list)
    units = models.PositiveSmallIntegerField()
    charge = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["attended_day"], condition=models.Q(participation=None), name="a_day_is_claimed_once"
            ),
            models.UniqueConstraint(
                fields=["participation"],
                condition=models.Q(participation__isnull=False),
                name="a_session_is_claimed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(attended_day__isnull=False) | models.Q(participation__isnull=False),
                name="a_line_says_what_it_is_for",
            ),
        ]


class ControlNumber(OperatorScoped):
    """The last interchange number used with a partner; numbers are never used twice."""

    PRIVACY = privacy(plain="id operator partner last")

    partner = models.CharField(max_length=60)
    last = models.PositiveIntegerField(default=0)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "partner"], name="one_sequence_a_partner")]
