"""One enquiry: its page, contacts, who the person is, seats held for them, and ways it may end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.admissions import actions as admissions
from stepwell.care.scheduling import actions as scheduling
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.admissions import enquiry as page_of
from stepwell.doors.staff.admissions import forms
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.people import actions as people

_FIELDS = tuple(forms.Who.base_fields)


def context_of(access: Access, page: Any, here: str) -> dict[str, Any]:
    """What every page of an enquiry prints."""
    way = page.way
    return {"page": page, "way": way, "head": way.head, "pages": page_of.pages(access, way.enquiry.pk, here)}


@require_safe
def show(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """The enquiry."""
    access = access_of(request)
    page = page_of.page(access, enquiry_id=enquiry_id, now=timezone.now())
    return render(request, "admissions/enquiry.html", context_of(access, page, "enquiry"))


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Write how a call ended."""
    access, now = access_of(request), timezone.now()
    page = page_of.to_call(access, enquiry_id=enquiry_id, now=now)
    sheet = Sheet(request, forms.ContactMade, key=f"enquiry-contact-{enquiry_id}")

    def save(given: dict[str, Any]) -> str:
        again = None
        if given["again_on"]:
            again = datetime.combine(given["again_on"], given["again_at"], page.way.zone)
        admissions.log_contact(
            access,
            enquiry=page.way.enquiry,
            outcome=given["outcome"],
            way=given["way"],
            says=given["says"],
            again_at=again,
            at=now,
        )
        messages.success(request, "The contact is kept.")
        return reverse("enquiry", args=[enquiry_id])

    return sheet.answer(save, "admissions/contact.html", lambda: context_of(access, page, "enquiry"))


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Fill in who the person is."""
    access, now = access_of(request), timezone.now()
    page = page_of.to_write(access, enquiry_id=enquiry_id, now=now)
    known = page.way.head.person
    record = {name: getattr(known, name) for name in _FIELDS}
    sheet = Sheet(
        request,
        forms.Who,
        key=f"enquiry-person-{enquiry_id}",
        seen=str(sorted((name, str(value)) for name, value in record.items())),
        initial=record,
        theirs=lambda: {str(forms.Who.base_fields[name].label): str(value or "") for name, value in record.items()},
    )

    def save(given: dict[str, Any]) -> str:
        people.describe(access, person=known, **{**given, "state": given["state"].upper()})
        messages.success(request, "Saved.")
        return reverse("enquiry", args=[enquiry_id])

    return sheet.answer(save, "admissions/person.html", lambda: context_of(access, page, "enquiry"))


@require_http_methods(["GET", "POST"])
def ending(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Another place, or not now."""
    access, now = access_of(request), timezone.now()
    page = page_of.to_write(access, enquiry_id=enquiry_id, now=now)
    sheet = Sheet(
        request, forms.Ending, key=f"enquiry-ending-{enquiry_id}", seen=page.way.seen, theirs=page_state(page)
    )

    def save(given: dict[str, Any]) -> str:
        state = given["ending"]
        admissions.move_enquiry(access, enquiry=page.way.enquiry, state=state, at=now, says=sheet.form.says())
        messages.success(request, "Kept. The way back in stays open.")
        return reverse("enquiry", args=[enquiry_id])

    return sheet.answer(save, "admissions/ending.html", lambda: context_of(access, page, "enquiry"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SEAT_WRITE)
def hold_ending(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """Let the seats go that are held for them."""
    access, now = access_of(request), timezone.now()
    page = page_of.to_let_go(access, enquiry_id=enquiry_id, now=now)
    sheet = Sheet(request, forms.LettingGo, key=f"enquiry-hold-{enquiry_id}")

    def save(given: dict[str, Any]) -> str:
        groups = scheduling.let_seats_go(access, subject=page.way.head.subject, at=now, why=given["why"])
        seats = f"{len(groups)} seat{'s' if len(groups) > 1 else ''} a week"
        messages.success(request, f"Let go: {seats}, free for others from now on.")
        return reverse("enquiry", args=[enquiry_id])

    return sheet.answer(save, "admissions/hold_ending.html", lambda: context_of(access, page, "enquiry"))


def page_state(page: Any) -> Any:
    """What the record says now, for a form that crossed another one."""
    return lambda: {"State": page.way.state_name}


@require_POST
def back(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    """They come back: the enquiry goes on."""
    access, now = access_of(request), timezone.now()
    page = page_of.to_write(access, enquiry_id=enquiry_id, now=now)
    if page.way.state != "contacted":
        admissions.move_enquiry(access, enquiry=page.way.enquiry, state="contacted", at=now, says="They came back.")
        messages.success(request, "The enquiry goes on.")
    return redirect("enquiry", enquiry_id)
