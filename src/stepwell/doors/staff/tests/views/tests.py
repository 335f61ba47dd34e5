"""Tests of the house today, and one person's history and orders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.testing import actions as testing
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment.who import signed_in
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.tests import forms, pages
from stepwell.foundation.gate.refusals import BadInput

TAB = "chart-tests"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """To collect, waiting, to review."""
    return render(request, "tests/board.html", {"page": pages.board(access_of(request), now=timezone.now())})


@require_safe
def of_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person's tests."""
    access = access_of(request)
    page = pages.history(access, person_id=person_id, now=timezone.now())
    return render(
        request, "tests/history.html", {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, person_id: int) -> HttpResponse:
    """Order a test; a day that was drawn is told in the address."""
    access = access_of(request)
    page = pages.ordering(access, person_id=person_id, now=timezone.now())
    drawn = request.GET.get("drawn") == "1"
    sheet = Sheet(
        request,
        forms.Order,
        key=f"test-{person_id}",
        initial={
            "due_on": page.head.today,
            "panel": [one for one in page.panel if one in page.analytes],
            "why": "Drawn at random, as everyone's days are in this program." if drawn else "",
        },
        options={"analytes": page.analytes},
    )

    def save(given: dict[str, Any]) -> str:
        if page.head.open_episode is None:
            raise BadInput("", "A test is ordered in a stay that goes on.")
        panel = [*given["panel"], *([given["other"].strip()] if given["other"].strip() else [])]
        made = testing.order(
            access,
            episode=page.head.open_episode,
            by=signed_in(access),
            due_on=given["due_on"],
            panel=panel,
            why=given["why"],
        )
        messages.success(request, "Ordered.")
        return reverse("test", args=[made.pk])

    return sheet.answer(
        save, "tests/order.html", {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}
    )
