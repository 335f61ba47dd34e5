"""The trail: who saw or changed what, and what was refused."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.trail import pages


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The trail of the house, narrowed by what was asked."""
    page = pages.page(access_of(request), given=request.GET.dict(), now=timezone.now())
    return render(request, "trail/trail.html", {"page": page})
