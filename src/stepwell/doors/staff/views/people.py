"""People: the list and one person's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.staff import person
from stepwell.doors.staff.access import access_of
from stepwell.registry.people import queries


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """People by last name; `q` narrows by how a name starts."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = queries.people(access_of(request), starts_with=asked)
    return render(request, "staff/people.html", {"people": found, "asked": asked})


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: the stair, what is due, ways to reach them, consents and papers in force."""
    return render(request, "staff/person.html", {"page": person.page(access_of(request), person_id, timezone.now())})
