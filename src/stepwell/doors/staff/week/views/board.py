"""The board of a week, and the same as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.sessions.views.days import day_asked
from stepwell.doors.staff.week.board import week_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`of` is any day of the week, `program` a number, `as=table` the same as a table."""
    page = week_page(
        access_of(request),
        program_id=number(request.GET.get("program", "")),
        week_of=day_asked(request.GET.get("of")),
        now=timezone.now(),
    )
    shown = "week/table.html" if request.GET.get("as") == "table" else "week/board.html"
    return render(request, shown, {"page": page})


def number(text: str) -> int | None:
    """A number in an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
