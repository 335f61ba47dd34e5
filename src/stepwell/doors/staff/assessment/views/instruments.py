"""Instruments: over time, given by staff, the result of one giving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment import results
from stepwell.doors.staff.assessment.forms import Giving
from stepwell.doors.staff.assessment.giving import after, asks_for, given_now
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed

TAB = "chart-assessment"


@require_safe
def show(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """One instrument over time."""
    access = access_of(request)
    page = results.instrument(access, person_id=person_id, name=name, now=timezone.now())
    gives = allowed(access.roles, Permission.MEASURE_GIVE)
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "gives": gives}
    return render(request, "assessment/instrument.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """Staff ask, question by question. `opened_by` goes on in the sitting of the giving that asked for this one."""
    access, now = access_of(request), timezone.now()
    opened_by = _number(request.GET.get("opened_by", ""))
    page = results.asking(access, person_id=person_id, name=name, opened_by=opened_by, now=now)
    sitting = page.opener.sitting if page.opener else _uuid(request.GET.get("sitting", ""))
    key = f"instrument-{name}-{person_id}-{sitting or ''}"
    sheet = Sheet(request, Giving, key, options={"asked": page.asked})

    def save(given: Any) -> str:
        row = given_now(
            access,
            page.asked,
            given,
            subject=page.head.subject,
            at=now,
            given_by=access.name,
            sitting=sitting,
            opened_by=page.opener if page.opener and asks_for(page.opener, name) else None,
        )
        return after(access, person_id, row)

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "asked": page.asked}
    return sheet.answer(save, "assessment/giving.html", context)


@require_safe
def result(request: HttpRequest, person_id: int, name: str, measure_id: int) -> HttpResponse:
    """What one giving came to, and what follows from it."""
    access = access_of(request)
    page = results.result(access, person_id=person_id, name=name, measure_id=measure_id, now=timezone.now())
    gives = allowed(access.roles, Permission.MEASURE_GIVE)
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "gives": gives}
    return render(request, "assessment/result.html", context)


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
