"""After stays: handoffs with their next act, calls that are due, and what became of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.transitions import actions as transitions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.transitions import forms, pages
from stepwell.doors.staff.transitions.views.stay import context


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everything open after stays."""
    page = pages.afterwards(access_of(request), now=timezone.now())
    return render(request, "transitions/handoffs.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, handoff_id: int) -> HttpResponse:
    """What became of a handoff."""
    access = access_of(request)
    page = pages.handoff(access, handoff_id=handoff_id, now=timezone.now())
    sheet = Sheet(
        request,
        forms.Closing,
        key=f"handoff-{handoff_id}",
        seen=page.row.outcome,
        theirs=lambda: {"Outcome": page.row.outcome, "In words": page.row.outcome_says},
    )

    def save(given: dict[str, Any]) -> str:
        transitions.close_handoff(
            access, handoff=page.row, outcome=given["outcome"], says=given["says"], at=timezone.now()
        )
        messages.success(request, "Kept. This handoff is closed.")
        return reverse("handoffs")

    return sheet.answer(save, "transitions/handoff.html", context(access, page, page.head.person.pk))


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, follow_up_id: int) -> HttpResponse:
    """One call after a stay."""
    access = access_of(request)
    page = pages.call(access, follow_up_id=follow_up_id, now=timezone.now())
    sheet = Sheet(
        request,
        forms.Calling,
        key=f"follow-up-{follow_up_id}",
        seen=f"{page.row.attempts}-{page.row.done_on or ''}",
        theirs=lambda: {"Attempts": str(page.row.attempts), "Ended": str(page.row.done_on or "not yet")},
    )

    def save(given: dict[str, Any]) -> str:
        row = transitions.follow_up(
            access,
            follow_up=page.row,
            on=page.head.today,
            reached=given["reached"],
            answers=sheet.form.answers() if given["reached"] else None,
            at=timezone.now(),
        )
        done = "Kept." if row.done_on else f"Kept: attempt {row.attempts}. It stays on the list."
        messages.success(request, done)
        return reverse("handoffs")

    return sheet.answer(save, "transitions/call.html", context(access, page, page.head.person.pk))
