"""Staff is away: mark it, give their meetings to somebody or call them off, and say when they are back."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.sessions.actions import Change
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.urgent import away, changes
from stepwell.doors.staff.urgent.day_forms import Away
from stepwell.doors.staff.urgent.views.changes import call_off, go_differently
from stepwell.doors.staff.urgent.who import number
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound

#: Said where nobody wrote a reason: it names no cause.
AWAY = "Who leads it is away."


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Mark somebody away for a while."""
    access, now = access_of(request), timezone.now()
    page = away.new(access, now=now)
    zone, today = page.moment.zone, page.moment.today
    clock = now.astimezone(zone).time().replace(second=0, microsecond=0)
    sheet = Sheet(
        request,
        Away,
        key="absence-new",
        initial={"from_on": today, "from_at": clock, "until_on": today, "until_at": time(23, 59)},
        options={"staff": [(one.pk, one.name) for one in page.staff]},
    )

    def save(given: dict[str, Any]) -> str:
        row = scheduling.mark_away(
            access,
            staff=next(one for one in page.staff if one.pk == given["staff"]),
            starts=datetime.combine(given["from_on"], given["from_at"], zone),
            ends=datetime.combine(given["until_on"], given["until_at"], zone),
            word=given["word"],
            at=now,
        )
        return reverse("absence", args=[row.pk])

    return sheet.answer(save, "urgent/absence_new.html", {"page": page})


@require_safe
def show(request: HttpRequest, absence_id: int) -> HttpResponse:
    """What they leave, and who could stand in."""
    page = away.page(access_of(request), absence_id=absence_id, now=timezone.now())
    return render(request, "urgent/absence.html", {"page": page})


@require_POST
@needs(Permission.SESSION_CHANGE)
def cover(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Give one meeting to somebody, or call it off."""
    access, now = access_of(request), timezone.now()
    page = away.page(access, absence_id=absence_id, now=now)
    found = next((one for one in page.covers if one.key == request.POST.get("key")), None)
    if found is None:
        messages.info(request, "This meeting is decided already. Nothing was done twice.")
        return redirect("absence", absence_id)
    why = request.POST.get("why", "").replace("\x00", "").strip()[:200] or AWAY
    meeting = changes.page(access, key=found.key, now=now)
    try:
        if request.POST.get("does") == "off":
            call_off(access, meeting, why=why, make_up=True)
            messages.success(
                request, f"{found.one.entry.name} is called off. Who was expected is told: it is on Today."
            )
        else:
            who = next((one for one in meeting.staff if one.pk == number(request.POST.get("staff"))), None)
            if who is None:
                raise BadInput("staff", "Choose who stands in.")
            change = Change(leader=who) if found.one.as_leader else Change(co_leader=who)
            go_differently(access, meeting, change=change, why=why)
            messages.success(request, f"{who.name} stands in for {found.one.entry.name}.")
    except (BadInput, Conflict, NotAllowed, NotFound) as refused:
        messages.warning(request, refused.says)
    return redirect("absence", absence_id)


@require_POST
def back(request: HttpRequest, absence_id: int) -> HttpResponse:
    """They are here again."""
    access, now = access_of(request), timezone.now()
    page = away.page(access, absence_id=absence_id, now=now)
    try:
        scheduling.back_again(access, absence=page.row, at=now)
        messages.success(request, "Welcome back. Meetings that were given to somebody else stay there.")
    except Conflict as quicker:
        messages.info(request, quicker.says)
    return redirect("absence", absence_id)
