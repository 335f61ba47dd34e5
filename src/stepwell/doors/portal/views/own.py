"""Documents, costs, people let in, who saw the record, taking it along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.portal import forms, letting_in, own
from stepwell.doors.portal.views.showing import shown
from stepwell.doors.staff.papers.forms import Consenting
from stepwell.foundation.documents.keeping import drawn_png


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Copies of papers and letters, the plan, the schedule."""
    return shown(request, own.documents_page, "portal/documents.html")


@require_safe
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """A kept document, byte for byte."""
    return _sent(own.document(access_of(request), document_id=document_id))


@require_safe
def plan_file(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan as PDF."""
    return _sent(own.plan_file(access_of(request), plan_id=plan_id, now=timezone.now()))


@require_safe
def schedule_file(request: HttpRequest) -> HttpResponse:
    """The next weeks as PDF."""
    return _sent(own.schedule_file(access_of(request), now=timezone.now()))


@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Who pays, and what they pay themselves."""
    return shown(request, own.costs, "portal/costs.html")


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Whom they let in."""
    return shown(request, letting_in.people_page, "portal/people.html")


@require_http_methods(["GET", "HEAD", "POST"])
def let_in(request: HttpRequest, kind: str) -> HttpResponse:
    """A consent with every element, read on one screen and signed."""
    access, now = access_of(request), timezone.now()
    me, page = letting_in.consent_form(access, kind=kind, now=now)
    names = [one.name for one in page.around]
    sheet = Sheet(
        request,
        Consenting,
        f"own-consent-{kind}",
        initial={
            "recipient": names[0] if len(names) == 1 else "",
            "categories": page.offered["categories"],
            "purposes": page.offered["purposes"],
            "expires_on": me.today + timedelta(days=page.offered["lasts_days"]),
        },
        options={
            "language": page.language,
            "words": page.words,
            "categories": page.categories,
            "purposes": page.purposes,
            "around": names,
        },
    )

    def save(given: Any) -> str:
        drawn = drawn_png(given["drawn"])
        chosen = ("recipient", "categories", "purposes", "signed_by", "expires_on", "expires_when")
        letting_in.let_in(access, kind=kind, drawn=drawn, now=now, **{name: given[name] for name in chosen})
        messages.success(request, _("Signed. You can take it back at any time."))
        return reverse("my-people")

    return sheet.answer(save, "portal/let_in.html", {"page": page, "me": me})


@require_http_methods(["GET", "HEAD", "POST"])
def revocation(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Taking a consent back: at once."""
    access, now = access_of(request), timezone.now()
    me, one = letting_in.consent(access, consent_id=consent_id, now=now)
    sheet = Sheet(request, forms.Nothing, f"own-revoke-{consent_id}", seen="stands" if one.stands else "ended")

    def save(given: Any) -> str:
        letting_in.take_back(access, consent_id=consent_id, now=now)
        messages.success(request, _("Taken back. From now on nothing more is told."))
        return reverse("my-people")

    return sheet.answer(save, "portal/revocation.html", {"one": one, "me": me})


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who saw the record."""
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
    page = own.seen(access_of(request), before=before, now=timezone.now())
    return render(request, "portal/trail.html", {"page": page, "me": page.me})


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """All of it, as one file."""
    access, now = access_of(request), timezone.now()
    if request.method == "POST":
        return _sent(own.take_all(access, now=now), attached=True)
    return render(request, "portal/export.html", {})


def _sent(found: own.Sent, *, attached: bool = False) -> HttpResponse:
    way = "attachment" if attached or found.media_type != own.PDF else "inline"
    return HttpResponse(
        found.content,
        content_type=found.media_type,
        headers={"Content-Disposition": f'{way}; filename="{found.name}"', "Cache-Control": "no-store, private"},
    )
