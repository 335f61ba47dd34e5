"""Leaving: a checklist that says what still stands in the way, a look at the summary, then the discharge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.transitions import actions as transitions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment.who import signed_in
from stepwell.doors.staff.transitions import checklist, forms, pages
from stepwell.doors.staff.transitions.views.stay import context


@require_http_methods(["GET", "HEAD", "POST"])
def discharge(request: HttpRequest, person_id: int) -> HttpResponse:
    """The checklist; sent, the stay ends, the handoff opens and the calls are on their days."""
    access = access_of(request)
    page = pages.leaving(access, person_id=person_id, now=timezone.now())
    sheet = Sheet(
        request,
        forms.Discharge,
        key=f"discharge-{page.episode.pk}",
        initial={"on": page.head.today, "client_signature": "none"},
        options={"reasons": page.reasons, "held": page.held},
    )

    def save(given: dict[str, Any]) -> str:
        transitions.discharge(
            access,
            episode=page.episode,
            on=given["on"],
            reason=given["reason"],
            by=signed_in(access),
            credential=given["credential"],
            at=timezone.now(),
            **forms.leaving_of(given, page.head.zone),
        )
        messages.success(request, "The stay has ended. Its papers are kept, and the handoff is open until it is kept.")
        return reverse("stay", args=[person_id])

    def shown() -> dict[str, Any]:
        check = checklist.check(access, page=page, given=_clean(sheet.form, page.head.today))
        return {**context(access, page, person_id), "check": check}

    return sheet.answer(save, "transitions/discharge.html", shown)


@require_POST
def preview(request: HttpRequest, person_id: int) -> HttpResponse:
    """What still stands in the way; nothing is written."""
    access = access_of(request)
    page = pages.leaving(access, person_id=person_id, now=timezone.now())
    form = forms.Discharge(request.POST, reasons=page.reasons, held=page.held)
    check = checklist.check(access, page=page, given=_clean(form, page.head.today))
    return render(request, "transitions/_checklist.html", {**context(access, page, person_id), "check": check})


@require_POST
def summary(request: HttpRequest, person_id: int) -> HttpResponse:
    """The summary as it would be printed; nothing is written."""
    access = access_of(request)
    page = pages.leaving(access, person_id=person_id, now=timezone.now())
    form = forms.Discharge(request.POST, reasons=page.reasons, held=page.held)
    content = checklist.preview(access, page=page, given=_clean(form, page.head.today))
    headers = {"Content-Disposition": 'inline; filename="page.pdf"', "Cache-Control": "no-store, private"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _clean(form: Any, today: date) -> dict[str, Any]:
    """What is given so far, as far as it is clean."""
    if not form.is_bound:
        return {"on": today, **form.initial}
    if not hasattr(form, "cleaned_data"):
        form.full_clean()
    return {"on": today, **form.cleaned_data}
