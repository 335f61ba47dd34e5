"""What the public site keeps for itself: how often was knocked, and which forms were received. Nothing of a person."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped


class Knock(OperatorScoped):
    """How often was asked from the internet addresses that fall into one drawer, in the window that runs.

    An address is never written down: its keyed hash picks one of a few thousand drawers, which many addresses share,
    and the next window writes over the last.
    """

    PRIVACY = privacy(plain="id operator drawer began_at requests tries")

    drawer = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "drawer"], name="one_row_a_drawer")]


class Received(OperatorScoped):
    """A form that was received, by its own number: sent twice it does nothing twice.."""

    PRIVACY = privacy(plain="id operator number at")
    APPEND_ONLY = True

    number = models.CharField(max_length=43)
    at = models.DateTimeField()

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "number"], name="a_public_form_is_received_once")]
