"""An emergency: help first, then the note; every step is added and none is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.emergencies import actions
from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.shell.said import said
from stepwell.doors.staff.urgent import emergencies, forms
from stepwell.doors.staff.urgent.who import person_asked, words_asked


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What to do and whom to call; with a person, the note."""
    access, now = access_of(request), timezone.now()
    person_id = person_asked(request)
    page = emergencies.new(
        access, person_id=person_id, kind=request.GET.get("kind", "")[:30], words=words_asked(request), now=now
    )
    if page.who is None:
        return render(request, "urgent/emergency_new.html", {"page": page})
    who = page.who
    sheet = Sheet(
        request,
        forms.EmergencySeen,
        key=f"emergency-new-{who.person_id}",
        initial={"kind": page.kind},
        options={"kinds": page.kinds},
    )

    def save(given: dict[str, Any]) -> str:
        row = actions.note_emergency(access, subject=who.subject, at=now, **given)
        messages.success(request, "The emergency is open. Stay with them; write as you go.")
        return reverse("emergency", args=[row.pk])

    return sheet.answer(save, "urgent/emergency_new.html", {"page": page})


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What to do for what is chosen so far; nothing is kept."""
    sent = {name: request.POST.get(name, "").replace("\x00", "")[:200] for name in ("kind", "place", "address")}
    found = emergencies.help_now(access_of(request), person_id=person_asked(request), now=timezone.now(), **sent)
    return render(request, "urgent/_help.html", {"help": found, "lively": True})


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """One emergency: what is still to do, what was done, and the next words."""
    access, now = access_of(request), timezone.now()
    page = emergencies.page(access, emergency_id=emergency_id, now=now)
    form = forms.AfterEmergency if page.end else forms.EmergencyStep
    sheet = Sheet(request, form, key=f"emergency-step-{emergency_id}-{'after' if page.end else 'open'}")

    def save(given: dict[str, Any]) -> str:
        at = page.moment.at(given.pop("at", None))
        actions.write_step(access, emergency=page.row, at=at, **given)
        messages.success(request, "Written down.")
        return reverse("emergency", args=[emergency_id])

    return sheet.answer(save, "urgent/emergency.html", {"page": page})


@require_POST
def tap(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """A call or a step of the guidance was done just now; a second tap changes nothing."""
    access, now = access_of(request), timezone.now()
    page = emergencies.page(access, emergency_id=emergency_id, now=now)
    sent = request.POST.get("did", "")
    calls = {f"call-{number}": one for number, one in enumerate(page.help.calls)}
    steps = {f"step-{number}": one for number, one in enumerate(page.help.steps)}
    if sent in calls and not calls[sent].called:
        actions.write_step(access, emergency=page.row, kind="called", at=now, who=calls[sent].name)
    elif sent in steps and not steps[sent].done:
        actions.write_step(access, emergency=page.row, kind="done", at=now, says=steps[sent].says)
    return redirect("emergency", emergency_id)


@require_http_methods(["GET", "POST"])
def naloxone(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """Doses of naloxone and who gave them."""
    access = access_of(request)

    def save(page: emergencies.Page, given: dict[str, Any]) -> str:
        at = page.moment.at(given.pop("at"))
        actions.give_naloxone(access, emergency=page.row, at=at, **given)
        return "Naloxone is written down. Look again in two to three minutes."

    initial = {"doses": 1, "by_whom": access.name}
    return _sheet(request, emergency_id, "naloxone", forms.Naloxone, save, initial=initial)


@require_http_methods(["GET", "POST"])
def disclosure(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """Who of the medical staff was told what."""
    access = access_of(request)
    kinds = [(one, said(one).capitalize()) for one in emergencies.medical_kinds(access, now=timezone.now())]

    def save(page: emergencies.Page, given: dict[str, Any]) -> str:
        at = page.moment.at(given.pop("at"))
        actions.disclose(access, emergency=page.row, at=at, **given)
        return "Written down; it stands in the accounting of disclosures."

    initial = {"disclosed_by": access.name}
    return _sheet(request, emergency_id, "disclosure", forms.Disclosed, save, initial, {"kinds": kinds})


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, emergency_id: int) -> HttpResponse:
    """How it ended."""
    access = access_of(request)

    def save(page: emergencies.Page, given: dict[str, Any]) -> str:
        at = page.moment.at(given.pop("at"))
        actions.end_emergency(access, emergency=page.row, at=at, **given)
        return "The emergency has ended. What follows from it is on Today."

    return _sheet(request, emergency_id, "end", forms.EmergencyEnded, save)


def _sheet(
    request: HttpRequest,
    emergency_id: int,
    what: str,
    form: type[HouseForm],
    save: Callable[[emergencies.Page, dict[str, Any]], str],
    initial: dict[str, Any] | None = None,
    options: dict[str, Any] | None = None,
) -> HttpResponse:
    page = emergencies.page(access_of(request), emergency_id=emergency_id, now=timezone.now())
    sheet = Sheet(request, form, key=f"emergency-{what}-{emergency_id}", initial=initial, options=options)

    def saved(given: dict[str, Any]) -> str:
        messages.success(request, save(page, given))
        return reverse("emergency", args=[emergency_id])

    return sheet.answer(saved, f"urgent/emergency_{what}.html", {"page": page})
