"""Health: medications, allergies, check-ups."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.medications import actions as medications
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.health import forms, pages
from stepwell.doors.staff.people.head import Head
from stepwell.doors.staff.people.tabs import tabs

TAB = "chart-health"
FORM = "health/form.html"


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """What they take, must not be given, and how they are."""
    access = access_of(request)
    page = pages.health(access, person_id=person_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}
    return render(request, "health/health.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, person_id: int) -> HttpResponse:
    """A medication begins; what alarms is refused or told."""
    access = access_of(request)
    head = pages.writing(access, person_id=person_id, now=timezone.now()).head
    sheet = Sheet(request, forms.Start, f"medication-{person_id}", initial={"since": head.today})

    def save(given: dict[str, Any]) -> str:
        medications.start(access, subject=head.subject, episode=head.open_episode, at=timezone.now(), **given)
        return _kept(request, person_id, f"{given['drug']} is on the list.")

    return sheet.answer(save, FORM, _context(request, head, "Start a medication", "Put it on the list"))


@require_http_methods(["GET", "HEAD", "POST"])
def dose(request: HttpRequest, person_id: int, medication_id: int) -> HttpResponse:
    """Another dose."""
    access = access_of(request)
    head, row = pages.of_medication(access, person_id=person_id, medication_id=medication_id, now=timezone.now())
    initial = {"on": head.today, "dose": row.dose, "frequency": row.frequency}
    sheet = Sheet(
        request, forms.Dose, f"dose-{row.pk}", str(row.until or ""), initial, lambda: {"Ended": str(row.until)}
    )

    def save(given: dict[str, Any]) -> str:
        medications.change_dose(access, medication=row, **given)
        return _kept(request, person_id, f"{row.drug}: {given['dose']}.")

    return sheet.answer(save, FORM, _context(request, head, f"Change the dose of {row.drug}", "Keep the new dose"))


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, person_id: int, medication_id: int) -> HttpResponse:
    """A medication ends; one for addiction asks to reach the person with naloxone."""
    access = access_of(request)
    head, row = pages.of_medication(access, person_id=person_id, medication_id=medication_id, now=timezone.now())
    sheet = Sheet(
        request, forms.Stop, f"stop-{row.pk}", str(row.until or ""), {"on": head.today},
        lambda: {"Ended": str(row.until)},
    )  # fmt: skip

    def save(given: dict[str, Any]) -> str:
        medications.stop(access, medication=row, at=timezone.now(), **given)
        then = " Reach them today about overdose, with naloxone; it is on Today." if row.for_addiction else ""
        return _kept(request, person_id, f"{row.drug} ended.{then}")

    return sheet.answer(save, FORM, _context(request, head, f"Stop {row.drug}", "Stop it"))


@require_http_methods(["GET", "HEAD", "POST"])
def allergy(request: HttpRequest, person_id: int) -> HttpResponse:
    """Something they must not be given."""
    access = access_of(request)
    head = pages.writing(access, person_id=person_id, now=timezone.now()).head
    sheet = Sheet(request, forms.AllergyForm, f"allergy-{person_id}", initial={"severity": "unknown"})

    def save(given: dict[str, Any]) -> str:
        medications.record_allergy(access, subject=head.subject, at=timezone.now(), **given)
        return _kept(request, person_id, f"Allergic to {given['to_what']}: it stands in the head of every page.")

    return sheet.answer(save, FORM, _context(request, head, "Record an allergy", "Record it"))


@require_http_methods(["GET", "HEAD", "POST"])
def end_allergy(request: HttpRequest, person_id: int, allergy_id: int) -> HttpResponse:
    """An allergy does not hold; it stays in the record with why."""
    access = access_of(request)
    head, row = pages.of_allergy(access, person_id=person_id, allergy_id=allergy_id, now=timezone.now())
    sheet = Sheet(
        request, forms.Ending, f"allergy-end-{row.pk}", str(row.ended_at or ""), None,
        lambda: {"Ended": f"{row.ended_why}, {row.ended_by}"},
    )  # fmt: skip

    def save(given: dict[str, Any]) -> str:
        medications.end_allergy(access, allergy=row, at=timezone.now(), **given)
        return _kept(request, person_id, f"{row.to_what}: does not hold any more.")

    return sheet.answer(save, FORM, _context(request, head, f"Not allergic to {row.to_what}", "Keep it"))


@require_http_methods(["GET", "HEAD", "POST"])
def check_up(request: HttpRequest, person_id: int) -> HttpResponse:
    """Vital signs and what was found."""
    access = access_of(request)
    head = pages.writing(access, person_id=person_id, now=timezone.now()).head
    sheet = Sheet(request, forms.CheckUp, f"check-up-{person_id}")

    def save(given: dict[str, Any]) -> str:
        medications.check_up(
            access,
            subject=head.subject,
            episode=head.open_episode,
            at=timezone.now(),
            vitals=forms.CheckUp.vitals(given),
            findings=given["findings"],
        )
        return _kept(request, person_id, "The check-up is kept.")

    return sheet.answer(save, FORM, _context(request, head, "Check-up", "Keep the check-up"))


def _kept(request: HttpRequest, person_id: int, says: str) -> str:
    messages.success(request, says)
    return reverse(TAB, args=[person_id])


def _context(request: HttpRequest, head: Head, title: str, button: str) -> dict[str, Any]:
    here = tabs(access_of(request), head.person.pk, TAB)
    return {"head": head, "tabs": here, "title": title, "button": button}
