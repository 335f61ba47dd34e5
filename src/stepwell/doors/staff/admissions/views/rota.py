"""The on-call rota."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.care.admissions import actions as admissions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.admissions import forms
from stepwell.doors.staff.admissions import rota as page_of


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Who answers now and next; who keeps the rota puts somebody on call."""
    access, now = access_of(request), timezone.now()
    page = page_of.to_write(access, now=now) if request.method == "POST" else page_of.page(access, now=now)
    if not page.may_write:
        return render(request, "admissions/rota.html", {"page": page})
    sheet = Sheet(request, forms.OnCall, key="on-call", options={"staff": page.choices})

    def save(given: dict[str, Any]) -> str:
        admissions.put_on_call(
            access,
            staff=page.member(given["staff"]),
            starts=datetime.combine(given["from_on"], given["from_at"], page.zone),
            ends=datetime.combine(given["until_on"], given["until_at"], page.zone),
            phone=given["phone"],
        )
        messages.success(request, "On call.")
        return reverse("on-call")

    return sheet.answer(save, "admissions/rota.html", {"page": page})
