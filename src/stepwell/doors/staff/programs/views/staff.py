"""Staff: the list, one member, hiring, credentials."""

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
from stepwell.doors.staff.programs import forms
from stepwell.doors.staff.programs import staff as pages
from stepwell.registry.people import actions


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody on staff today; `q` narrows by name, role or credential, `show` to what is due."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    due = request.GET.get("show") == "due"
    page = pages.everybody(access_of(request), words=asked, due_only=due, now=timezone.now())
    return render(request, "programs/staff.html", {"page": page})


@require_safe
def show(request: HttpRequest, staff_id: int) -> HttpResponse:
    """One member of staff."""
    page = pages.one(access_of(request), staff_id=staff_id, now=timezone.now())
    return render(request, "programs/member.html", {"page": page})


@require_http_methods(["GET", "POST"])
def hire(request: HttpRequest) -> HttpResponse:
    """Somebody new on staff."""
    access = access_of(request)
    today = pages.to_hire(access, now=timezone.now())

    def save(given: dict[str, Any]) -> str:
        made = actions.hire(access, **given)
        messages.success(request, f"{made.name} is on staff. Add the credentials next.")
        return reverse("staff-member", args=[made.pk])

    sheet = Sheet(request, forms.Hire, key="staff-new", initial={"on": today, "caseload_max": 0})
    return sheet.answer(save, "programs/hire.html")


@require_http_methods(["GET", "POST"])
def credential(request: HttpRequest, staff_id: int) -> HttpResponse:
    """A licence or certificate of somebody."""
    access = access_of(request)
    page = pages.to_credential(access, staff_id=staff_id, now=timezone.now())

    def save(given: dict[str, Any]) -> str:
        actions.credential(access, staff=page.staff, **given)
        messages.success(request, "Kept.")
        return reverse("staff-member", args=[staff_id])

    sheet = Sheet(
        request,
        forms.Credential,
        key=f"credential-new-{staff_id}",
        initial={"state": page.state, "valid_from": page.member.today},
        options={"kinds": page.kinds},
    )
    return sheet.answer(save, "programs/credential.html", {"page": page})
