"""Letters: drafted from facts, signed as they are, never changed; a new one takes the place of one that was voided."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.models import Disclosure
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Staff


class Letter(SubjectScoped):
    """One letter. Until it is signed only the words that are added by hand may change."""

    PRIVACY = privacy(
        plain="id operator language policy_ref drafted_at",
        identifying="subject drafted_by",
        part2="episode kind to recipient address purpose says from_on to_on sentences addition replaces",
    )

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=30)
    #: client or recipient
    to = models.CharField(max_length=10)
    recipient = models.CharField(max_length=200, blank=True)
    #: Lines under the recipient's name.
    address = models.JSONField(default=list)
    purpose = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="en")
    #: What it tells, by the names of the policy.
    says = models.JSONField()
    from_on = models.DateField()
    to_on = models.DateField()
    policy_ref = models.CharField(max_length=120)
    sentences = models.JSONField()
    addition = models.TextField(blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    drafted_by = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()


class LetterSignature(SubjectScoped):
    """A letter signed by a named person with a credential: the very document, and the disclosure it was."""

    PRIVACY = privacy(
        plain="id operator at sha256", identifying="subject by credential", part2="letter sender document disclosure"
    )
    APPEND_ONLY = True

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="signature")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=20)
    at = models.DateTimeField()
    #: The name at its head.
    sender = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="+")


class LetterVoid(SubjectScoped):
    """A letter that does not hold any more, signed or not, and why. What was sent stays sent."""

    PRIVACY = privacy(plain="id operator at", identifying="subject by", part2="letter why")
    APPEND_ONLY = True

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="void")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
