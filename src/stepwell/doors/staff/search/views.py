"""Search: people by name, phone or member number, and pages by what they are called."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.search.finding import LONGEST, search
from stepwell.doors.staff.shell.navigation import all_places


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What fits the words: people first, then pages. Asked for while somebody types, only the list."""
    access = access_of(request)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    found = search(access, words=asked, pages=all_places(access.roles)) if asked else None
    typing = request.headers.get("HX-Request")
    return render(request, "search/_found.html" if typing else "search/page.html", {"asked": asked, "found": found})
