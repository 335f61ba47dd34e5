"""Papers and files kept about a person; a stored document never changes."""

from __future__ import annotations

from django.db import models

from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.scoped import SubjectScoped


class Document(SubjectScoped):
    """The bytes as they were signed, printed or sent, with their SHA-256."""

    PRIVACY = privacy(plain="id operator media_type sha256 made_at", identifying="subject", part2="kind title content")
    APPEND_ONLY = True

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)


class SignatureImage(SubjectScoped):
    """The signature that somebody drew on a document, as their hand made it."""

    PRIVACY = privacy(plain="id operator sha256 made_at", identifying="subject png", part2="document")
    APPEND_ONLY = True

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="drawn")
    png = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
