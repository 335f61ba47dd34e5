"""The session room: its note written and signed, and looked at while it is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from stepwell.doors.forms import actions as kept
from stepwell.doors.forms.sheet import Sheet, words_of
from stepwell.doors.forms.signed_in import access_of, needs
from stepwell.doors.forms.tokens import Token
from stepwell.doors.staff.sessions.forms import OWN, RoomNote
from stepwell.doors.staff.sessions.room_page import RoomPage, looked, room_page
from stepwell.doors.staff.sessions.writing import ALL, Signed, sign
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput

#: The button that signs nothing: everything is kept and looked over.
LOOK = "check"
SHARED_FIELDS = ("topic", "method", "done")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.NOTE_SIGN, Permission.SESSION_CHANGE, to="send")
def show(request: HttpRequest, session_id: int) -> HttpResponse:
    """The room; sending it signs what is ready. Every word is kept until it is signed."""
    access, now = access_of(request), timezone.now()
    page = room_page(access, session_id=session_id, now=now)
    if not page.may_sign or page.signing is None or not page.open:
        if request.method == "POST":
            raise BadInput("", "There is nothing here that you sign.")
        return render(request, "sessions/room.html", {"page": page, "looked": looked(page, None)})
    options = {"rows": page.to_write, "shared": not page.room.shared.locked}
    sheet = Sheet(request, RoomNote, _key(page), page.version, page.initial, lambda: page.theirs, options)

    def save(given: Any) -> str:
        what = request.POST.get("sign", ALL)
        if what == LOOK:
            _keep_rest(request, page, Signed(False, (), ()), now)
            return reverse("session", args=[session_id])
        found = sign(access, page, looked(page, None, given), given, what)
        left = len([line for line in looked(page, None, given).lines if line.state not in ("locked", "absent")])
        _keep_rest(request, page, found, now)
        messages.success(request, found.says(left - len(found.own)))
        for said in found.refused:
            messages.info(request, said)
        return reverse("session", args=[session_id])

    def context() -> dict[str, Any]:
        found = looked(page, sheet.form)
        return {"page": page, "looked": found, "mine": _mine(page, sheet), "room_css": True}

    return sheet.answer(save, "sessions/room.html", context)


@require_POST
def check(request: HttpRequest, session_id: int) -> HttpResponse:
    """What each part still needs, while it is written; nothing is written."""
    page = room_page(access_of(request), session_id=session_id, now=timezone.now())
    form = RoomNote(request.POST, rows=page.to_write, shared=not page.room.shared.locked)
    return render(request, "sessions/_checks.html", {"page": page, "looked": looked(page, form)})


def _key(page: RoomPage) -> str:
    return f"room-{page.session_id}"


def _mine(page: RoomPage, sheet: Sheet) -> str:
    """What this login wrote as the shared part, where somebody else has signed one meanwhile."""
    return str(sheet.form.data.get("done", "")).strip() if page.room.shared.locked and sheet.form.is_bound else ""


def _keep_rest(request: HttpRequest, page: RoomPage, found: Signed, now: Any) -> None:
    """Keep what was written of those who are not signed yet: sending a form empties what was kept of it."""
    access = access_of(request)
    gone = {f"{name}-{number}" for name in OWN for number in found.own}
    gone |= set(SHARED_FIELDS) if found.shared else set()
    rest = {name: value for name, value in words_of(request).items() if name not in gone and name != "sign"}
    # What an older tab kept would come back with words that are signed by now.
    kept.put_away(access, key=_key(page), at=now)
    if not any(rest.values()):
        return
    token = Token.fresh(key=_key(page), login=access.login_id or 0, operator=access.operator_id, path=request.path)
    seen = f"shared-{page.room.shared.version + found.shared}"
    kept.keep(access, key=token.key, sheet=token.sheet, seen=seen, words=rest, at=now)
