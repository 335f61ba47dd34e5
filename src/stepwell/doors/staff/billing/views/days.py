"""Days to look at, of everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.billing import days


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Held and billable days by person; `show`, `payer` and `reason` narrow it."""
    given = {name: request.GET.get(name, "").replace("\x00", "")[:120] for name in ("show", "payer", "reason")}
    number = request.GET.get("page", "")
    page = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    found = days.billing(access_of(request), now=timezone.now(), page=page, **given)
    return render(request, "billing/days.html", {"page": found})
