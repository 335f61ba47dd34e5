"""The reading pages of a chart."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.chart import now as of_now
from stepwell.doors.staff.chart import pages
from stepwell.doors.staff.chart.timeline import AREAS
from stepwell.doors.staff.people.tabs import tabs


@require_safe
def timeline(request: HttpRequest, person_id: int) -> HttpResponse:
    """What happened, the newest first, of the kinds one ticks, from a moment back."""
    access = access_of(request)
    known = {area.kind for area in AREAS}
    kinds = [kind for kind in request.GET.getlist("kind") if kind in known]
    page = pages.timeline(access, person_id=person_id, kinds=kinds, before=_moment(request), now=timezone.now())
    context = {"page": page, "head": page.head, "kinds": kinds, "tabs": tabs(access, person_id, "chart-timeline")}
    return render(request, "chart/timeline.html", context)


@require_safe
def measures(request: HttpRequest, person_id: int) -> HttpResponse:
    """Each instrument over time."""
    access = access_of(request)
    page = pages.measures(access, person_id=person_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "chart-measures")}
    return render(request, "chart/measures.html", context)


@require_safe
def coverage(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who pays."""
    access = access_of(request)
    page = pages.money(access, person_id=person_id, now=timezone.now())
    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, "chart-coverage")}
    return render(request, "chart/coverage.html", context)


@require_safe
def authorizations(request: HttpRequest, person_id: int) -> HttpResponse:
    """Authorizations with their pictures: a part of the coverage page, or a page of its own without scripts."""
    return _part(request, person_id, "authorizations")


@require_safe
def week(request: HttpRequest, person_id: int) -> HttpResponse:
    """The hours of this week and the next seats: a part of the overview."""
    return _part(request, person_id, "week")


@require_safe
def care(request: HttpRequest, person_id: int) -> HttpResponse:
    """Plan, measures, medications, team: a part of the overview."""
    return _part(request, person_id, "care")


@require_safe
def trail(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who saw the record, and what was told to others."""
    access = access_of(request)
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    with_system = request.GET.get("system") == "1"
    page = pages.trail(access, person_id=person_id, before=before, with_system=with_system, now=timezone.now())
    context = {"page": page, "head": page.head, "system": with_system, "tabs": tabs(access, person_id, "chart-trail")}
    return render(request, "chart/trail.html", context)


def _part(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    access = access_of(request)
    part = of_now.PARTS[name](access, person_id=person_id, now=timezone.now())
    whole = not request.headers.get("HX-Request")
    return render(request, f"chart/{'part' if whole else f'_{name}'}.html", {"part": part, "name": name})


def _moment(request: HttpRequest) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
