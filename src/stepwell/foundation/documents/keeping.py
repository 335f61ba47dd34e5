"""Keeping a document: called by the actions of the areas, inside their open gate."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from binascii import Error
from typing import Final

from stepwell.foundation.documents.models import Document, SignatureImage
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.refusals import BadInput

_URL: Final = "data:image/png;base64,"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: Far more than a drawn name needs, in bytes and in pixels a side.
_MOST, _WIDEST = 200_000, 4_000


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


def keep_drawn(document: Document, png: bytes) -> SignatureImage:
    """Keep the signature that was drawn on a document beside it."""
    return SignatureImage.objects.create(
        subject_id=document.subject_id, document=document, png=png, sha256=hashlib.sha256(png).hexdigest()
    )


def drawn_png(url: str, field: str = "drawn") -> bytes | None:
    """The picture of a signature as a page sends it (a PNG in a data URL); None where nothing was drawn.

    Raises BadInput with that field for anything else.
    """
    if not url:
        return None
    says = "The drawing did not arrive whole. Draw it again, or type your name alone."
    if not url.startswith(_URL) or len(url) > _MOST * 4 // 3:
        raise BadInput(field, says)
    try:
        png = b64decode(url[len(_URL) :], validate=True)
    except (Error, ValueError):
        raise BadInput(field, says) from None
    sides = [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)]
    if not png.startswith(_PNG) or not all(0 < side <= _WIDEST for side in sides):
        raise BadInput(field, says)
    return png
