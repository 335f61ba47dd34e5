"""Leave and return."""

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
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.urgent import leaves
from stepwell.doors.staff.urgent.day_forms import LeaveBegins, LeaveEnds
from stepwell.doors.staff.urgent.who import words_asked
from stepwell.registry.episodes import actions as episodes


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who is away today, and whose leave begins."""
    page = leaves.away(access_of(request), words=words_asked(request), now=timezone.now())
    return render(request, "urgent/leaves.html", {"page": page})


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """A leave begins, or ends."""
    access = access_of(request)
    page = leaves.page(access, person_id=person_id, now=timezone.now())
    running, stay = page.running, page.head.open_episode
    sheet = Sheet(
        request,
        LeaveEnds if running else LeaveBegins,
        key=f"leave-{person_id}-{running.pk if running else 'new'}",
        seen=f"{len(page.before)}-{running.pk if running else 0}",
        initial={"on": page.head.today},
        theirs=lambda: {"Leave": "running" if running else "none is running"},
    )

    def save(given: dict[str, Any]) -> str:
        if running is not None:
            episodes.end_leave(access, leave=running, on=given["on"])
            messages.success(request, "Welcome back. Seats that are still free are given back.")
        elif stay is not None:
            episodes.begin_leave(access, episode=stay, **given)
            messages.success(request, "The leave is written down. Seats of the days away are free for others.")
        return reverse("leave", args=[person_id])

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "")}
    if stay is None:
        return render(request, "urgent/leave.html", context)
    return sheet.answer(save, "urgent/leave.html", context)
