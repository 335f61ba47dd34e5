"""What is sent to people by text and e-mail: each notice, each try, how it ended, and who said STOP."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped
from stepwell.registry.people.models import ReachWay

TEXT = "text"
EMAIL = "email"


class Notice(SubjectScoped):
    """One thing that is to be sent, in the words and the way it goes. One a person, kind and thing, ever."""

    PRIVACY = privacy(
        plain="id operator kind channel language sender made_at not_before expires_at policy_ref",
        identifying="subject way",
        part2="about head text",
    )
    APPEND_ONLY = True

    kind = models.CharField(max_length=20)
    #: What it is about, "message:12"; a job that runs twice finds this row.
    about = models.CharField(max_length=80)
    way = models.ForeignKey(ReachWay, on_delete=models.PROTECT, related_name="+")
    #: text or email
    channel = models.CharField(max_length=5)
    language = models.CharField(max_length=2)
    #: The name it is sent under; empty where every name would tell.
    sender = models.CharField(max_length=120, blank=True)
    head = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    made_at = models.DateTimeField()
    #: The first moment outside quiet hours.
    not_before = models.DateTimeField()
    #: From then on it is of no use any more.
    expires_at = models.DateTimeField()
    policy_ref = models.CharField(max_length=120)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["operator", "subject", "kind", "about"], name="one_notice_a_thing")
        ]
        indexes = [models.Index(fields=["operator", "not_before"])]


class NoticeTry(SubjectScoped):
    """One try to send a notice, written before the carrier is asked: of two workers one can write it."""

    PRIVACY = privacy(
        plain="id operator number at ended_at outcome receipt", identifying="subject", part2="notice says"
    )

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    #: sent, later (not taken now), never (cannot be sent there), unknown (it may have arrived); empty while under way.
    outcome = models.CharField(max_length=8, blank=True)
    says = models.CharField(max_length=200, blank=True)
    #: The carrier's own number of it.
    receipt = models.CharField(max_length=120, blank=True)

    class Meta(SubjectScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["notice", "number"], name="one_try_at_a_time")]


class NoticeEnd(SubjectScoped):
    """How a notice ended: sent, failed (somebody is asked to call) or withheld, and why."""

    PRIVACY = privacy(plain="id operator at how", identifying="subject", part2="notice says")
    APPEND_ONLY = True

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=8)
    at = models.DateTimeField()
    says = models.CharField(max_length=200, blank=True)


class NumberWord(OperatorScoped):
    """A word that came from a number: stop, start, help or other. The newest stop or start of a number counts."""

    PRIVACY = privacy(plain="id operator word at", identifying="number")
    APPEND_ONLY = True

    #: Ten digits.
    number = models.CharField(max_length=20)
    word = models.CharField(max_length=5)
    at = models.DateTimeField()

    class Meta(OperatorScoped.Meta):
        abstract = False
        indexes = [models.Index(fields=["operator", "number"])]
