"""Notes: one with its versions, amending it, the shared part, and a person's notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.sessions import actions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.sessions import note_page
from stepwell.doors.staff.sessions.forms import Amendment, SharedAmendment
from stepwell.foundation.gate.refusals import NotPermitted

NOT_YOURS = "Notes are amended by those who treat and sign. Ask the one who signed it."


@require_safe
def show(request: HttpRequest, session_id: int, participation_id: int) -> HttpResponse:
    """One person's note: what was signed, by whom, every version."""
    page = note_page.note_page(
        access_of(request), session_id=session_id, participation_id=participation_id, now=timezone.now()
    )
    return render(request, "sessions/note.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, session_id: int, participation_id: int) -> HttpResponse:
    """A new version of one person's part; everybody else's stays as it is."""
    access, now = access_of(request), timezone.now()
    page = note_page.note_page(access, session_id=session_id, participation_id=participation_id, now=now)
    if page.signer is None:
        raise NotPermitted(NOT_YOURS)
    part, signer = page.part, page.signer
    initial = {name: part.text.get(name, "") for name in ("response", "engagement", "answer", "quote", "next")}
    initial["risk"] = part.risk
    theirs = {"Signed by": part.author.name, "How they responded": initial["response"], "Safety": part.risk}
    key, seen = f"amendment-{participation_id}", f"version-{part.version}"
    sheet = Sheet(request, Amendment, key, seen, initial, lambda: theirs)

    def save(given: Any) -> str:
        why, risk = given.pop("why"), given.pop("risk")
        kept = {name: value for name, value in part.text.items() if name not in given}
        text = kept | {name: value for name, value in given.items() if value}
        actions.amend_own(
            access, part=part, by=signer, credential=page.credential, at=now, text=text, why=why, risk=risk
        )
        messages.success(request, f"Amended. Only {page.person}'s part has a new version; nobody else's moved.")
        return reverse("note", args=[session_id, participation_id])

    return sheet.answer(save, "sessions/amendment.html", {"page": page})


@require_safe
def shared(request: HttpRequest, session_id: int) -> HttpResponse:
    """Every version of the shared part."""
    page = note_page.shared_page(access_of(request), session_id=session_id, now=timezone.now())
    return render(request, "sessions/shared.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def amend_shared(request: HttpRequest, session_id: int) -> HttpResponse:
    """A new version of the shared part; nobody's own part moves."""
    access, now = access_of(request), timezone.now()
    page = note_page.shared_page(access, session_id=session_id, now=now)
    if page.signer is None:
        raise NotPermitted(NOT_YOURS)
    part, signer = page.part, page.signer
    initial = {name: part.text.get(name, "") for name in ("topic", "method", "done")}
    theirs = {"Signed by": part.author.name, "What happened": initial["done"]}
    key, seen = f"shared-amendment-{session_id}", f"version-{part.version}"
    sheet = Sheet(request, SharedAmendment, key, seen, initial, lambda: theirs)

    def save(given: Any) -> str:
        why = given.pop("why")
        kept = {name: value for name, value in part.text.items() if name not in given}
        text = kept | {name: value for name, value in given.items() if value}
        actions.amend_shared(access, part=part, by=signer, credential=page.credential, at=now, text=text, why=why)
        messages.success(request, "Amended. Nobody's own part moved.")
        return reverse("session", args=[session_id])

    return sheet.answer(save, "sessions/amendment.html", {"page": page})


@require_safe
def of_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """A person's notes, newest first; `before` looks further back."""
    access = access_of(request)
    before = _moment(request.GET.get("before", ""))
    page = note_page.notes_page(access, person_id=person_id, before=before, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "chart-notes")}
    return render(request, "sessions/notes.html", context)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        return None
    return found if found.tzinfo and 2000 < found.year < 2100 else None
