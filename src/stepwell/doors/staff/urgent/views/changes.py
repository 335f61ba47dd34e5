"""A session is called off, moved, split or joined today; minutes follow, and who must know is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepwell.care.sessions import actions
from stepwell.doors.forms.fields import HouseForm
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.urgent import changes, day_forms
from stepwell.doors.staff.urgent.changes import Page
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotFound


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What meets on a day, today where none is asked for."""
    return render(request, "urgent/changes.html", {"page": _day(request)})


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The same for today, as a part of the page of what went wrong."""
    return render(request, "urgent/_sessions.html", {"page": _day(request), "part": True})


@require_http_methods(["GET", "POST"])
def cancellation(request: HttpRequest, key: str) -> HttpResponse:
    """It does not take place."""

    def save(access: Access, page: Page, given: dict[str, Any]) -> str:
        call_off(access, page, why=given["why"], make_up=given["make_up"])
        return "Called off."

    return _sheet(request, key, "cancellation", day_forms.CallOff, save)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Another time of the day, another room, another way, another leader."""

    def save(access: Access, page: Page, given: dict[str, Any]) -> str:
        go_differently(access, page, change=_change(page, given), why=given["why"])
        return "Changed."

    return _sheet(request, key, "move", day_forms.Move, save, initial=_as_it_is, options=_rooms_and_staff)


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, key: str) -> HttpResponse:
    """Some of them go on in a session of their own."""

    def options(page: Page) -> dict[str, Any]:
        roster = [(one.participation.pk, one.name) for one in page.to_tell if one.participation]
        return {"roster": roster, **_rooms_and_staff(page)}

    def save(access: Access, page: Page, given: dict[str, Any]) -> str:
        rows = {one.participation.pk: one.participation for one in page.expected if one.participation}
        actions.split(
            access,
            session=_held(access, page),
            going=[rows[one] for one in given["going"]],
            since=_at(page, given["since"]),
            leader=next(one for one in page.staff if one.pk == given["leader"]),
            room=next((one for one in page.rooms if one.pk == given["room"]), None),
            why=given["why"],
            at=timezone.now(),
        )
        return "Split; everybody's minutes follow them."

    return _sheet(request, key, "split", day_forms.Split, save, initial=_from_start, options=options)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Everybody goes on in another session of the program."""

    def options(page: Page) -> dict[str, Any]:
        zone = page.moment.zone
        others = [
            (one.key, f"{one.entry.name}, {one.entry.starts.astimezone(zone):%H:%M}, {one.entry.leader}")
            for one in page.others
        ]
        return {"others": others, "staff": _rooms_and_staff(page)["staff"]}

    def save(access: Access, page: Page, given: dict[str, Any]) -> str:
        into = changes.page(access, key=given["into"], now=timezone.now())
        actions.join(
            access,
            session=_held(access, page),
            into=_held(access, into),
            since=_at(page, given["since"]),
            co_leader=next((one for one in page.staff if one.pk == given["co_leader"]), None),
            why=given["why"],
            at=timezone.now(),
        )
        return "Joined; everybody's minutes follow them."

    return _sheet(request, key, "join", day_forms.Join, save, initial=_from_start, options=options)


@require_POST
@needs(Permission.SESSION_WRITE)
def roster(request: HttpRequest, key: str) -> HttpResponse:
    """Open the roster, so that it can be said who goes where; opening it twice is the same."""
    access = access_of(request)
    session = _held(access, changes.page(access, key=key, now=timezone.now()))
    then = request.POST.get("then")
    return redirect("session-join" if then == "join" else "session-split", f"s{session.pk}")


def call_off(access: Access, page: Page, *, why: str, make_up: bool) -> None:
    """Call off a session, or a meeting that has no roster yet."""
    now = timezone.now()
    if page.session is not None:
        actions.cancel(access, session=page.session, why=why, at=now, make_up=make_up)
    else:
        actions.call_off(access, group=_group(page), on=page.entry.on, why=why, at=now, make_up=make_up)


def go_differently(access: Access, page: Page, *, change: actions.Change, why: str) -> None:
    """Change a session, or a meeting that has no roster yet."""
    now = timezone.now()
    if page.session is not None:
        actions.move(access, session=page.session, change=change, why=why, at=now)
    else:
        actions.move_meeting(access, group=_group(page), on=page.entry.on, change=change, why=why, at=now)


def _held(access: Access, page: Page) -> Any:
    return page.session or actions.hold_group(access, group=_group(page), on=page.entry.on)


def _group(page: Page) -> Any:
    """What meets without a roster is a group. Raises NotFound for anything else."""
    if page.group is None:
        raise NotFound
    return page.group


def _day(request: HttpRequest) -> changes.DayPage:
    try:
        on = parse_date(request.GET.get("on", "")[:10])
    except ValueError:
        on = None
    usual = on if on and date(2000, 1, 1) <= on <= date(2200, 1, 1) else None
    return changes.day(access_of(request), on=usual, now=timezone.now())


def _at(page: Page, clock: Any) -> datetime:
    return datetime.combine(page.entry.on, clock, page.moment.zone)


def _as_it_is(page: Page) -> dict[str, Any]:
    zone, entry = page.moment.zone, page.entry
    room = next((one.pk for one in page.rooms if one.name == entry.room), None)
    return {
        "starts": entry.starts.astimezone(zone).time(),
        "ends": entry.ends.astimezone(zone).time(),
        "mode": entry.mode,
        "room": room,
        "leader": entry.leader_id,
    }


def _from_start(page: Page) -> dict[str, Any]:
    starts = max(page.entry.starts, min(page.moment.now, page.entry.ends))
    return {"since": starts.astimezone(page.moment.zone).time().replace(second=0, microsecond=0)}


def _rooms_and_staff(page: Page) -> dict[str, Any]:
    return {
        "rooms": [(one.pk, f"{one.name}, {one.places} places") for one in page.rooms],
        "staff": [(one.pk, one.name) for one in page.staff],
    }


def _change(page: Page, given: dict[str, Any]) -> actions.Change:
    """Only what differs from how it is now."""
    was = _as_it_is(page)
    new = {name: value for name, value in given.items() if name in was and value != was[name]}
    if not new:
        raise BadInput("starts", "Nothing is different yet. Change the time, the room, the way or who leads.")
    return actions.Change(
        starts=new.get("starts"),
        ends=new.get("ends"),
        mode=new.get("mode"),
        room=next((one for one in page.rooms if one.pk == new.get("room")), None),
        no_room="room" in new and new["room"] is None,
        leader=next((one for one in page.staff if one.pk == new.get("leader")), None),
    )


def _sheet(
    request: HttpRequest,
    key: str,
    what: str,
    form: type[HouseForm],
    save: Callable[[Access, Page, dict[str, Any]], str],
    initial: Callable[[Page], dict[str, Any]] = lambda page: {},
    options: Callable[[Page], dict[str, Any]] = lambda page: {},
) -> HttpResponse:
    access = access_of(request)
    page = changes.page(access, key=key, now=timezone.now())
    sheet = Sheet(
        request,
        form,
        key=f"session-{what}-{page.key}",
        seen=page.version,
        initial=initial(page),
        options=options(page),
        theirs=lambda: _told(page),
    )

    def saved(given: dict[str, Any]) -> str:
        says = save(access, page, given)
        count = len(page.to_tell)
        told = f" {count} {'person is' if count == 1 else 'people are'} to be told: it is on Today." if count else ""
        messages.success(request, f"{says}{told}" if what in ("cancellation", "move") else says)
        return f"{reverse('changes')}?on={page.entry.on.isoformat()}"

    return sheet.answer(saved, f"urgent/session_{what}.html", {"page": page})


def _told(page: Page) -> dict[str, str]:
    zone, entry = page.moment.zone, page.entry
    return {
        "Time": f"{entry.starts.astimezone(zone):%H:%M} to {entry.ends.astimezone(zone):%H:%M}",
        "Room": entry.room or "none",
        "Led by": entry.leader,
        "State": entry.state,
    }
