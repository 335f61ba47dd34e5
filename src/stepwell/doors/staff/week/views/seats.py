"""A person's seats: the page, the finder's offers, taking them, leaving a group."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.scheduling import actions
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.rules.seats_facts import DAYS
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.people.tabs import tabs
from stepwell.doors.staff.week import seats
from stepwell.doors.staff.week.forms import Leaving
from stepwell.doors.staff.week.views.board import number
from stepwell.doors.staff.week.wishes import span, wishes_of
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotPermitted

TAB = "chart-seats"


@require_safe
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    """Groups, coming seats, the hours of the week."""
    access = access_of(request)
    page = seats.seats_page(access, person_id=person_id, now=timezone.now())
    return render(request, "week/seats.html", {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB)})


@require_safe
def hours(request: HttpRequest, person_id: int) -> HttpResponse:
    """The hours of this week: inside the page of seats, or by themselves."""
    page = seats.hours_page(access_of(request), person_id=person_id, now=timezone.now())
    shown = "week/_hours.html" if request.headers.get("HX-Request") else "week/hours.html"
    return render(request, shown, {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.SEAT_WRITE, to="send")
def offers(request: HttpRequest, person_id: int) -> HttpResponse:
    """Weeks that fit; sending takes the seats of one. Somebody quicker leaves the other offers to choose from."""
    access, now = access_of(request), timezone.now()
    wishes = wishes_of(request.GET)
    page = seats.offers_page(access, person_id=person_id, wishes=wishes, now=now)
    conflict, status = "", 200
    if request.method == "POST":
        try:
            return _take(request, page)
        except Conflict as refused:
            conflict, status = refused.says, 409
            page = seats.offers_page(access, person_id=person_id, wishes=wishes, now=now)
    context = {"page": page, "head": page.head, "conflict": conflict, "grid": _grid(page)}
    if request.headers.get("HX-Request"):
        return render(request, "week/_offers.html", context)
    return render(
        request, "week/offers.html", context | {"tabs": tabs(access, person_id, TAB), "days": DAYS}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, person_id: int, membership_id: int) -> HttpResponse:
    """Leave a group from a day on, with why."""
    access = access_of(request)
    page = seats.seats_page(access, person_id=person_id, now=timezone.now())
    membership = next((one.row for one in page.memberships if one.row.pk == membership_id), None)
    if membership is None:
        raise Http404
    if not page.may_change:
        raise NotPermitted("Seats are kept by the coordinator, counselors, clinicians and case managers.")
    seen = f"{membership.during.lower}-{membership.during.upper}"
    initial = {"on": page.head.today}
    sheet = Sheet(request, Leaving, f"leaving-{membership_id}", seen, initial)

    def save(given: Any) -> str:
        actions.leave_group(access, membership=membership, **given)
        messages.success(request, f"They left {membership.group.name}; the seats are free for others.")
        return reverse(TAB, args=[person_id])

    context = {"page": page, "head": page.head, "tabs": tabs(access, person_id, TAB), "membership": membership}
    return sheet.answer(save, "week/leaving.html", context)


def _take(request: HttpRequest, page: seats.OffersPage) -> HttpResponse:
    access, stay = access_of(request), page.head.open_episode
    wanted = {number(text) for text in request.POST.getlist("groups")[:20]}
    if stay is None:
        raise Http404
    running = scheduling.groups(access, program=stay.program, on=page.since)
    groups = [one for one in running if one.pk in wanted]
    if not groups or len(groups) != len(wanted):
        raise BadInput("groups", "One of these groups is not open any more. Go back and look again; nothing was taken.")
    held = {one.group_id for one in scheduling.memberships_of(access, episode=stay, on=page.since)}
    new = [one for one in groups if one.pk not in held]
    if not new:
        messages.info(request, "These seats were taken already. Nothing was done twice.")
    else:
        actions.take_seats(access, episode=stay, groups=new, since=page.since, until=page.until)
        messages.success(
            request,
            f"Seats taken in {len(new)} group{'s' if len(new) > 1 else ''}, until {page.until:%b} {page.until.day}.",
        )
    return HttpResponseRedirect(reverse(TAB, args=[page.head.person.pk]))


def _grid(page: seats.OffersPage) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Each part of the day: its name, its times, and for each weekday the value, the label and whether it is ticked."""
    found = []
    for place, part in enumerate(page.dayparts):
        starts, ends = span(page.dayparts, place)
        cells = [
            (f"{day}-{part.key}", f"{name} {part.name}", f"{day}-{part.key}" in page.wishes.ticked)
            for day, name in enumerate(DAYS)
        ]
        found.append((part.name, f"{starts:%H:%M} to {ends:%H:%M}", cells))
    return found
