"""Something went wrong: big choices, and what is open now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.urgent import home
from stepwell.doors.staff.urgent.who import person_come_from


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page. Whoever comes from a chart takes the person along."""
    page = home.home(access_of(request), person_id=person_come_from(request), now=timezone.now())
    return render(request, "urgent/home.html", {"page": page})
