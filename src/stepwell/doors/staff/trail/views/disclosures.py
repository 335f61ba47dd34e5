"""The accounting of disclosures: on a page, and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.trail import accounting


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What was told to others, narrowed by what was asked."""
    page = accounting.page(access_of(request), given=request.GET.dict(), now=timezone.now())
    return render(request, "trail/disclosures.html", {"page": page})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same as a file; its name tells nothing."""
    sheet = accounting.export(access_of(request), given=request.GET.dict(), now=timezone.now())
    answer = HttpResponse(sheet.text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{sheet.name}"'
    answer["Cache-Control"] = "no-store"
    return answer
