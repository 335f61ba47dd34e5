"""The sessions of a day, holding a group's meeting, and everything unsigned."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import actions
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.sessions.day_page import day_page, unsigned_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A day's sessions: `on` is the day, `of` is me or all."""
    mine = {"me": True, "all": False}.get(request.GET.get("of", ""))
    page = day_page(access_of(request), on=day_asked(request.GET.get("on")), mine=mine, now=timezone.now())
    return render(request, "sessions/index.html", {"page": page})


@require_safe
def unsigned(request: HttpRequest) -> HttpResponse:
    """Everything this login still signs."""
    page = unsigned_page(access_of(request), now=timezone.now())
    return render(request, "sessions/unsigned.html", {"page": page})


@require_POST
def hold(request: HttpRequest, group_id: int, on: str) -> HttpResponse:
    """Open the roster of a group's meeting on a day; twice is the same meeting."""
    access, when = access_of(request), day_asked(on)
    if when is None:
        raise Http404
    group = scheduling.group_by_id(access, group_id=group_id)
    session = actions.hold_group(access, group=group, on=when)
    return HttpResponseRedirect(reverse("session", args=[session.pk]))


def day_asked(text: str | None) -> date | None:
    """A day in an address, as 2026-03-02; None for anything else, or far from any clinic's days."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None
