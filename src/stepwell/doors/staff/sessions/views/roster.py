"""The roster of a room, by taps: who came, from when until when, breaks, who came unplanned."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.care.sessions import actions
from stepwell.care.sessions import queries as sessions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.staff.sessions import acts
from stepwell.doors.staff.sessions.arriving import arriving
from stepwell.doors.staff.sessions.forms import Arrival, RoomNote
from stepwell.doors.staff.sessions.room_page import looked, room_page
from stepwell.foundation.gate.permissions import Permission
from stepwell.registry.episodes import queries as episodes


@require_POST
def everyone(request: HttpRequest, session_id: int) -> HttpResponse:
    """Everybody who is still expected was there for the whole session."""
    access = access_of(request)
    session = sessions.session_by_id(access, session_id=session_id)
    acts.everyone_came(access, session, timezone.now())
    return _answer(request, session_id)


@require_POST
def one(request: HttpRequest, session_id: int, participation_id: int) -> HttpResponse:
    """One person: came, did not come, excused, or from when until when."""
    access, now = access_of(request), timezone.now()
    row = acts.on_roster(access, session_id, participation_id)
    what = request.POST.get("do", "")
    if what == acts.TIMES:
        starts, ends = acts.clock(request.POST.get("from", "")), acts.clock(request.POST.get("until", ""))
        acts.from_until(access, row, starts, ends, now)
    else:
        why, more = (_text(request, name) for name in ("why", "more"))
        acts.tap(access, row, what, now, why=why, more=more)
    return _answer(request, session_id, f"row-{participation_id}")


@require_POST
@needs(Permission.SESSION_WRITE, to="send")
def pause(request: HttpRequest, session_id: int) -> HttpResponse:
    """A break for everybody."""
    access = access_of(request)
    session = sessions.session_by_id(access, session_id=session_id)
    starts, ends = acts.clock(request.POST.get("from", "")), acts.clock(request.POST.get("until", ""))
    acts.break_between(access, session, starts, ends)
    return _answer(request, session_id)


@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request: HttpRequest, session_id: int) -> HttpResponse:
    """Somebody came though they had no seat."""
    access = access_of(request)
    page = arriving(access, session_id=session_id, now=timezone.now())
    initial = {"since": page.since.astimezone(page.zone).time().replace(second=0, microsecond=0)}
    sheet = Sheet(request, Arrival, f"arrival-{session_id}", "", initial, None, {"people": page.people})

    def save(given: Any) -> str:
        since = datetime.combine(page.session.on, given["since"], page.zone)
        stay = episodes.episode_by_id(access, episode_id=int(given["episode"]))
        row = actions.came_unplanned(access, session=page.session, episode=stay, since=since)
        actions.record_presence(access, participation=row, starts=since, ends=page.session.ends_at)
        messages.success(request, "They are on the roster, there from then on.")
        return reverse("session", args=[session_id]) + f"#row-{row.pk}"

    return sheet.answer(save, "sessions/arrival.html", {"page": page})


def _answer(request: HttpRequest, session_id: int, mark: str = "roster") -> HttpResponse:
    """The roster in place for htmx, else the room again."""
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("session", args=[session_id]) + f"#{mark}")
    page = room_page(access_of(request), session_id=session_id, now=timezone.now())
    form = RoomNote(request.POST, rows=page.to_write, shared=not page.room.shared.locked)
    return render(request, "sessions/_tapped.html", {"page": page, "looked": looked(page, form)})


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:100]
