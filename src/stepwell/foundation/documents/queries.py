"""Reading a kept document, byte for byte."""

from __future__ import annotations

from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound


@query(Permission.PERSON_READ)
def content(access: Access, *, document_id: int) -> bytes:
    """The bytes of a document as they were kept. Raises NotFound."""
    found = Document.objects.filter(pk=document_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return bytes(found.content)


@query(Permission.PERSON_READ)
def documents_of(access: Access, *, subject: Subject) -> list[Document]:
    """Documents of a person, the newest first, without their bytes."""
    return list(Document.objects.filter(subject=subject).defer("content").order_by("-made_at", "-id"))


@query(Permission.PERSON_READ)
def document_by_id(access: Access, *, document_id: int) -> Document:
    """One document with its bytes. Raises NotFound."""
    found = Document.objects.filter(pk=document_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found
