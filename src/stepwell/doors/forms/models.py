"""What somebody has written and not sent yet, and what was sent, so that nothing is lost and nothing happens twice."""

from __future__ import annotations

from typing import Any

from django.db import models

from stepwell.foundation.gate.models import Login
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped


class KeptWork(OperatorScoped):
    """The words of an open form, kept while they are typed; one row for each tab. Emptied once they are sent."""

    PRIVACY = privacy(plain="id operator login key sheet seen kept_at ended_at", counseling_note="words")

    login = models.ForeignKey(Login, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    sheet = models.CharField(max_length=40)
    #: The version of what is edited, as it was when the form was opened.
    seen = models.CharField(max_length=80, blank=True)
    words: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "login", "sheet"], name="one_kept_work_a_sheet")]
        indexes = [
            models.Index(fields=["operator", "login", "key"], condition=models.Q(ended_at=None), name="kept_open")
        ]


class SentForm(OperatorScoped):
    """A form that was sent: a second click on the same one finds this row and goes where the first went."""

    PRIVACY = privacy(plain="id operator login sheet then at")

    login = models.ForeignKey(Login, on_delete=models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=40)
    then = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "sheet"], name="a_form_is_sent_once")]
