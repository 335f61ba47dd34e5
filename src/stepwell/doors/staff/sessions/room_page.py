"""The room of one session: who is there, what each note still needs, what would be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import OwnDraft, Room, RosterRow, Signing
from stepwell.doors.staff.sessions import words
from stepwell.doors.staff.sessions.forms import RoomNote, own_draft, shared_text, touched
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff
from stepwell.registry.programs import queries as programs


@dataclass(frozen=True)
class RoomPage:
    """What the page of a session prints. signing: None for who may not read notes; signer: who would sign."""

    room: Room
    zone: ZoneInfo
    now: datetime
    signing: Signing | None
    signer: Staff | None
    may_write: bool
    may_sign: bool
    excuses: tuple[str, ...]

    @property
    def today(self) -> date:
        """The day at the site."""
        return self.now.astimezone(self.zone).date()

    @property
    def session_id(self) -> int:
        """Its number."""
        return self.room.session.pk

    @property
    def name(self) -> str:
        """Of the group, else the topic or kind."""
        one = self.room.session
        return one.group.name if one.group else one.topic or one.kind.replace("_", " ").capitalize()

    @property
    def begun(self) -> bool:
        """Whether it has started."""
        return self.now >= self.room.session.starts_at

    @property
    def open(self) -> bool:
        """Whether somebody can still be written down as there or not."""
        return self.room.session.cancelled_at is None

    @property
    def undecided(self) -> int:
        """People of whom nobody has said whether they came."""
        return sum(row.outcome == "expected" for row in self.room.rows)

    @property
    def to_write(self) -> tuple[RosterRow, ...]:
        """Rows whose own part is not signed."""
        return tuple(row for row in self.room.rows if not row.note.locked)

    @property
    def version(self) -> str:
        """Of the shared part: two who write it see each other."""
        return f"shared-{self.room.shared.version}"

    @property
    def initial(self) -> dict[str, str]:
        """What is known before anybody writes."""
        one = self.room.session
        return {"topic": one.topic, "method": one.modality}

    @property
    def theirs(self) -> dict[str, str]:
        """The shared part as it was signed, by whom."""
        part = self.room.shared_part
        if part is None:
            return {}
        told = {"Signed by": f"{self.room.shared.by}, {self.room.shared.credential}"}
        return told | {str(key).capitalize(): str(value) for key, value in part.text.items()}


@dataclass(frozen=True)
class Line:
    """One person in the room: the row, what is found of their part, its fields. state: locked, absent, waiting (nobody
    said whether they came), empty (not begun), ready or open."""

    row: RosterRow
    state: str
    reasons: tuple[Reason, ...]
    late: bool
    text: Mapping[str, Any]
    objective: str
    fields: Mapping[str, Any]
    hint_kind: str
    hint: str
    hint_reasons: tuple[Reason, ...]
    hint_changes: tuple[str, ...]


@dataclass(frozen=True)
class Looked:
    """The whole note looked at before anybody signs."""

    lines: tuple[Line, ...]
    shared_reasons: tuple[Reason, ...]
    shared_ready: bool

    @property
    def ready(self) -> int:
        """Own parts that could be signed now."""
        return sum(line.state == "ready" for line in self.lines)

    @property
    def left(self) -> int:
        """Own parts of people who were there that need something first."""
        return sum(line.state in ("open", "empty") for line in self.lines)

    @property
    def signed(self) -> int:
        """Own parts that are signed."""
        return sum(line.state == "locked" for line in self.lines)


@query(Permission.SCHEDULE_READ)
def room_page(access: Access, *, session_id: int, now: datetime) -> RoomPage:
    """Gather the page in one open gate. Raises NotFound."""
    found = sessions.session_by_id(access, session_id=session_id)
    zone = ZoneInfo(found.program.site.time_zone)
    on = now.astimezone(zone).date()
    room = sessions.room(access, session=found, on=on, just_read=True)
    signs = allowed(access.roles, Permission.NOTE_SIGN) and access.staff_id is not None
    me = None
    if signs and access.staff_id is not None:
        here = [one for one in (found.leader, found.co_leader) if one is not None and one.pk == access.staff_id]
        me = here[0] if here else people.staff_member(access, staff_id=access.staff_id)
    reads = allowed(access.roles, Permission.NOTE_READ)
    rules = programs.rules_of(access, program=room.session.program, on=found.on)
    return RoomPage(
        room=room,
        zone=zone,
        now=now,
        signing=sessions.signing(access, room=room, by=me, on=on) if reads else None,
        signer=me,
        may_write=allowed(access.roles, Permission.SESSION_WRITE),
        may_sign=signs,
        excuses=tuple(rules.source.value("absence-ladder", "excused") or ()),
    )


def looked(page: RoomPage, form: RoomNote | None, given: Mapping[str, Any] | None = None) -> Looked:
    """The parts as they stand in the form, looked at by the rules the signature asks. given: cleaned data, else what
    the form shows."""
    values = dict(given) if given is not None else {name: form[name].value() for name in form.fields} if form else {}
    drafts = {row.participation_id: own_draft(values, row.participation_id) for row in page.to_write}
    shared: tuple[Reason, ...] = ()
    if page.signing is not None and not page.room.shared.locked:
        ruling = page.signing.look_shared(shared_text(values))
        shared = tuple(one for one in ruling.reasons if one.rule.rpartition("#")[2] in ruling.answer.blocking)
    lines = tuple(_line(page, form, row, drafts) for row in page.room.rows)
    written = bool(shared_text(values)["done"])
    return Looked(lines, shared, bool(page.signing) and not page.room.shared.locked and written and not shared)


def _line(page: RoomPage, form: RoomNote | None, row: RosterRow, drafts: Mapping[int, OwnDraft]) -> Line:
    number = row.participation_id
    state, reasons, late = _state(page, row, drafts)
    part = page.signing.parts.get(number) if page.signing else None
    kind, says, _, change = words.HINTS[row.hint]
    return Line(
        row=row,
        state=state,
        reasons=reasons,
        late=late,
        text=part.text if part else {},
        objective=part.objective.behaviour if part and part.objective else (part.exception if part else ""),
        fields=form.of(row) if form is not None and number in drafts else {},
        hint_kind=kind,
        hint=says,
        hint_reasons=words.hint_reason(row.hint, row.minutes),
        hint_changes=(change,) if change else (),
    )


def _state(page: RoomPage, row: RosterRow, drafts: Mapping[int, OwnDraft]) -> tuple[str, tuple[Reason, ...], bool]:
    if row.note.locked:
        return "locked", (), row.note.late
    if row.outcome in ("no_show", "excused"):
        return "absent", (), False
    if row.outcome != "attended":
        return "waiting", (), False
    if page.signing is None:
        return "open", (), False
    draft = drafts[row.participation_id]
    ruling = page.signing.look(row.participation_id, draft, drafts)
    stops = tuple(one for one in ruling.reasons if one.rule.rpartition("#")[2] in ruling.answer.blocking)
    if not touched(draft):
        return "empty", stops, ruling.answer.late
    return ("open" if stops else "ready"), stops, ruling.answer.late
