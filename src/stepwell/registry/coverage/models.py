"""Who pays: coverage, what a verification found, referrals, estimates, the sliding fee, payment plans."""

from __future__ import annotations

from datetime import date

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped


class Coverage(SubjectScoped):
    """A health plan of the person. `payer` is the policy of the contract ("payers/example-health-plan")."""

    PRIVACY = privacy(
        plain="id operator payer plan_name priority since ended_on", identifying="subject member_id group_number"
    )

    payer = models.CharField(max_length=120)
    plan_name = models.CharField(max_length=120)
    member_id = models.CharField(max_length=40)
    group_number = models.CharField(max_length=40, blank=True)
    priority = models.PositiveSmallIntegerField(default=1)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    def is_in_force(self, on: date) -> bool:
        """Whether the person has it on the day; not any more on the day it ended."""
        return self.since <= on and (self.ended_on is None or on < self.ended_on)


class Verification(SubjectScoped):
    """What the plan said on a day, by which way, and what it did not say: that stays "unverified"."""

    PRIVACY = privacy(
        plain="id operator on method", identifying="subject", part2="coverage found unverified parity_flags by"
    )
    APPEND_ONLY = True

    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="verifications")
    on = models.DateField()
    method = models.CharField(max_length=20)
    found = models.JSONField()
    unverified = models.JSONField()
    parity_flags = models.JSONField(default=list)
    by = models.CharField(max_length=120)


class Referral(SubjectScoped):
    """A referral a plan wants before admission."""

    PRIVACY = privacy(plain="id operator on", identifying="subject", part2="coverage from_whom number")
    APPEND_ONLY = True

    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, related_name="referrals")
    from_whom = models.CharField(max_length=120)
    number = models.CharField(max_length=40, blank=True)
    on = models.DateField()


class Estimate(SubjectScoped):
    """What the planned weeks will cost the person, as told to them on a day; with the ruling it came from."""

    PRIVACY = privacy(plain="id operator on", identifying="subject", part2="coverage facts ruling you_low you_high")
    APPEND_ONLY = True

    coverage = models.ForeignKey(Coverage, on_delete=models.PROTECT, null=True, blank=True)
    on = models.DateField()
    facts = models.JSONField()
    ruling = models.JSONField()
    you_low = models.DecimalField(max_digits=10, decimal_places=2)
    you_high = models.DecimalField(max_digits=10, decimal_places=2)


class SlidingFee(SubjectScoped):
    """What the person pays by income and household, from the table of a year, until it must be shown again."""

    PRIVACY = privacy(
        plain="id operator table on expires_on",
        identifying="subject",
        clinical="income household percent pays_percent proof",
    )
    APPEND_ONLY = True

    table = models.CharField(max_length=120)
    income = models.DecimalField(max_digits=10, decimal_places=2)
    household = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=7, decimal_places=2)
    pays_percent = models.DecimalField(max_digits=5, decimal_places=2)
    proof = models.CharField(max_length=200)
    on = models.DateField()
    expires_on = models.DateField()


class PaymentPlan(SubjectScoped):
    """What is owed in instalments that sum to it exactly; ended, never deleted."""

    PRIVACY = privacy(plain="id operator on ended_on", identifying="subject", clinical="total instalments")

    total = models.DecimalField(max_digits=10, decimal_places=2)
    instalments = models.JSONField()
    on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
