"""Papers of intake: the checklist, one read and signed on one screen, one declined with a reason."""

from __future__ import annotations

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
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.documents.keeping import drawn_png
from stepwell.foundation.gate.permissions import Permission


@require_safe
def index(request: HttpRequest, person_id: int) -> HttpResponse:
    """What is signed, declined or missing; consents that stand and that have ended; copies."""
    access = access_of(request)
    page = pages.papers(access, person_id=person_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "chart-papers")}
    return render(request, "papers/index.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.CONSENT_WRITE, to="send")
def sign(request: HttpRequest, person_id: int, kind: str) -> HttpResponse:
    """One paper to read on one screen, in a language, and to sign below."""
    access, language = access_of(request), language_of(request)
    page = pages.paper(access, person_id=person_id, kind=kind, language=language, now=timezone.now())
    sheet = Sheet(
        request,
        forms.Signing,
        key=f"paper-{person_id}-{kind}",
        initial={f"ask_{name}": page.known.get(name, "") for name in page.paper.asks},
        options={
            "language": page.paper.language,
            "asks": page.paper.asks,
            "asked": page.paper.text.get("asked", {}),
        },
    )

    def save(given: dict[str, Any]) -> str:
        drawn = drawn_png(given["drawn"])
        signing = {
            "signed_by": given["signed_by"],
            "signer_authority": given["signer_authority"],
            "at": timezone.now(),
            "method": "drawn" if drawn else "typed",
            "language": page.paper.language,
            "drawn": drawn,
        }
        subject = page.person.subject
        if page.consent:
            actions.sign_tpo(access, subject=subject, **signing)
        else:
            asked = {name: given[f"ask_{name}"] for name in page.paper.asks}
            fields = asked if asked and asked != page.known else None
            actions.sign_paper(access, subject=subject, kind=kind, fields=fields, **signing)
        messages.success(request, f"Signed: {page.paper.title}.")
        return reverse("chart-papers", args=[person_id])

    return sheet.answer(save, "papers/paper.html", {"page": page})


@require_http_methods(["GET", "POST"])
@needs(Permission.CONSENT_WRITE, to="send")
def decline(request: HttpRequest, person_id: int, kind: str) -> HttpResponse:
    """A paper that is not signed, with why."""
    access = access_of(request)
    page = pages.paper(access, person_id=person_id, kind=kind, language="en", now=timezone.now())
    sheet = Sheet(request, forms.Declining, key=f"decline-{person_id}-{kind}", initial={"signed_by": page.person.name})

    def save(given: dict[str, Any]) -> str:
        actions.sign_paper(
            access,
            subject=page.person.subject,
            kind=kind,
            signed_by=given["signed_by"],
            at=timezone.now(),
            declined_reason=given["reason"],
        )
        messages.success(request, f"Kept as declined: {page.paper.title}.")
        return reverse("chart-papers", args=[person_id])

    return sheet.answer(save, "papers/declining.html", {"page": page})


def language_of(request: HttpRequest) -> str:
    """The language asked for, or nothing for the person's own."""
    asked = request.GET.get("language", "")
    return asked if asked in pages.LANGUAGES else ""
