"""Sessions: who was there for how long, one shared part and one part a participant, each signed on its own."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models

from stepwell.care.plans.models import Objective
from stepwell.care.scheduling.models import Group
from stepwell.foundation.gate.models import Consent
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Relation, Staff
from stepwell.registry.programs.models import Program, Room


class Session(OperatorScoped):
    """A meeting of a group, a pair or a family: education, medication and case management too."""

    PRIVACY = privacy(
        plain="id operator program group kind format on starts_at ends_at leader co_leader room mode video_link topic "
        "modality curriculum_session counts code cancelled_at cancelled_why split_from"
    )

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="sessions")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    kind = models.CharField(max_length=30)
    format = models.CharField(max_length=30, blank=True)
    on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    co_leader = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=12, default="in_person")
    video_link = models.CharField(max_length=300, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    modality = models.CharField(max_length=60, blank=True)
    curriculum_session = models.CharField(max_length=80, blank=True)
    #: Whether its minutes are treatment hours, as the program's policy says for this kind and leader.
    counts = models.BooleanField()
    #: The code it is billed with where it is billed by itself; empty inside a per diem.
    code = models.CharField(max_length=10, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)
    #: The session it was split off from; the part of a group that went along meets here.
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="split_off")

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["group", "on"],
                condition=models.Q(cancelled_at=None),
                name="one_meeting_a_group_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["operator", "on"])]


class SessionChange(OperatorScoped):
    """What was changed about a session, by whom and why; each keeps how it was before and after."""

    PRIVACY = privacy(plain="id operator session version what other before after why at", identifying="by")
    APPEND_ONLY = True

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveSmallIntegerField()
    #: called_off, moved, led_by, split, split_off, joined (others came to it) or joined_to (it ended in another).
    what = models.CharField(max_length=12)
    other = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="one_session_change_at_a_time")]


class Participation(SubjectScoped):
    """One person on the roster of one session, and what became of it."""

    PRIVACY = privacy(
        plain="id operator", identifying="subject location_state callback licence_check",
        part2="session episode outcome outcome_why",
    )  # fmt: skip

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="roster")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="participations")
    #: expected, attended, no_show, excused
    outcome = models.CharField(max_length=10, default="expected")
    outcome_why = models.CharField(max_length=100, blank=True)
    #: By video: where the person is, a number to call back, and whether the clinician is licensed there.
    location_state = models.CharField(max_length=2, blank=True)
    callback = models.CharField(max_length=30, blank=True)
    licence_check = models.JSONField(default=dict)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["session", "subject"], name="once_on_the_roster")]


class Guest(SubjectScoped):
    """A relative in a family session, by the person's consent."""

    PRIVACY = privacy(plain="id operator", identifying="subject relation", part2="participation consent")
    APPEND_ONLY = True

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="guests")
    relation = models.ForeignKey(Relation, on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")


class Presence(SubjectScoped):
    """An interval a participant was there; someone who comes late or steps out has several."""

    PRIVACY = privacy(plain="id operator voided_at voided_why", identifying="subject", part2="participation during")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="presences")
    during = DateTimeRangeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=100, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="present_once_at_a_time",
                # Whatever the session: nobody is in two places, so no minute is written down twice.
                expressions=[("subject", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=models.Q(voided_at=None),
            )
        ]


class Break(OperatorScoped):
    """A break in a session; the policy says up to how long it counts."""

    PRIVACY = privacy(plain="id operator session during")
    APPEND_ONLY = True

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="breaks")
    during = DateTimeRangeField()


class SharedPart(OperatorScoped):
    """The part of a session's note that is true for all: topic, what was done, how many were there, never names."""

    PRIVACY = privacy(
        plain="id operator session version author credential signed_at sha256 late amends why", part2="text"
    )
    APPEND_ONLY = True

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="shared_parts")
    version = models.PositiveSmallIntegerField()
    text = models.JSONField()
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["session", "version"], name="shared_part_version")]


class OwnPart(SubjectScoped):
    """One participant's part of the note, signed on its own. Amending one is a new version of one."""

    PRIVACY = privacy(
        plain="id operator version author credential signed_at sha256 late amends why",
        identifying="subject",
        part2="participation text objective exception risk",
    )
    APPEND_ONLY = True

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="own_parts")
    version = models.PositiveSmallIntegerField()
    text = models.JSONField()
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    #: Why no objective is cited, where that is permitted: crisis, intake, admin.
    exception = models.CharField(max_length=12, blank=True)
    risk = models.CharField(max_length=200)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=20)
    signed_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["participation", "version"], name="own_part_version")]


class Outreach(SubjectScoped):
    """A call or message after someone did not come: the same day, with how it ended."""

    PRIVACY = privacy(plain="id operator at way", identifying="subject by", part2="episode about reached says")
    APPEND_ONLY = True

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="outreach")
    about = models.CharField(max_length=80)
    way = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    reached = models.BooleanField()
    says = models.CharField(max_length=300, blank=True)
