"""Ways to reach somebody, and the end of all of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.chart import around, forms
from stepwell.doors.staff.people.head import head_of
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.people import actions

HERE = "chart-people"


@require_http_methods(["GET", "POST"])
@needs(Permission.PERSON_WRITE)
def add(request: HttpRequest, person_id: int) -> HttpResponse:
    """A way that is safe, and whether a message may be left."""
    access = access_of(request)
    head = head_of(access, person_id=person_id, now=timezone.now())
    sheet = Sheet(request, forms.Reaching, key=f"way-{person_id}")

    def save(given: dict[str, Any]) -> str:
        actions.reach_by(access, subject=head.subject, on=head.today, **given)
        messages.success(request, "Kept. Messages go this way from now on.")
        return reverse(HERE, args=[person_id])

    context = {"head": head, "tabs": tabs(access, person_id, HERE), "title": "A way to reach them"}
    return sheet.answer(save, "chart/form.html", context)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, person_id: int, way_id: int) -> HttpResponse:
    """A way that is not to be used any more."""
    access = access_of(request)
    head, way = around.way(access, person_id=person_id, way_id=way_id, now=timezone.now())
    sheet = Sheet(request, forms.Ending, key=f"way-end-{way_id}")

    def save(given: dict[str, Any]) -> str:
        actions.stop_reaching_by(access, way=way, on=head.today)
        messages.success(request, f"Nobody is reached by {way.value} any more.")
        return reverse(HERE, args=[person_id])

    return sheet.answer(save, "chart/way_end.html", {"head": head, "way": way})


@require_http_methods(["GET", "POST"])
def death(request: HttpRequest, person_id: int) -> HttpResponse:
    """That the person has died: every message stops."""
    access = access_of(request)
    head = head_of(access, person_id=person_id, now=timezone.now())
    sheet = Sheet(
        request,
        forms.Dying,
        key=f"death-{person_id}",
        seen="recorded" if head.died else "",
        initial={"on": head.today},
        options={"last_name": head.person.last_name},
    )

    def save(given: dict[str, Any]) -> str:
        actions.record_death(access, subject=head.subject, on=given["on"], at=timezone.now())
        messages.success(request, "Recorded. Nothing that would reach them or their family goes out by itself.")
        return reverse(HERE, args=[person_id])

    return sheet.answer(save, "chart/death.html", {"head": head, "today": head.today})
