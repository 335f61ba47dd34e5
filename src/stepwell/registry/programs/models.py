"""Sites, rooms and programs. What a program follows is its policy; this only says that a site runs it."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped


class Site(OperatorScoped):
    """A place of the operator, with its own time zone and what a claim needs to know of it."""

    PRIVACY = privacy(
        plain="id operator name legal_name letter_name time_zone street city state zip_code phone npi ein taxonomy "
        "services"
    )

    name = models.CharField(max_length=120)
    legal_name = models.CharField(max_length=120)
    #: At the head of letters, where every other name of the site would tell of treatment; empty otherwise.
    letter_name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=40)
    street = models.CharField(max_length=120)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2)
    zip_code = models.CharField(max_length=10)
    phone = models.CharField(max_length=30)
    npi = models.CharField(max_length=10)
    ein = models.CharField(max_length=10)
    taxonomy = models.CharField(max_length=10)
    services = models.JSONField(default=list)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "name"], name="site_name")]


class Room(OperatorScoped):
    """A room of a site; it holds one session at a time."""

    PRIVACY = privacy(plain="id operator site name places")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=60)
    places = models.PositiveSmallIntegerField()


class Program(OperatorScoped):
    """A site runs the program of a policy ("programs/trust-socal/iop")."""

    PRIVACY = privacy(plain="id operator site policy_id name since until")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="programs")
    policy_id = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["operator", "site", "policy_id"], name="one_program_a_site")]
