"""A site: its particulars, rooms, and the name at the head of its letters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.programs import forms
from stepwell.doors.staff.programs import sites as pages
from stepwell.registry.programs import actions


@require_safe
def show(request: HttpRequest, site_id: int) -> HttpResponse:
    """What the house knows of a site."""
    return render(request, "programs/site.html", {"page": pages.site(access_of(request), site_id=site_id)})


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, site_id: int) -> HttpResponse:
    """The name at the head of the site's letters."""
    access = access_of(request)
    page = pages.to_change(access, site_id=site_id)
    sheet = Sheet(
        request,
        forms.Letters,
        key=f"site-letters-{site_id}",
        seen=page.site.letter_name,
        initial={"name": page.site.letter_name},
        theirs=lambda: {"Name for letters": page.site.letter_name or "none"},
    )

    def save(given: dict[str, Any]) -> str:
        actions.name_for_letters(access, site=page.site, **given)
        messages.success(request, "Saved.")
        return reverse("site", args=[site_id])

    return sheet.answer(save, "programs/letters.html", {"page": page})


@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, site_id: int) -> HttpResponse:
    """A new room."""
    access = access_of(request)
    page = pages.to_change(access, site_id=site_id)
    sheet = Sheet(request, forms.Room, key=f"room-new-{site_id}", options={"taken": [one.name for one in page.rooms]})

    def save(given: dict[str, Any]) -> str:
        made = actions.open_room(access, site=page.site, **given)
        messages.success(request, f"{made.name} is open.")
        return reverse("site", args=[site_id])

    return sheet.answer(save, "programs/room.html", {"page": page})
