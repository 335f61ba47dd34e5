"""People: the list and one person's overview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.people import details, overview, roster
from stepwell.doors.staff.people.forms import Details
from stepwell.doors.staff.people.tabs import tabs
from stepwell.registry.people import actions


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """People by last name; `q` narrows by how a name starts."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = roster.roster(access_of(request), starts_with=asked, on=timezone.localdate())
    return render(request, "staff/people.html", {"page": found, "asked": asked})


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person: what is due, ways to reach them, people around them, consents in force."""
    access = access_of(request)
    page = overview.overview(access, person_id=person_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "person")}
    return render(request, "staff/person.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """What is known of the person: names, birth date, language, address."""
    access = access_of(request)
    page = details.details(access, person_id=person_id, now=timezone.now())
    sheet = Sheet(
        request,
        Details,
        key=f"details-{person_id}",
        seen=page.version,
        initial=page.values,
        theirs=lambda: page.shown,
    )

    def save(given: dict[str, Any]) -> str:
        actions.describe(access, person=page.head.person, **given)
        messages.success(request, "Saved.")
        return reverse("person", args=[person_id])

    return sheet.answer(save, "staff/details.html", {"page": page, "head": page.head})
