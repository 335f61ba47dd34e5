"""What runs out when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.authorizations import board


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every authorization, what comes first on top; `show` and `payer` narrow it."""
    given = {name: request.GET.get(name, "").replace("\x00", "")[:120] for name in ("show", "payer")}
    page = board.board(access_of(request), now=timezone.now(), **given)
    return render(request, "authorizations/board.html", {"page": page})
