"""Keeping a document: called by the actions of the areas, inside their open gate."""

from __future__ import annotations

import hashlib

from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.models import Subject


def keep(*, subject: Subject, kind: str, title: str, media_type: str, content: bytes) -> Document:
    """Store the bytes as they are. `title` is for staff; file names never reveal treatment (see `file_name`)."""
    return Document.objects.create(
        subject=subject,
        kind=kind,
        title=title,
        media_type=media_type,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def file_name(document: Document) -> str:
    """A neutral name for a download: a file list on a shared computer must not tell of treatment."""
    ending = {"application/pdf": "pdf", "text/calendar": "ics"}.get(document.media_type, "txt")
    return f"document-{document.pk}.{ending}"
