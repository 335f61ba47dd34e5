"""A stay: where it stands, and its review with what the criteria come to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.transitions import actions as transitions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment.who import signed_in
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.transitions import forms, pages
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """Reviews of the stay; after it has ended, what comes after."""
    access = access_of(request)
    page = pages.stay(access, person_id=person_id, now=timezone.now())
    return render(request, "transitions/stay.html", context(access, page, person_id))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, person_id: int) -> HttpResponse:
    """Go on, fewer days, a step down or up: the criteria recommend, a named clinician decides."""
    access = access_of(request)
    page = pages.reviewing(access, person_id=person_id, now=timezone.now(), given={})
    step = page.head.stair.steps[-1]
    sheet = Sheet(
        request,
        forms.Review,
        key=f"stay-review-{person_id}",
        seen=f"{step.level}-{step.hours}-{step.days}-{step.from_on}",
        initial={"decided": _decision(page)},
        theirs=lambda: {"Level": step.level_label, "Hours": str(step.hours), "Days": str(step.days)},
        options={"levels": page.levels, "held": page.held},
    )

    def save(given: dict[str, Any]) -> str:
        if page.head.open_episode is None:
            raise BadInput("", "The stay has ended meanwhile.")
        row = transitions.review_stay(
            access,
            episode=page.head.open_episode,
            on=page.head.today,
            by=signed_in(access),
            credential=given["credential"],
            decided=given["decided"],
            facts=forms.facts_of(given),
            why=given["why"],
            level=given["level"] or None,
            weekly_hours=given["weekly_hours"],
            days_per_week=given["days_per_week"],
        )
        messages.success(request, f"Decided and kept: {dict(forms.DECISIONS)[row.decided].lower()}.")
        return reverse("stay", args=[person_id])

    return sheet.answer(save, "transitions/review.html", lambda: context(access, page, person_id))


@require_POST
def preview(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the answers so far come to; nothing is written."""
    access = access_of(request)
    form = forms.Review(request.POST, levels=[], held=[])
    form.full_clean()
    page = pages.reviewing(access, person_id=person_id, now=timezone.now(), given=forms.facts_of(form.cleaned_data))
    return render(request, "transitions/_criteria.html", context(access, page, person_id))


def context(access: Access, page: Any, person_id: int) -> dict[str, Any]:
    """What every page of a stay prints."""
    return {"page": page, "head": page.head, "tabs": tabs(access, person_id, "stay")}


def _decision(page: pages.Reviewing) -> str:
    found = page.look.advice.answer.recommended
    return found if found in dict(forms.DECISIONS) else "continue"
