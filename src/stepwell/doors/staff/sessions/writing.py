"""Signing what is ready in a room: one act of the hand, each part signed on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions.queries import RosterRow
from stepwell.doors.staff.sessions.forms import own_draft, shared_text
from stepwell.doors.staff.sessions.room_page import Looked, RoomPage
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, NotAllowed, Refused
from stepwell.foundation.kernel.ruling import Reason

ALL, SHARED = "all", "shared"


@dataclass(frozen=True)
class Signed:
    """What was signed, and what was left with why."""

    shared: bool
    own: tuple[int, ...]
    refused: tuple[str, ...]

    def says(self, left: int) -> str:
        """One sentence for the notice."""
        notes = f"{len(self.own)} note{'s' if len(self.own) != 1 else ''} signed" if self.own else ""
        parts = [one for one in ("Shared part signed" if self.shared else "", notes) if one]
        more = f" {left} left: what each needs stands beside it." if left else " Everybody's note is signed."
        return f"{' and '.join(parts)}.{more if self.own else ''}"


def sign(access: Access, page: RoomPage, found: Looked, given: Mapping[str, Any], what: str) -> Signed:
    """Sign the shared part, one person's or all that are ready. what: "all", "shared" or a participation's number.

    Raises NotAllowed where nothing could be signed, with what is asked first; BadInput without a signer.
    """
    if page.signer is None or page.signing is None:
        raise BadInput("", "Your login belongs to nobody on staff who signs notes. Ask your program director.")
    wanted = [
        line.row for line in found.lines if line.state == "ready" and what in (ALL, str(line.row.participation_id))
    ]
    shared, refused = False, []
    if what in (ALL, SHARED) and found.shared_ready:
        sessions.sign_shared(access, session=page.room.session, text=dict(shared_text(dict(given))), **_by(page))
        shared = True
    own = []
    for row in wanted:
        try:
            _sign_own(access, page, row, given)
        except Refused as refusal:
            if refusal.status in (403, 404):
                raise
            refused.append(f"{row.name}: {refusal.says}")
        else:
            own.append(row.participation_id)
    if not shared and not own:
        raise NotAllowed(_stops(page, found, what), " ".join(refused) or _nothing(page, found, what))
    return Signed(shared, tuple(own), tuple(refused))


def _by(page: RoomPage) -> dict[str, Any]:
    assert page.signing is not None
    return {"by": page.signer, "credential": page.signing.credential, "at": page.now}


def _sign_own(access: Access, page: RoomPage, row: RosterRow, given: Mapping[str, Any]) -> None:
    draft = own_draft(dict(given), row.participation_id)
    row.participation.session = page.room.session
    sessions.sign_own(
        access,
        participation=row.participation,
        text=dict(draft.text),
        risk=draft.risk,
        objective=next((one for one in row.objectives if one.pk == draft.objective_id), None),
        exception=draft.exception,
        **_by(page),
    )


def _stops(page: RoomPage, found: Looked, what: str) -> tuple[Reason, ...]:
    lines = [line for line in found.lines if what in (ALL, str(line.row.participation_id))]
    every = [reason for line in lines for reason in line.reasons]
    if what in (ALL, SHARED) and not page.room.shared.locked:
        every += found.shared_reasons
    return tuple({reason.rule: reason for reason in every}.values())


def _nothing(page: RoomPage, found: Looked, what: str) -> str:
    if not page.begun:
        return "A note is signed after its session has begun."
    said = " ".join(reason.says for reason in _stops(page, found, what))
    return f"Nothing is ready to be signed yet. {said}".strip()
