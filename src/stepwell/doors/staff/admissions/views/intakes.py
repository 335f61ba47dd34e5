"""Booking the intake and writing how it went."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.admissions import actions as admissions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.admissions import forms
from stepwell.doors.staff.admissions import intake as page_of
from stepwell.doors.staff.admissions.views.enquiries import context_of, page_state
from stepwell.foundation.gate.refusals import Conflict


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Offered times; one that was booked before is moved. `with`: of one member of staff only."""
    access, now = access_of(request), timezone.now()
    asked = request.GET.get("with", "")
    with_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    page = page_of.page(access, enquiry_id=enquiry_id, now=now, with_id=with_id)
    sheet = Sheet(
        request,
        forms.IntakeTime,
        key=f"enquiry-intake-{enquiry_id}",
        seen=page.seen,
        theirs=page_state(page),
        options={"slots": page.slots, "staff": page.staff},
    )

    def save(given: dict[str, Any]) -> str:
        if given["own_on"]:
            at = datetime.combine(given["own_on"], given["own_at"], page.way.zone)
            staff_id = given["own_with"]
        else:
            number, _, starts = given["slot"].partition("|")
            at, staff_id = datetime.fromisoformat(starts), int(number)
        admissions.book_intake(access, enquiry=page.way.enquiry, at=at, with_staff=page.leader(staff_id), booked_at=now)
        messages.success(request, "The intake is booked. Tell them the time, the place and who will be there.")
        return reverse("enquiry", args=[enquiry_id])

    return sheet.answer(save, "admissions/intake.html", lambda: context_of(access, page, "enquiry-intake"))


@require_POST
def outcome(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """How the booked intake went: kept, missed or cancelled."""
    access, now = access_of(request), timezone.now()
    page = page_of.page(access, enquiry_id=enquiry_id, now=now)
    if page.booked is None:
        raise Conflict("No intake is booked any more; somebody has written how it went, or moved it.")
    admissions.keep_intake(access, appointment=page.booked, at=now, outcome=request.POST.get("outcome", ""))
    messages.success(request, "Kept.")
    return redirect("enquiry", enquiry_id)
