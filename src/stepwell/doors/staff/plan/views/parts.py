"""Parts of a draft: each opens in place or on a page of its own; suggestions to take or leave."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.plans import actions as plans
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.plan import forms, parts
from stepwell.doors.staff.plan.views.document import context
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, person_id: int, key: str) -> HttpResponse:
    """Write one part; the others may be written by others at the same time."""
    access = access_of(request)
    page = parts.part(access, person_id=person_id, key=key, now=timezone.now())
    sheet = _sheet(request, page)

    def save(given: dict[str, Any]) -> str:
        plans.write_part(
            access, draft=page.draft, key=key, words=_words(page.kind, given), at=timezone.now(), seen=page.mark
        )
        return f"{reverse('plan-draft', args=[person_id])}#part-{key}"

    return sheet.answer(save, _template(request), context(access, page, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, person_id: int, under: str) -> HttpResponse:
    """Add a problem, a goal, an objective or what is done."""
    access = access_of(request)
    page = parts.new(access, person_id=person_id, under=under, now=timezone.now())
    sheet = _sheet(request, page)

    def save(given: dict[str, Any]) -> str:
        made = plans.add_part(access, draft=page.draft, under=under, words=_words(page.kind, given), at=timezone.now())
        return f"{reverse('plan-draft', args=[person_id])}#part-{made}"

    return sheet.answer(save, _template(request), context(access, page, person_id))


@require_POST
def remove(request: HttpRequest, person_id: int, key: str) -> HttpResponse:
    """Take a part out of the draft. One that is gone already is not missed."""
    access, now = access_of(request), timezone.now()
    page = parts.part(access, person_id=person_id, key=key, now=now)
    plans.remove_part(access, draft=page.draft, key=key, at=now)
    messages.success(request, f"{page.title} taken out of the draft. Earlier versions keep theirs.")
    return redirect("plan-draft", person_id)


@require_safe
def suggestions(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the assessment suggests; in place it is a fragment of the draft."""
    access = access_of(request)
    page = parts.suggestions(access, person_id=person_id, now=timezone.now())
    inside = request.headers.get("HX-Request") == "true"
    template = "plan/_suggestions.html" if inside else "plan/suggestions.html"
    return render(request, template, context(access, page, person_id))


@require_POST
def take(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    """Take a suggestion as free text. Taking it twice takes it once."""
    access, now = access_of(request), timezone.now()
    page = parts.suggestions(access, person_id=person_id, now=now)
    key = _taken(access, page, name)
    messages.success(request, "Taken into the draft. Make the words the person's own.")
    return redirect(f"{reverse('plan-draft', args=[person_id])}#part-{key}")


def _taken(access: Access, page: parts.Suggestions, name: str) -> str:
    now = timezone.now()
    text = next((text for key, _, text in page.texts if key == name), None)
    if text is not None:
        plans.write_part(access, draft=page.draft, key=name, words={"text": text}, at=now)
        return name
    found = next((one for one in page.problems if one.id == name), None)
    if found is None:
        raise NotFound
    ends = page.draft.words["frame"].get("est_end_on", "")
    words = parts.filled(found.words, ends_on=ends, staff_id=access.staff_id)
    return plans.add_part(access, draft=page.draft, under="plan", words=words, at=now, once=name)


def _sheet(request: HttpRequest, page: parts.Part) -> Sheet:
    return Sheet(
        request,
        parts.FORMS[page.kind],
        key=f"plan-{page.draft.episode_id}-{page.key or page.under + '-new'}",
        seen=page.mark,
        initial=page.initial,
        theirs=lambda: page.theirs,
        options=page.options,
    )


def _template(request: HttpRequest) -> str:
    inside = request.method != "POST" and request.headers.get("HX-Request") == "true"
    return "plan/_part.html" if inside else "plan/part.html"


def _words(kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """What was given, as JSON."""
    if kind == "frame":
        return forms.Frame.words(given)
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
