"""Search: people by name and pages by what they are called."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.shell.navigation import places
from stepwell.registry.people import queries


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What fits the words: people first, then pages."""
    access = access_of(request)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    people = queries.people(access, starts_with=asked, limit=20) if asked else []
    pages = [
        place
        for place in places(access.roles, "/-/")
        if asked and asked.lower() in f"{place.name} {place.also}".lower()
    ]
    return render(request, "search/page.html", {"asked": asked, "people": people, "pages": pages})
