"""Consents: which kind, written and signed, read with every element, taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.admissions import actions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.papers import forms, pages
from stepwell.doors.staff.papers.views.papers import language_of
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.documents.keeping import drawn_png
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.people import actions as people


@require_safe
def kinds(request: HttpRequest, person_id: int) -> HttpResponse:
    """Whom a consent is for."""
    access = access_of(request)
    head, choices = pages.choices(access, person_id=person_id, now=timezone.now())
    context = {"head": head, "choices": choices, "tabs": tabs(access, person_id, "chart-papers")}
    return render(request, "papers/consent_kinds.html", context)


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, person_id: int, kind: str) -> HttpResponse:
    """A consent written with the person, read on one screen and signed."""
    access = access_of(request)
    page = pages.writing(access, person_id=person_id, kind=kind, language=language_of(request), now=timezone.now())
    names = [one.name for one in page.around]
    sheet = Sheet(
        request,
        forms.Consenting,
        key=f"consent-{person_id}-{kind}",
        initial={
            "recipient": request.GET.get("to", "").replace("\x00", "")[:120] or (names[0] if len(names) == 1 else ""),
            "categories": page.offered["categories"],
            "purposes": page.offered["purposes"],
            "expires_on": page.head.today + timedelta(days=page.offered["lasts_days"]),
        },
        options={
            "language": page.language,
            "words": page.words,
            "categories": page.categories,
            "purposes": page.purposes,
            "around": names,
        },
    )

    def save(given: dict[str, Any]) -> str:
        drawn = drawn_png(given.pop("drawn"))
        recipient = given.pop("recipient").strip()
        whom = next((one.pk for one in page.around if one.name == recipient), None)
        consent = actions.sign_consent(
            access,
            subject=page.head.subject,
            kind=kind,
            recipient=recipient,
            relation_id=whom,
            at=timezone.now(),
            language=page.language,
            method="drawn" if drawn else "typed",
            drawn=drawn,
            **given,
        )
        messages.success(request, f"The consent stands: {recipient}.")
        return reverse("consent", args=[person_id, consent.pk])

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "chart-papers")}
    return sheet.answer(save, "papers/consent_form.html", context)


@require_safe
def show(request: HttpRequest, person_id: int, consent_id: int) -> HttpResponse:
    """One consent with every element and what was told on it."""
    access = access_of(request)
    page = pages.consent(access, person_id=person_id, consent_id=consent_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "chart-papers")}
    return render(request, "papers/consent.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.CONSENT_WRITE)
def revoke(request: HttpRequest, person_id: int, consent_id: int) -> HttpResponse:
    """A consent is taken back: at once, with what follows in plain words."""
    access = access_of(request)
    page = pages.consent(access, person_id=person_id, consent_id=consent_id, now=timezone.now())
    sheet = Sheet(request, forms.Revoking, key=f"revoke-{consent_id}", seen=page.consent.state)

    def save(given: dict[str, Any]) -> str:
        row = next(one for one in consents.given_by(access, subject=page.head.subject) if one.pk == consent_id)
        how = f"{given['how']}: {given['words']}" if given["words"] else given["how"]
        people.revoke_consent(access, consent=row, at=timezone.now(), how=how)
        messages.success(request, "The consent is taken back. From now on nothing is told on it.")
        return reverse("consent", args=[person_id, consent_id])

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "chart-papers")}
    return sheet.answer(save, "papers/revocation.html", context)
