"""Drug tests: clinical information, never a verdict. Every step is a row; the state is derived from them."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Staff


class DrugTest(SubjectScoped):
    """An ordered test: which analytes, why, for which day."""

    PRIVACY = privacy(plain="id operator", identifying="subject", part2="episode ordered_by due_on panel why")
    APPEND_ONLY = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="drug_tests")
    ordered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    panel = models.JSONField()
    why = models.CharField(max_length=200)


class TestStep(SubjectScoped):
    """What happened to a test: ordered, notified, collected, refused, unable, sent, presumptive, reviewed …"""

    PRIVACY = privacy(plain="id operator at", identifying="subject by", part2="test state note")
    APPEND_ONLY = True

    test = models.ForeignKey(DrugTest, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    note = models.CharField(max_length=300, blank=True)


class TestResult(SubjectScoped):
    """One analyte's result with its cut-off, method and laboratory; unconfirmed unless definitive."""

    PRIVACY = privacy(
        plain="id operator at",
        identifying="subject",
        part2="test analyte method cut_off unit detected interpretation lab",
    )
    APPEND_ONLY = True

    test = models.ForeignKey(DrugTest, on_delete=models.PROTECT, related_name="results")
    analyte = models.CharField(max_length=40)
    #: presumptive or definitive
    method = models.CharField(max_length=12)
    cut_off = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=12)
    detected = models.BooleanField()
    interpretation = models.CharField(max_length=40)
    lab = models.CharField(max_length=120)
    at = models.DateTimeField()
