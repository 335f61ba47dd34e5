"""Asking a payer for days."""

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
from stepwell.doors.staff.authorizations import asking, forms
from stepwell.doors.staff.people.tabs import tabs
from stepwell.office.utilization import actions


@require_safe
def whom(request: HttpRequest) -> HttpResponse:
    """For whom days are asked for: people by name."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = asking.whom(access_of(request), starts_with=asked)
    return render(request, "authorizations/whom.html", {"people": found, "asked": asked})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, person_id: int) -> HttpResponse:
    """A request to one of the person's plans; before admission it belongs to no stay."""
    access = access_of(request)
    page = asking.asking(access, person_id=person_id, now=timezone.now())

    def save(given: dict[str, Any]) -> str:
        row = actions.request(
            access,
            subject=page.head.subject,
            episode=page.head.open_episode,
            at=page.head.now,
            **{**given, "coverage": page.plan(given["coverage"])},
        )
        messages.success(request, "Asked for. If no answer comes, asking again is due in seven days.")
        return reverse("authorization", args=[row.pk])

    sheet = Sheet(
        request,
        forms.Request,
        key=f"authorization-new-{person_id}",
        initial=page.initial,
        options={"plans": page.choices, "levels": page.levels},
    )
    here = tabs(access, person_id, "chart-coverage")
    return sheet.answer(save, "authorizations/new.html", {"page": page, "head": page.head, "tabs": here})
