"""An assessment: where it stands, beginning one, its short screens, reading a whole one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.placement import actions as placement
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.assessment import overview, pages
from stepwell.doors.staff.assessment.forms import RATING, ScreenForm
from stepwell.doors.staff.assessment.who import signed_in
from stepwell.doors.staff.people.tabs import tabs

TAB = "chart-assessment"


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """Where the person's assessment stands."""
    access = access_of(request)
    page = overview.overview(access, person_id=person_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}
    return render(request, "assessment/overview.html", context)


@require_POST
def begin(request: HttpRequest, person_id: int) -> HttpResponse:
    """Begin an assessment and open its first screen; one that is open already is gone on with."""
    access, now = access_of(request), timezone.now()
    page = overview.overview(access, person_id=person_id, now=now)
    current = page.current
    if current is None:
        kind = "review" if page.earlier or page.head.open_episode else "intake"
        current = placement.begin_assessment(
            access, subject=page.head.subject, by=signed_in(access), on=page.head.today, kind=kind
        )
    first = page.go_on.id if page.go_on else "coming"
    return redirect("assessment-screen", person_id, current.pk, first)


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, person_id: int, assessment_id: int, screen_id: str) -> HttpResponse:
    """One short screen: ratings by plain anchors, and words."""
    access, now = access_of(request), timezone.now()
    page = pages.screen(access, person_id=person_id, assessment_id=assessment_id, screen_id=screen_id, now=now)
    family = [(str(one.pk), f"{one.name}, {one.how_related or one.kind}") for one in page.around]
    options = {
        "screen": page.screen,
        "family": family if screen_id == "family" else None,
        "fourth": "remission" in page.initial,
    }
    key = f"{overview.KEPT}{assessment_id}-{screen_id}"
    sheet = Sheet(request, ScreenForm, key, page.version, page.initial, lambda: pages.theirs(page), options)

    def save(given: Any) -> str:
        words = {word.id: given[word.id] for word in page.screen.words}
        ratings = {one.id: given[f"{RATING}{one.id}"] for one in page.screen.subdimensions}
        placement.write_screen(
            access, assessment=page.assessment, words=words, ratings=ratings, remission=given.get("remission")
        )
        if screen_id == "family":
            chosen = next((one for one in page.around if str(one.pk) == given["family"]), None)
            if (chosen.pk if chosen else None) != page.assessment.family_invited_id:
                placement.invite_family(access, assessment=page.assessment, relation=chosen, on=page.head.today)
        if request.POST.get("then") == "map" or page.after is None:
            messages.success(request, "Kept. You can go on any day.")
            return reverse(TAB, args=[person_id])
        return reverse("assessment-screen", args=[person_id, assessment_id, page.after.id])

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "result": page.result}
    return sheet.answer(save, "assessment/screen.html", context)


@require_safe
def read(request: HttpRequest, person_id: int, assessment_id: int) -> HttpResponse:
    """A whole assessment to read and print."""
    access = access_of(request)
    page = pages.whole(access, person_id=person_id, assessment_id=assessment_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)}
    return render(request, "assessment/whole.html", context)
