"""Authorizations: asked for, answered, used by attended days. The status is derived, never set."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.models import Disclosure
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.coverage.models import Coverage
from stepwell.registry.episodes.models import Episode


class Authorization(SubjectScoped):
    """A request to a payer for days of a code in a span; what the payer answered is in its events."""

    PRIVACY = privacy(
        plain="id operator",
        identifying="subject",
        part2="episode coverage code level asked_units asked_from asked_to",
    )

    #: Empty while it is asked for before admission.
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="authorizations")
    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="authorizations")
    code = models.CharField(max_length=10)
    level = models.CharField(max_length=10)
    asked_units = models.PositiveSmallIntegerField()
    asked_from = models.DateField()
    asked_to = models.DateField()


class AuthorizationEvent(SubjectScoped):
    """requested, pended, granted, denied, appealed, overturned: when, by whom, with what."""

    PRIVACY = privacy(
        plain="id operator at",
        identifying="subject by",
        part2="authorization kind number units span_from span_to reviewer reason next_review_on",
    )
    APPEND_ONLY = True

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    number = models.CharField(max_length=40, blank=True)
    units = models.PositiveSmallIntegerField(null=True, blank=True)
    span_from = models.DateField(null=True, blank=True)
    span_to = models.DateField(null=True, blank=True)
    next_review_on = models.DateField(null=True, blank=True)
    reviewer = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)


class UnitUse(SubjectScoped):
    """One unit spent on one day. Numbered, so that two who reach for the last one cannot both have it."""

    PRIVACY = privacy(
        plain="id operator number granted voided_at voided_why",
        identifying="subject",
        part2="authorization on",
    )

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="uses")
    on = models.DateField()
    number = models.PositiveSmallIntegerField()
    #: Units granted when it was spent, so that the database itself holds the number to it.
    granted = models.PositiveSmallIntegerField()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=100, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["authorization", "number"],
                condition=models.Q(voided_at=None),
                name="a_unit_is_spent_once",
            ),
            models.UniqueConstraint(
                fields=["authorization", "on"], condition=models.Q(voided_at=None), name="one_unit_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=models.F("granted")),
                name="no_unit_beyond_the_grant",
            ),
        ]


class ReviewPacket(SubjectScoped):
    """What a payer's review was told, as it was printed. leave_out: sections that were not told."""

    PRIVACY = privacy(
        plain="id operator at policy_ref", identifying="subject by", part2="authorization document categories leave_out"
    )
    APPEND_ONLY = True

    authorization = models.ForeignKey(Authorization, on_delete=models.PROTECT, related_name="packets")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    #: What it tells, as a consent names it.
    categories = models.JSONField()
    leave_out = models.JSONField(default=list)
    policy_ref = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)


class PacketSent(SubjectScoped):
    """That a packet was sent to the payer: a disclosure for payment, on the person's consent."""

    PRIVACY = privacy(plain="id operator at way", identifying="subject by", part2="packet disclosure")
    APPEND_ONLY = True

    packet = models.ForeignKey(ReviewPacket, on_delete=models.PROTECT, related_name="sendings")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="+")
    #: portal, fax, phone, mail or file
    way = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
