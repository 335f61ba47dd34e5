"""One note with its versions, and the notes of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.models import OwnPart, Session, SharedPart
from stepwell.care.sessions.queries import Note, SharedVersion, Version
from stepwell.care.sessions.rules.intervals import minutes, stretch
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.sessions.acts import on_roster
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Staff


@dataclass(frozen=True)
class NotePage:
    """One person's note: versions, the newest last. shared: None while it is not signed."""

    session: Session
    participation_id: int
    name: str
    person_id: int
    person: str
    zone: ZoneInfo
    today: date
    minutes: int
    versions: tuple[Version, ...]
    shared: SharedPart | None
    may_amend: bool
    signer: Staff | None
    credential: str

    @property
    def part(self) -> OwnPart:
        """The newest version."""
        return self.versions[-1].part


@dataclass(frozen=True)
class SharedPage:
    """The shared part with its versions."""

    session: Session
    name: str
    zone: ZoneInfo
    today: date
    versions: tuple[SharedVersion, ...]
    may_amend: bool
    signer: Staff | None
    credential: str

    @property
    def part(self) -> SharedPart:
        """The newest version."""
        return self.versions[-1].part


@dataclass(frozen=True)
class NotesPage:
    """A person's notes, the newest first."""

    head: Head
    notes: tuple[Note, ...]
    unsigned: int
    older: datetime | None


MOST = 30


@query(Permission.NOTE_READ)
def note_page(access: Access, *, session_id: int, participation_id: int, now: datetime) -> NotePage:
    """Gather one note. Raises NotFound where none is signed."""
    row = on_roster(access, session_id, participation_id)
    session = sessions.session_by_id(access, session_id=session_id)
    versions = sessions.note_chain(access, participation=row)
    if not versions:
        raise NotFound
    zone = ZoneInfo(session.program.site.time_zone)
    today = now.astimezone(zone).date()
    person_id, person = people.names(access, subject_ids=[row.subject_id]).get(row.subject_id, (0, ""))
    there = sessions.presences_of(access, participation=row)
    signer, credential = _signer(access, session, today)
    return NotePage(
        session=session,
        participation_id=row.pk,
        name=name_of(session),
        person_id=person_id,
        person=person,
        zone=zone,
        today=today,
        minutes=minutes(stretch(one.during.lower, one.during.upper) for one in there),
        versions=tuple(versions),
        shared=sessions.shared_part(access, session=session),
        may_amend=signer is not None,
        signer=signer,
        credential=credential,
    )


@query(Permission.NOTE_READ)
def shared_page(access: Access, *, session_id: int, now: datetime) -> SharedPage:
    """Gather the shared part. Raises NotFound where none is signed."""
    session = sessions.session_by_id(access, session_id=session_id)
    versions = sessions.shared_chain(access, session=session)
    if not versions:
        raise NotFound
    zone = ZoneInfo(session.program.site.time_zone)
    today = now.astimezone(zone).date()
    signer, credential = _signer(access, session, today)
    return SharedPage(session, name_of(session), zone, today, tuple(versions), signer is not None, signer, credential)


@query(Permission.NOTE_READ)
def notes_page(access: Access, *, person_id: int, before: datetime | None, now: datetime) -> NotesPage:
    """Gather a person's notes. before: to look further back. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    found = sessions.notes_of(access, subject=head.subject, before=before, most=MOST)
    waiting = sessions.unsigned_of(access, subject=head.subject)
    older = found[-1].session.starts_at if len(found) == MOST else None
    return NotesPage(head, tuple(found), waiting, older)


def name_of(session: Session) -> str:
    """Of the group, else the topic or kind."""
    return session.group.name if session.group else session.topic or session.kind.replace("_", " ").capitalize()


def _signer(access: Access, session: Session, today: date) -> tuple[Staff | None, str]:
    if access.staff_id is None or not allowed(access.roles, Permission.NOTE_SIGN):
        return None, ""
    me = people.staff_member(access, staff_id=access.staff_id)
    held = people.credentials(access, staff=me, on=today, state=session.program.site.state)
    may = load("notes/signing", session.on).rule("credential")["may_sign"]
    return me, next((one.kind for one in held if one.kind in may), "")
