"""People around somebody: the page, one more, one who is no longer there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.chart import around, forms
from stepwell.doors.staff.people.head import head_of
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.people import actions

HERE = "chart-people"


@require_safe
def index(request: HttpRequest, person_id: int) -> HttpResponse:
    """What each may know and may not; ways to reach the person."""
    access = access_of(request)
    page = around.people_around(access, person_id=person_id, now=timezone.now())
    return render(
        request, "chart/around.html", {"page": page, "head": page.head, "tabs": tabs(access, person_id, HERE)}
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.PERSON_WRITE)
def add(request: HttpRequest, person_id: int) -> HttpResponse:
    """Somebody around the person. Being noted permits nothing."""
    access = access_of(request)
    head = head_of(access, person_id=person_id, now=timezone.now())
    sheet = Sheet(request, forms.Relating, key=f"relation-{person_id}")

    def save(given: dict[str, Any]) -> str:
        row = actions.relate(access, subject=head.subject, on=head.today, **given)
        messages.success(request, f"{row.name} is noted. It permits nothing yet; a consent does.")
        return reverse(HERE, args=[person_id])

    context = {"head": head, "tabs": tabs(access, person_id, HERE), "title": "Somebody around them"}
    return sheet.answer(save, "chart/form.html", context)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, person_id: int, relation_id: int) -> HttpResponse:
    """Somebody who is no longer around the person."""
    access = access_of(request)
    head, one = around.relation(access, person_id=person_id, relation_id=relation_id, now=timezone.now())
    sheet = Sheet(request, forms.Ending, key=f"relation-end-{relation_id}")

    def save(given: dict[str, Any]) -> str:
        actions.end_relation(access, relation=one.relation, on=head.today)
        messages.success(request, f"{one.relation.name} is no longer noted here.")
        return reverse(HERE, args=[person_id])

    return sheet.answer(save, "chart/relation_end.html", {"head": head, "one": one})
