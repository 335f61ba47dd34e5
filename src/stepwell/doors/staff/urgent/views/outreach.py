"""Calls after somebody did not come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.sessions import actions as sessions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.urgent import outreach
from stepwell.doors.staff.urgent.day_forms import Called


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Whom to call, the earliest due first."""
    page = outreach.due(access_of(request), now=timezone.now())
    return render(request, "urgent/outreach.html", {"page": page})


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, task_id: int) -> HttpResponse:
    """How a call ended."""
    access, now = access_of(request), timezone.now()
    page = outreach.call(access, task_id=task_id, now=now)
    ways = [(kind, kind.capitalize()) for kind in dict.fromkeys(way.kind for way in page.ways)]
    options = {"ways": [*ways, ("visit", "Visit, as they agreed")]}
    sheet = Sheet(request, Called, key=f"outreach-{task_id}", options=options)

    def save(given: dict[str, Any]) -> str:
        sessions.reach_out(access, episode=page.episode, about=page.task.about, at=now, **given)
        done = "Reached; the work is done." if given["reached"] else "Kept. The call stays on the list."
        messages.success(request, done)
        return reverse("outreach")

    context = {"page": page, "head": page.head, "tabs": tabs(access, page.head.person.pk, "")}
    return sheet.answer(save, "urgent/outreach_call.html", context)
