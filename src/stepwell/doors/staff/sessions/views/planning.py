"""Planning a session that is no meeting of a group."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from stepwell.care.sessions import actions
from stepwell.doors.forms.sheet import Sheet
from stepwell.doors.forms.signed_in import access_of
from stepwell.doors.staff.sessions.forms import NewSession
from stepwell.doors.staff.sessions.planning import planning
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotPermitted
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.episodes import queries as episodes


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An individual, family or other session: `program` chooses which program's, `stay` whom it is for."""
    access = access_of(request)
    if not allowed(access.roles, Permission.SESSION_WRITE):
        raise NotPermitted("Sessions are planned by those who treat. Ask a counselor.")
    program, stay = (request.GET.get(name, "") for name in ("program", "stay"))
    page = planning(access, program_id=int(program) if _is_number(program) else None, now=timezone.now())
    initial = {"on": page.today, "minutes": 50, "mode": "in_person", "leader": str(page.me or "")}
    initial |= {"episodes": [stay]} if _is_number(stay) else {}
    initial |= {"kind": "individual"}
    sheet = Sheet(request, NewSession, f"new-session-{page.program.pk}", "", initial, None, page.options)

    def save(given: Any) -> str:
        leader = next(one for one in page.staff if str(one.pk) == given["leader"])
        room = next((one for one in page.rooms if str(one.pk) == given["room"]), None)
        session = actions.schedule(
            access,
            program=page.program,
            kind=given["kind"],
            starts_at=datetime.combine(given["on"], given["starts"], page.zone),
            minutes=given["minutes"],
            leader=leader,
            episodes=[episodes.episode_by_id(access, episode_id=int(one)) for one in given["episodes"]],
            room=room,
            mode=given["mode"],
            topic=given["topic"],
        )
        messages.success(request, "The session is planned; everybody's time in it is taken.")
        return reverse("session", args=[session.pk])

    return sheet.answer(save, "sessions/new.html", {"page": page})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
