"""Grievances: received in their own words, answered by their deadlines, with a notice to hand over."""

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
from stepwell.doors.staff.urgent import grievances, office_forms
from stepwell.doors.staff.urgent.who import person_asked, words_asked
from stepwell.office.grievances import actions
from stepwell.office.grievances.rules.path import THEIRS

NOTE = "note"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Grievances, the next deadline first."""
    page = grievances.index(access_of(request), open_only="all" not in request.GET, now=timezone.now())
    return render(request, "urgent/grievances.html", {"page": page})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Keep one in the words it was said in."""
    access, now = access_of(request), timezone.now()
    page = grievances.new(access, person_id=person_asked(request), words=words_asked(request), now=now)
    sheet = Sheet(
        request,
        office_forms.Grievance,
        key=f"grievance-new-{page.who.person_id if page.who else 0}",
        initial={"raised_by": "client" if page.who else ""},
        options={"kinds": page.kinds, "staff": [(one.pk, one.name) for one in page.staff]},
    )

    def save(given: dict[str, Any]) -> str:
        named = given.pop("about_staff")
        about = next((one for one in page.staff if one.pk == named), None)
        client = page.who.subject if page.who else None
        row = actions.receive(access, received_at=now, client=client, about_staff=about, **given)
        messages.success(request, "Kept as it was said. Hand them the notice.")
        return reverse("grievance", args=[row.pk])

    return sheet.answer(save, "urgent/grievance_new.html", {"page": page})


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, grievance_id: int) -> HttpResponse:
    """One grievance: its path, its words, the next step."""
    access, now = access_of(request), timezone.now()
    page = grievances.page(access, grievance_id=grievance_id, now=now)
    if not page.choices:
        return render(request, "urgent/grievance.html", {"page": page})
    sheet = Sheet(
        request,
        office_forms.GrievanceStep,
        key=f"grievance-step-{grievance_id}",
        seen=str(len(page.steps)),
        options={"states": page.choices},
        theirs=lambda: {name: step.says for name, step in page.steps[-2:]},
    )

    def save(given: dict[str, Any]) -> str:
        state, says = given["state"], given["says"]
        if state == NOTE:
            actions.add_note(access, grievance=page.row, at=now, says=says)
        elif state in THEIRS:
            actions.say_again(access, grievance=page.row, state=state, at=now, words=says)
        else:
            content = given.get("content", False)
            actions.take_further(access, grievance=page.row, state=state, at=now, says=says, content=content)
        messages.success(request, "Written down.")
        return reverse("grievance", args=[grievance_id])

    return sheet.answer(save, "urgent/grievance.html", {"page": page})


@require_safe
def notice(request: HttpRequest, grievance_id: int) -> HttpResponse:
    """The notice in English and Spanish, to print and hand over."""
    page = grievances.notice(access_of(request), grievance_id=grievance_id, now=timezone.now())
    return render(request, "urgent/grievance_notice.html", {"page": page})
