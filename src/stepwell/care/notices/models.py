"""What is sent by text and e-mail: notices and pages, each try, how each ended, and who said STOP."""

from __future__ import annotations

from django.db import models

from stepwell.care.admissions.models import Enquiry
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped
from stepwell.registry.people.models import ReachWay, Staff

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


class OnCallPage(OperatorScoped):
    """A text to the one on call that somebody asks to be called. It goes to a telephone of the clinic and tells of
    nobody, so it is no row about a person; which enquiry it is of is kept here alone. One an enquiry, ever."""

    PRIVACY = privacy(plain="id operator staff phone text made_at policy_ref", part2="enquiry")
    APPEND_ONLY = True

    enquiry = models.OneToOneField(Enquiry, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    #: The number of the shift as it was then.
    phone = models.CharField(max_length=30)
    #: Empty where the words of the policy would tell; then it never goes out.
    text = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    policy_ref = models.CharField(max_length=120)

    class Meta(OperatorScoped.Meta):
        abstract = False


class OnCallPageTry(OperatorScoped):
    """One try to page, written before the carrier is asked: of two workers one can write it."""

    PRIVACY = privacy(plain="id operator page number at ended_at outcome says receipt")

    page = models.ForeignKey(OnCallPage, on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    #: sent, later (not taken now), never (cannot be sent there), unknown (it may have arrived); empty while under way.
    outcome = models.CharField(max_length=8, blank=True)
    says = models.CharField(max_length=200, blank=True)
    #: The carrier's own number of it.
    receipt = models.CharField(max_length=120, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="one_try_of_a_page_at_a_time")]


class OnCallPageEnd(OperatorScoped):
    """How a page ended: sent, failed or unknown (somebody is asked to call the one on call), and why."""

    PRIVACY = privacy(plain="id operator page how at says")
    APPEND_ONLY = True

    page = models.OneToOneField(OnCallPage, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=8)
    at = models.DateTimeField()
    says = models.CharField(max_length=200, blank=True)

    class Meta(OperatorScoped.Meta):
        abstract = False
