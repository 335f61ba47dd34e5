"""The stay itself: an episode made of level spans, and the leaves that interrupt it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.programs.models import Program


class Episode(SubjectScoped):
    """One person's stay in one program, from admission until it ends."""

    PRIVACY = privacy(plain="id operator program", identifying="subject", part2="admitted_on ended_on number")

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="episodes")
    number = models.CharField(max_length=20)
    admitted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["operator", "number"], name="episode_number"),
            models.UniqueConstraint(
                fields=["operator", "subject"], condition=models.Q(ended_on=None), name="one_open_episode"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("admitted_on")),
                name="episode_ends_after_it_starts",
            ),
        ]


class LevelSpan(SubjectScoped):
    """A level of care from a day to a day (half-open); spans of an episode never overlap: the database refuses."""

    PRIVACY = privacy(
        plain="id operator", identifying="subject", part2="episode level during weekly_hours days_per_week"
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="spans")
    level = models.CharField(max_length=10)
    during = DateRangeField()
    weekly_hours = models.DecimalField(max_digits=4, decimal_places=1)
    days_per_week = models.PositiveSmallIntegerField()

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="one_level_at_a_time",
                expressions=[("episode", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


class Leave(SubjectScoped):
    """Away for hospital, jail or another reason; seat, authorization and reminders pause meanwhile."""

    PRIVACY = privacy(plain="id operator", identifying="subject", part2="episode reason during note")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="leaves")
    reason = models.CharField(max_length=20)
    during = DateRangeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="one_leave_at_a_time",
                expressions=[("episode", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]
