"""Letters: drafted from the record, read, signed, printed; a signed one never changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.letters import actions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.shell.said import said
from stepwell.doors.staff.urgent import letters, office_forms
from stepwell.doors.staff.urgent.who import number, picking, words_asked
from stepwell.foundation.gate.permissions import Permission


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Whose letter: looked up first."""
    pick = picking(access_of(request), words=words_asked(request), now=timezone.now())
    return render(request, "urgent/letters_for.html", {"pick": pick})


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE, to="send")
def index(request: HttpRequest, person_id: int) -> HttpResponse:
    """Letters about a person, and a new one."""
    access, now = access_of(request), timezone.now()
    kind, replaces = request.GET.get("kind", "")[:30], number(request.GET.get("replaces"))
    page = letters.index(access, person_id=person_id, kind=kind, replaces=replaces, now=now)
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "")}
    episode = page.head.episode
    if not page.may_write or episode is None:
        return render(request, "urgent/letters.html", context)
    chosen = page.kind
    sheet = Sheet(
        request,
        office_forms.Letter,
        key=f"letter-{person_id}-{chosen.key}-{replaces or 0}",
        initial={
            "to": "client",
            "says": list(chosen.usual),
            "purpose": chosen.purposes[0],
            "language": page.head.person.language if page.head.person.language in chosen.languages else "en",
            "from_on": page.from_on,
            "to_on": page.to_on,
        },
        options={
            "says": [(one, letters.TELLS.get(one, one)) for one in chosen.may_say],
            "purposes": [(one, said(one).capitalize()) for one in chosen.purposes],
            "languages": [(one, office_forms.LANGUAGES.get(one, one)) for one in chosen.languages],
        },
    )

    def save(given: dict[str, Any]) -> str:
        row = actions.draft(
            access,
            subject=page.head.subject,
            episode=episode,
            kind=chosen.key,
            at=now,
            replaces=page.replaces,
            **{**given, "address": [line.strip() for line in given["address"].splitlines() if line.strip()]},
        )
        messages.success(request, "Drafted. Read it before you sign.")
        return reverse("letter", args=[person_id, row.pk])

    return sheet.answer(save, "urgent/letters.html", context)


@require_POST
def preview(request: HttpRequest, person_id: int) -> HttpResponse:
    """Whether it may be written as it is asked for so far, and what the added words break; nothing is kept."""
    given: dict[str, Any] = {
        name: request.POST.get(name, "").replace("\x00", "")[:1200]
        for name in ("to", "recipient", "purpose", "addition")
    }
    given["says"] = [one[:30] for one in request.POST.getlist("says")[:10]]
    kind = request.GET.get("kind", "")[:30]
    found = letters.check(access_of(request), person_id=person_id, kind=kind, given=given, now=timezone.now())
    return render(request, "urgent/_letter_check.html", {"check": found})


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE, to="send")
def show(request: HttpRequest, person_id: int, letter_id: int) -> HttpResponse:
    """The letter as it reads; until it is signed the added sentence may change."""
    access, now = access_of(request), timezone.now()
    page = letters.page(access, person_id=person_id, letter_id=letter_id, now=now)
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "")}
    if page.state != "draft" or not page.may_write:
        return render(request, "urgent/letter.html", context)
    sheet = Sheet(
        request,
        office_forms.Reword,
        key=f"letter-words-{letter_id}",
        seen=page.row.addition,
        initial={"addition": page.row.addition},
        theirs=lambda: {"The added sentence": page.row.addition or "none"},
    )

    def save(given: dict[str, Any]) -> str:
        actions.reword(access, letter=page.row, addition=given["addition"], at=now)
        messages.success(request, "Kept.")
        return reverse("letter", args=[person_id, letter_id])

    return sheet.answer(save, "urgent/letter.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE)
def signature(request: HttpRequest, person_id: int, letter_id: int) -> HttpResponse:
    """Sign it as it stands."""
    access, now = access_of(request), timezone.now()
    page = letters.page(access, person_id=person_id, letter_id=letter_id, now=now)
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "")}
    signer = page.signer
    if signer is None:
        return render(request, "urgent/letter_signature.html", context)
    sheet = Sheet(
        request,
        office_forms.Signature,
        key=f"letter-signature-{letter_id}",
        seen=f"{page.state}|{page.row.addition}",
        options={"credentials": page.credentials},
        theirs=lambda: {"State": page.state, "The added sentence": page.row.addition or "none"},
    )

    def save(given: dict[str, Any]) -> str:
        actions.sign(access, letter=page.row, by=signer, credential=given["credential"], at=now)
        messages.success(request, "Signed, printed and kept.")
        return reverse("letter", args=[person_id, letter_id])

    return sheet.answer(save, "urgent/letter_signature.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.LETTER_WRITE)
def voiding(request: HttpRequest, person_id: int, letter_id: int) -> HttpResponse:
    """It does not hold any more; another may take its place."""
    access, now = access_of(request), timezone.now()
    page = letters.page(access, person_id=person_id, letter_id=letter_id, now=now)
    sheet = Sheet(request, office_forms.Void, key=f"letter-void-{letter_id}")

    def save(given: dict[str, Any]) -> str:
        actions.void(access, letter=page.row, at=now, why=given["why"])
        messages.success(request, "The letter does not hold any more. What was sent stays sent.")
        return reverse("letter", args=[person_id, letter_id])

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "")}
    return sheet.answer(save, "urgent/letter_voiding.html", context)
