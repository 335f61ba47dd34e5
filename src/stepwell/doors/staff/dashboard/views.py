"""The director's dashboard: the page, and each of its parts by itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.dashboard import asking, pages


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The filters and the shape of every part; the parts come by themselves, or each stands on a page of its own."""
    asked = asking.asked(access_of(request), given=request.GET.dict(), now=timezone.now())
    return render(request, "dashboard/show.html", {"asked": asked, "parts": pages.PARTS.values()})


@require_safe
def part(request: HttpRequest, name: str) -> HttpResponse:
    """One part: as a fragment for the dashboard, else as a page."""
    kind = pages.PARTS.get(name)
    if kind is None:
        raise Http404
    page = kind.read(access_of(request), given=request.GET.dict(), now=timezone.now())
    whole = not request.headers.get("HX-Request")
    context = {"page": page, "asked": page.asked, "parts": pages.PARTS.values(), "whole": whole}
    return render(request, f"dashboard/{'part' if whole else '_part'}.html", context)
