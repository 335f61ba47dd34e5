"""The level of care: twelve ratings with a live result, and a licensed clinician's confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.placement import actions as placement
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment import levels
from stepwell.doors.staff.assessment.forms import RATING, Confirmation, Ratings
from stepwell.doors.staff.assessment.who import signed_in
from stepwell.doors.staff.people.tabs import tabs
from stepwell.foundation.gate.refusals import BadInput, NotAllowed

TAB = "chart-assessment"


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """All twelve ratings; the level follows while they change."""
    access = access_of(request)
    page = levels.placing(access, person_id=person_id, now=timezone.now())
    row = page.assessment
    initial = {f"{RATING}{of}": token for of, token in row.ratings.items()} | {"remission": row.remission}
    rated = [one for screen in page.screens for one in screen.subdimensions]
    seen = ",".join([*(row.ratings.get(one.id, "-") for one in rated), str(row.remission)])
    sheet = Sheet(request, Ratings, f"placement-{row.pk}", seen[:80], initial, None, {"screens": page.screens})

    def save(given: Any) -> str:
        placement.write_screen(
            access,
            assessment=row,
            words={},
            ratings={one.id: given[f"{RATING}{one.id}"] for one in rated},
            remission=given["remission"],
        )
        messages.success(request, "The ratings are kept.")
        return reverse("placement", args=[person_id])

    def context() -> dict[str, Any]:
        groups = [
            (screen.title, [sheet.form[f"{RATING}{one.id}"] for one in screen.subdimensions])
            for screen in page.screens
            if screen.subdimensions
        ]
        return {
            "page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "groups": groups,
            "result": page.result,
        }  # fmt: skip

    return sheet.answer(save, "assessment/placement.html", context)


@require_POST
def preview(request: HttpRequest, person_id: int) -> HttpResponse:
    """What the ratings on the page would come to; nothing is written."""
    ratings = {name.removeprefix(RATING): str(value) for name, value in request.POST.items() if name.startswith(RATING)}
    whole = "whole" in request.GET
    remission = ("remission" in request.POST) if whole or "remission" in request.POST else None
    found = levels.previewed(
        access_of(request), person_id=person_id, ratings=ratings, remission=remission, now=timezone.now()
    )
    return render(request, "assessment/_result.html", {"result": found, "live": True})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, person_id: int) -> HttpResponse:
    """A licensed clinician's word: recommended, selected, actual."""
    access, now = access_of(request), timezone.now()
    page = levels.placing(access, person_id=person_id, now=now)
    options = {"credentials": list(page.credentials), "levels": list(page.levels), "codes": list(page.codes)}
    initial = {"selected": page.result.code, "actual": page.result.code}
    initial |= {"credential": page.credentials[0]} if len(page.credentials) == 1 else {}
    key = f"confirmation-{page.assessment.pk}"
    sheet = Sheet(request, Confirmation, key, page.result.code, initial, None, options)

    def save(given: Any) -> str:
        if page.head.age is None:
            raise BadInput("", page.result.says)
        try:
            placement.confirm_level(
                access, assessment=page.assessment, by=signed_in(access), at=now, age=page.head.age, **given
            )
        except NotAllowed as refused:
            missing = [one for reason in refused.reasons for one in reason.facts.get("missing", ())]
            if missing:
                raise BadInput(missing[0], refused.says) from None
            raise
        messages.success(request, "The level of care is confirmed.")
        return reverse(TAB, args=[person_id])

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "result": page.result}
    return sheet.answer(save, "assessment/confirmation.html", context)
