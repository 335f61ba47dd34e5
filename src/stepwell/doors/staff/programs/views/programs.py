"""Programs: the list, and one program with every rule it follows."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.programs import pages


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Programs by site."""
    page = pages.index(access_of(request), now=timezone.now())
    return render(request, "programs/index.html", {"page": page})


@require_safe
def show(request: HttpRequest, program_id: int) -> HttpResponse:
    """One program's rules on a day; `q` narrows them by a word, `on` asks for another day."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    page = pages.program(
        access_of(request), program_id=program_id, words=words, on=_day(request.GET.get("on", "")), now=timezone.now()
    )
    return render(request, "programs/program.html", {"page": page})


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None
