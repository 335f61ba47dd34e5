"""Documents through the gate: kept ones by who may read their kind, and sheets that are printed when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.doors.printing.face_sheet import face_sheet
from stepwell.doors.staff.papers.readers import may_open
from stepwell.foundation.documents import queries as documents
from stepwell.foundation.documents.keeping import file_name
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound


@dataclass(frozen=True)
class Sent:
    """What a browser is sent. name: neutral."""

    content: bytes
    media_type: str
    name: str


@query(Permission.PERSON_READ)
def document(access: Access, *, document_id: int) -> Sent:
    """A document whose kind the role may read. Raises NotFound, the same for one that is not theirs to read."""
    found = documents.document_by_id(access, document_id=document_id)
    if not may_open(access, found.kind):
        raise NotFound
    return Sent(bytes(found.content), found.media_type, file_name(found))


@query(Permission.PERSON_READ)
def face(access: Access, *, person_id: int, now: datetime) -> bytes:
    """The face sheet as PDF. Raises NotFound."""
    return face_sheet(access, person_id, now)
