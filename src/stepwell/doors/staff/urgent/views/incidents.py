"""Incident reports: written in facts, reviewed and closed; no chart leads here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.urgent import incidents, office_forms
from stepwell.doors.staff.urgent.who import person_asked, words_asked
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import NotFound, NotPermitted
from stepwell.office.incidents import actions
from stepwell.office.incidents.actions import Involved
from stepwell.registry.people import queries as people


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Reports this login may see, the latest first."""
    page = incidents.index(access_of(request), open_only="all" not in request.GET, now=timezone.now())
    return render(request, "urgent/incidents.html", {"page": page})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a report."""
    access, now = access_of(request), timezone.now()
    page = incidents.new(access, person_id=person_asked(request), words=words_asked(request), now=now)
    local = now.astimezone(page.moment.zone)
    sheet = Sheet(
        request,
        office_forms.Incident,
        key=f"incident-new-{page.who.person_id if page.who else 0}",
        initial={"on": local.date(), "at": local.time().replace(second=0, microsecond=0)},
        options={"kinds": page.kinds, "severities": page.severities},
    )

    def save(given: dict[str, Any]) -> str:
        at = datetime.combine(given.pop("on"), given.pop("at"), page.moment.zone)
        known = {one.name.casefold(): one for one in people.staff(access, on=page.moment.today)}
        involved = [Involved("affected", client=page.who.subject)] if page.who else []
        for part, field in (("affected", "affected"), ("witness", "witnesses")):
            for name in filter(None, (line.strip()[:120] for line in given.pop(field).splitlines())):
                staff = known.get(name.casefold())
                involved.append(Involved(part, staff=staff, name="" if staff else name))
        row = actions.report_incident(access, at=at, reported_at=now, involved=involved, **given)
        messages.success(request, "The report is kept, outside the chart. Its review is on Today.")
        return reverse("incident", args=[row.pk])

    return sheet.answer(save, "urgent/incident_new.html", {"page": page})


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One report, and what is added to it."""
    access, now = access_of(request), timezone.now()
    page = incidents.page(access, incident_id=incident_id, now=now)
    sheet = Sheet(request, office_forms.IncidentStep, key=f"incident-step-{incident_id}")

    def save(given: dict[str, Any]) -> str:
        actions.add_step(access, incident=page.row, at=now, **given)
        messages.success(request, "Added.")
        return reverse("incident", args=[incident_id])

    return sheet.answer(save, "urgent/incident.html", {"page": page})


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, incident_id: int) -> HttpResponse:
    """What the review found and what changes."""

    def save(access: Access, page: incidents.Page, says: str) -> str:
        actions.review_incident(access, incident=page.row, at=timezone.now(), findings=says)
        return "The review is kept."

    return _says(request, incident_id, "review", "Review", "What was found, and what changes", save)


@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, incident_id: int) -> HttpResponse:
    """It is closed once it was reviewed and everything owed outside is sent."""

    def save(access: Access, page: incidents.Page, says: str) -> str:
        actions.close_incident(access, incident=page.row, at=timezone.now(), says=says)
        return "The report is closed."

    return _says(request, incident_id, "closing", "Closing", "How it ended, in a line", save)


@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, incident_id: int, report_id: int) -> HttpResponse:
    """A report outside was made."""

    def save(access: Access, page: incidents.Page, says: str) -> str:
        external = next((one.row for one in page.owed if one.row.pk == report_id), None)
        if external is None:
            raise NotFound
        actions.send_report(access, external=external, at=timezone.now(), says=says)
        return "Written down as sent."

    label = "How it was sent, and the number or name you were given"
    return _says(request, incident_id, f"sent-{report_id}", "Report sent", label, save)


def _says(
    request: HttpRequest,
    incident_id: int,
    what: str,
    title: str,
    label: str,
    save: Callable[[Access, incidents.Page, str], str],
) -> HttpResponse:
    access = access_of(request)
    page = incidents.page(access, incident_id=incident_id, now=timezone.now())
    if not page.may_review:
        raise NotPermitted("Your role does not review incident reports. Ask your program director.")
    key = f"incident-{what}-{incident_id}"
    sheet = Sheet(request, office_forms.Says, key=key, seen=str(len(page.steps)), options={"label": label},
                  theirs=lambda: {"Steps": str(len(page.steps))})  # fmt: skip

    def saved(given: dict[str, Any]) -> str:
        messages.success(request, save(access, page, given["says"]))
        return reverse("incident", args=[incident_id])

    return sheet.answer(saved, "urgent/incident_act.html", {"page": page, "title": title})
