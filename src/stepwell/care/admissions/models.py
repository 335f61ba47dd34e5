"""From the first contact to admission: enquiry, safety, eligibility, papers, and who is on call."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models

from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.models import Consent
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped
from stepwell.registry.people.models import Relation, Staff
from stepwell.registry.programs.models import Program


class Enquiry(SubjectScoped):
    """A first contact: who asked for whom, by which way, what they wish."""

    PRIVACY = privacy(
        plain="id operator at by_whom way answer_due_at",
        identifying="subject asked_by taken_by",
        part2="program wish",
    )
    APPEND_ONLY = True

    at = models.DateTimeField()
    #: self, relative or referrer
    by_whom = models.CharField(max_length=10)
    asked_by = models.ForeignKey(Relation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=10)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="enquiries")
    wish = models.TextField(blank=True)
    taken_by = models.CharField(max_length=120)
    answer_due_at = models.DateTimeField()


class EnquiryStep(SubjectScoped):
    """Where an enquiry got to: contacted, benefits, intake_booked, admitted, routed_elsewhere, withdrawn."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by", part2="enquiry state says")
    APPEND_ONLY = True

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    says = models.CharField(max_length=300, blank=True)


class Contact(SubjectScoped):
    """A call or message to the person about their enquiry, and how it ended. again_at: when somebody tries again."""

    PRIVACY = privacy(plain="id operator at way", identifying="subject by", part2="enquiry outcome says again_at")
    APPEND_ONLY = True

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="contacts")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    #: phone, text, email, letter or in_person
    way = models.CharField(max_length=10)
    #: reached, no_answer, message_left or wrong_number
    outcome = models.CharField(max_length=14)
    says = models.CharField(max_length=300, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)


class SafetyCheck(SubjectScoped):
    """A safety check: what was asked and answered, and where it routes, each with its deadline."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by on_call", part2="facts ruling reasons urgent")
    APPEND_ONLY = True

    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    facts = models.JSONField()
    ruling = models.JSONField()
    reasons = models.JSONField()
    urgent = models.BooleanField()
    on_call = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class OnCallShift(OperatorScoped):
    """Who answers outside office hours, from when until when."""

    PRIVACY = privacy(plain="id operator staff during phone")

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    phone = models.CharField(max_length=30)


class EligibilityScreen(SubjectScoped):
    """Factors of fit looked at together: they inform; only emergencies route elsewhere."""

    PRIVACY = privacy(plain="id operator on policy_ref", identifying="subject by", part2="facts outcome reasons")
    APPEND_ONLY = True

    on = models.DateField()
    policy_ref = models.CharField(max_length=120)
    facts = models.JSONField()
    outcome = models.CharField(max_length=24)
    reasons = models.JSONField()
    by = models.CharField(max_length=120)


class IntakeAppointment(SubjectScoped):
    """The booked intake assessment; ended by being kept, missed or moved."""

    PRIVACY = privacy(plain="id operator at with_staff outcome", identifying="subject", part2="enquiry")

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="intakes")
    at = models.DateTimeField()
    with_staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)


class Paper(SubjectScoped):
    """A signed intake paper: which version, by whom, how, and the very document."""

    PRIVACY = privacy(
        plain="id operator at method version_hash",
        identifying="subject signed_by signer_authority",
        part2="kind document declined_reason consent",
    )
    APPEND_ONLY = True

    kind = models.CharField(max_length=30)
    version_hash = models.CharField(max_length=64)
    signed_by = models.CharField(max_length=120)
    #: self, guardian or representative
    signer_authority = models.CharField(max_length=20, default="self")
    method = models.CharField(max_length=12)
    at = models.DateTimeField()
    #: The consent that this paper is the text of.
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    declined_reason = models.CharField(max_length=300, blank=True)
