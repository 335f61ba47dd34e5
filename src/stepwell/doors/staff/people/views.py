"""People: the list and one person's overview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.people import overview
from stepwell.doors.staff.people.tabs import tabs
from stepwell.registry.people import queries


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """People by last name; `q` narrows by how a name starts."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = queries.people(access_of(request), starts_with=asked)
    return render(request, "staff/people.html", {"people": found, "asked": asked})


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: what is due, ways to reach them, people around them, consents in force."""
    access = access_of(request)
    page = overview.overview(access, person_id=person_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "person")}
    return render(request, "staff/person.html", context)
