"""Documents as PDF, under names that tell nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.papers import printing


@require_safe
def show(request: HttpRequest, document_id: int) -> HttpResponse:
    """A kept document, byte for byte."""
    found = printing.document(access_of(request), document_id=document_id)
    return _sent(found.content, found.media_type, found.name)


@require_safe
def face_sheet(request: HttpRequest, person_id: int) -> HttpResponse:
    """One page with what somebody needs at once who has to act for the person."""
    return _sent(printing.face(access_of(request), person_id=person_id, now=timezone.now()), name="page.pdf")


def _sent(content: bytes, media_type: str = "application/pdf", name: str = "") -> HttpResponse:
    """Shown in the browser where it is a PDF, else downloaded; never kept by a cache."""
    way = "inline" if media_type == "application/pdf" else "attachment"
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'{way}; filename="{name}"', "Cache-Control": "no-store, private"},
    )
