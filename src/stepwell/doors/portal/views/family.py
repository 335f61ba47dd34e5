"""Pages of somebody the client lets in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.portal import family as pages
from stepwell.foundation.gate.refusals import NotFound


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is open today; a kind page where nothing is."""
    access, now = access_of(request), timezone.now()
    try:
        page = pages.family(access, now=now)
    except NotFound:
        return render(request, "portal/family_closed.html", {})
    pages.account_for(access, kinds=page.kinds, now=now, today=page.today)
    return render(request, "portal/family.html", {"page": page, "me": page})


@require_safe
def join(request: HttpRequest, session_id: int) -> HttpResponse:
    """The way into the room of a family session by video."""
    page, one = pages.meeting(access_of(request), session_id=session_id, now=timezone.now())
    return render(request, "portal/family_join.html", {"page": page, "me": page, "one": one})


@require_safe
def education(request: HttpRequest) -> HttpResponse:
    """How to help. It tells nothing of anybody, so it is open to every relative's login."""
    return render(request, "portal/education.html", {"clauses": pages.education(timezone.localdate())})


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Whom to call now."""
    return render(request, "portal/family_help.html", {})
