"""Somebody arrives unfit to take part: look, decide by the rule, bring them home safely, see them again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.care.emergencies import actions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.urgent import arrivals, forms
from stepwell.doors.staff.urgent.who import Who, person_asked, words_asked
from stepwell.foundation.gate.access import Access


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first look."""
    access, now = access_of(request), timezone.now()
    page = arrivals.new(access, person_id=person_asked(request), words=words_asked(request), now=now)
    if page.who is None:
        return render(request, "urgent/arrival_new.html", {"page": page})
    who = page.who
    sheet = Sheet(request, forms.Look, key=f"arrival-new-{who.person_id}", options={"signs": page.signs})
    return sheet.answer(lambda given: _look(access, who, sheet.form, given), "urgent/arrival_new.html", {"page": page})


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """What it means, the way home, and what was said and done."""
    access, now = access_of(request), timezone.now()
    page = arrivals.page(access, arrival_id=arrival_id, now=now)
    sheet = Sheet(request, forms.ArrivalStep, key=f"arrival-step-{arrival_id}")

    def save(given: dict[str, Any]) -> str:
        actions.write_arrival_step(access, arrival=page.row, at=now, **given)
        messages.success(request, "Written down.")
        return reverse("arrival", args=[arrival_id])

    return sheet.answer(save, "urgent/arrival.html", {"page": page})


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """Another look on the same day."""
    access = access_of(request)
    page = arrivals.page(access, arrival_id=arrival_id, now=timezone.now())
    sheet = Sheet(request, forms.Look, key=f"arrival-look-{arrival_id}", options={"signs": page.signs})
    return sheet.answer(
        lambda given: _look(access, page.who, sheet.form, given), "urgent/arrival_look.html", {"page": page}
    )


@require_http_methods(["GET", "POST"])
def ride(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """The safe way home."""
    access, now = access_of(request), timezone.now()
    page = arrivals.page(access, arrival_id=arrival_id, now=now)
    # Somebody may say that they will drive: the rule answers why not, and what to offer.
    ways = [(one, forms.RIDES.get(one, one)) for one in page.ways] + [("drives", "They drive themselves")]
    sheet = Sheet(request, forms.Ride, key=f"arrival-ride-{arrival_id}", options={"ways": ways})

    def save(given: dict[str, Any]) -> str:
        actions.arrange_ride(access, arrival=page.row, at=now, **given)
        messages.success(request, "The way home is written down.")
        return reverse("arrival", args=[arrival_id])

    return sheet.answer(save, "urgent/arrival_ride.html", {"page": page})


def _look(access: Access, who: Who, form: Any, given: dict[str, Any]) -> str:
    row = actions.observe_arrival(
        access,
        subject=who.subject,
        at=timezone.now(),
        seen=given["seen"],
        says=given["says"],
        breath_alcohol=given["breath_alcohol"],
        vitals=form.vitals(),
    )
    return reverse("arrival", args=[row.arrival_id]) if arrivals.sees(access, row) else reverse("urgent")
