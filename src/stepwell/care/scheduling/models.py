"""Groups, who belongs to them from when until when, seats on dates, and what is taken when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Staff
from stepwell.registry.programs.models import Program, Room


class Group(OperatorScoped):
    """A group that meets every week. Times are the site's clock; weekday 0 is Monday."""

    PRIVACY = privacy(
        plain="id operator program name track phase weekday starts ends room mode leader co_leader soft_cap hard_cap "
        "since until topic modality"
    )

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=80)
    track = models.CharField(max_length=60)
    phase = models.CharField(max_length=40, blank=True)
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=12, default="in_person")
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    co_leader = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=80, blank=True)
    modality = models.CharField(max_length=60, blank=True)
    soft_cap = models.PositiveSmallIntegerField()
    hard_cap = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField()

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="group_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(soft_cap__lte=models.F("hard_cap")), name="soft_cap_within_hard_cap"
            ),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_of_a_week"),
        ]


class Membership(SubjectScoped):
    """A person belongs to a group from a day to a day; joining and leaving never touch the group's meetings."""

    PRIVACY = privacy(plain="id operator", identifying="subject", part2="episode group during")

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    during = DateRangeField()

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="one_membership_at_a_time",
                expressions=[
                    ("subject", RangeOperators.EQUAL),
                    ("group", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]


class Seat(SubjectScoped):
    """A place in a group on a date, numbered 1 to the hard cap: two people cannot hold the same one."""

    PRIVACY = privacy(
        plain="id operator number cap freed_at", identifying="subject", part2="group membership on freed_why"
    )

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="seats")
    on = models.DateField()
    number = models.PositiveSmallIntegerField()
    #: The group's hard cap when the seat was given, so that the database itself can hold the number to it.
    cap = models.PositiveSmallIntegerField()
    freed_at = models.DateTimeField(null=True, blank=True)
    freed_why = models.CharField(max_length=40, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["group", "on", "number"], condition=models.Q(freed_at=None), name="one_person_a_seat"
            ),
            models.UniqueConstraint(
                fields=["group", "on", "subject"], condition=models.Q(freed_at=None), name="one_seat_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1, number__lte=models.F("cap")), name="seats_within_the_cap"
            ),
        ]


class SeatHold(SubjectScoped):
    """A place in every meeting of a group, held for somebody who asked for help, until a moment. It ends by itself:
    nothing is written when the moment passes. A request's holds have one key."""

    PRIVACY = privacy(plain="id operator at until", identifying="subject key", part2="group")
    APPEND_ONLY = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="holds")
    key = models.CharField(max_length=40)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["group", "subject"], name="one_hold_a_person_a_group"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("at")), name="a_hold_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["operator", "until"], name="hold_until")]


class EndedHold(SubjectScoped):
    """A hold that staff let go before it ended by itself: when, who and, where they said it, why."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by", part2="hold why")
    APPEND_ONLY = True

    hold = models.OneToOneField(SeatHold, on_delete=models.PROTECT, related_name="ended")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    why = models.CharField(max_length=120, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False


class ChangedMeeting(OperatorScoped):
    """One date of a group that differs from its week: called off, or at another time, elsewhere, led by somebody else.

    Each row holds all of the date's terms; the newest version is how the group meets on it.
    """

    PRIVACY = privacy(
        plain="id operator group on version off starts ends leader co_leader room mode why at", identifying="by"
    )
    APPEND_ONLY = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="changed")
    on = models.DateField()
    version = models.PositiveSmallIntegerField()
    off = models.BooleanField(default=False)
    starts = models.TimeField()
    ends = models.TimeField()
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    co_leader = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=12)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["group", "on", "version"], name="one_change_at_a_time"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="change_ends_after_it_starts"),
        ]


class StaffAbsence(OperatorScoped):
    """A member of staff is away for a while. Kept in one word; nobody writes down why."""

    PRIVACY = privacy(plain="id operator staff during word at ended_at", identifying="by")

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    during = DateTimeRangeField()
    #: One of the words of scheduling/changes: unplanned, planned, training.
    word = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    #: When it was called back or shortened to nothing; None while it stands.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="away_once_at_a_time",
                expressions=[("staff", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(ended_at=None),
            )
        ]


class Occupancy(OperatorScoped):
    """A client, a member of staff or a room is taken for a while; the database refuses two at once."""

    PRIVACY = privacy(plain="id operator what during because freed_at", identifying="what_id")

    #: client, staff or room
    what = models.CharField(max_length=6)
    what_id = models.BigIntegerField()
    during = DateTimeRangeField()
    #: "group:3", "session:17"
    because = models.CharField(max_length=40)
    freed_at = models.DateTimeField(null=True, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="not_in_two_places",
                expressions=[
                    ("operator", RangeOperators.EQUAL),
                    ("what", RangeOperators.EQUAL),
                    ("what_id", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(freed_at=None),
            )
        ]
        indexes = [models.Index(fields=["operator", "because"])]
