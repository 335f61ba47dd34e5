"""Groups: one with its dates, opening one, closing one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from stepwell.care.scheduling import actions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.sessions.planning import planning
from stepwell.doors.staff.sessions.views.days import day_asked
from stepwell.doors.staff.week.forms import Closing, NewGroup
from stepwell.doors.staff.week.group import group_page
from stepwell.doors.staff.week.views.board import number
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotPermitted
from stepwell.foundation.gate.roles import allowed


@require_safe
def show(request: HttpRequest, group_id: int) -> HttpResponse:
    """One group: `on` is a date."""
    page = group_page(access_of(request), group_id=group_id, on=day_asked(request.GET.get("on")), now=timezone.now())
    return render(request, "week/group.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a group; it takes the time of its leaders and its room."""
    access = access_of(request)
    _may_change(access)
    page = planning(access, program_id=number(request.GET.get("program", "")), now=timezone.now())
    initial = {"since": page.today, "until": page.today + timedelta(weeks=26), "mode": "in_person", "track": "any"}
    options = {"tracks": page.tracks, "staff": page.options["staff"], "rooms": page.options["rooms"]}
    sheet = Sheet(request, NewGroup, f"new-group-{page.program.pk}", "", initial, None, options)

    def save(given: Any) -> str:
        staff = {str(one.pk): one for one in page.staff}
        rooms = {str(one.pk): one for one in page.rooms}
        more = {
            "weekday": int(given["weekday"]),
            "leader": staff[given["leader"]],
            "co_leader": staff.get(given["co_leader"]),
            "room": rooms.get(given["room"]),
        }
        group = actions.open_group(access, program=page.program, **{**given, **more})
        messages.success(request, f"{group.name} is open; the time of its leader and room is taken.")
        return reverse("group", args=[group.pk])

    return sheet.answer(save, "week/new_group.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, group_id: int) -> HttpResponse:
    """Close a group after a day; whoever has seats later is found others first."""
    access = access_of(request)
    _may_change(access)
    page = group_page(access, group_id=group_id, on=None, now=timezone.now())
    until = page.group.until.isoformat()
    theirs = {"Meets until": until}
    sheet = Sheet(request, Closing, f"closing-{group_id}", until, {"on": page.today}, lambda: theirs)

    def save(given: Any) -> str:
        actions.close_group(access, group=page.group, on=given["on"])
        messages.success(request, f"{page.group.name} meets for the last time by then.")
        return reverse("group", args=[group_id])

    return sheet.answer(save, "week/closing.html", {"page": page})


def _may_change(access: Access) -> None:
    if not allowed(access.roles, Permission.GROUP_WRITE):
        raise NotPermitted("Groups are opened and closed by counselors, clinicians and the director.")
