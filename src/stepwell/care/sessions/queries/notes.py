"""Reading notes: the newest version, all of them with their seals, and what is still to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.sessions.models import OwnPart, Participation, Session, SharedPart
from stepwell.care.sessions.rules.counting import sign_by
from stepwell.care.sessions.rules.intervals import minutes, without
from stepwell.care.sessions.seals import sealed
from stepwell.care.sessions.timing import breaks_in, there
from stepwell.care.sessions.writing import NOTES
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.foundation.gate.models import Subject
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff


@dataclass(frozen=True)
class Version:
    """A version of somebody's part. seal_holds: what stands in the row is what was signed, after the one before."""

    part: OwnPart
    seal_holds: bool


@dataclass(frozen=True)
class SharedVersion:
    """A version of the shared part. seal_holds: as for a person's own."""

    part: SharedPart
    seal_holds: bool


@dataclass(frozen=True)
class Note:
    """A whole note of one person: their newest part and the session's. shared: None while it is not signed."""

    session: Session
    part: OwnPart
    shared: SharedPart | None
    minutes: int


@dataclass(frozen=True)
class NoteStands:
    """The stay and the day a note is of. signed_at: of the newest signature, on their part or the shared one; None
    while there is neither. day_signed_at: of the newest on any note of the stay's day."""

    episode: Episode
    on: date
    signed_at: datetime | None
    day_signed_at: datetime | None


@dataclass(frozen=True)
class Unsigned:
    """A part that waits for a signature. participation_id: None for the shared part. sign_by: in time until then."""

    session: Session
    participation_id: int | None
    subject_id: int | None
    sign_by: date


@query(Permission.NOTE_READ)
def own_part(access: Access, *, participation: Participation) -> OwnPart | None:
    """The newest version of the person's part, with participation and session, or None."""
    rows = OwnPart.objects.select_related("participation__session__program__site", "objective", "author", "amends")
    return rows.filter(participation=participation).order_by("-version").first()


@query(Permission.NOTE_READ)
def shared_part(access: Access, *, session: Session) -> SharedPart | None:
    """The newest version of the session's shared part, or None."""
    rows = SharedPart.objects.select_related("session__program__site", "author", "amends")
    return rows.filter(session=session).order_by("-version").first()


@query(Permission.NOTE_READ)
def note_stands(access: Access, *, participation_id: int) -> NoteStands:
    """Whose note it is, of which day, and when the last of its parts was signed. Raises NotFound."""
    row = Participation.objects.select_related("session", "episode").filter(pk=participation_id).first()
    if row is None:
        raise NotFound
    concerns(row.subject_id)
    day = Participation.objects.filter(episode=row.episode_id, session__on=row.session.on)
    # Numbers, not a query within a query: that is planned well whatever the database knows of the tables by then.
    of_them = dict(day.values_list("id", "session_id"))
    own = OwnPart.objects.filter(participation__in=list(of_them)).values_list("participation_id", "signed_at")
    shared = SharedPart.objects.filter(session__in=list(of_them.values())).values_list("session_id", "signed_at")
    of_it = [at for of, at in own if of == row.pk] + [at for of, at in shared if of == row.session_id]
    of_day = [at for _, at in (*own, *shared)]
    return NoteStands(row.episode, row.session.on, max(of_it, default=None), max(of_day, default=None))


@query(Permission.NOTE_READ)
def note_chain(access: Access, *, participation: Participation) -> list[Version]:
    """Every version of the person's part, the first first, each with whether its seal holds."""
    rows = OwnPart.objects.select_related("objective", "author", "amends").filter(participation=participation)
    return [Version(row, sealed(row) == row.sha256) for row in rows.order_by("version")]


@query(Permission.NOTE_SIGN)
def unsigned(access: Access, *, staff: Staff, at: datetime | None = None) -> list[Unsigned]:
    """Parts of sessions led by the member of staff that wait for a signature, the longest due first.

    A part waits once somebody attended. at: sessions that have begun by then; None is all.
    """
    rows = Participation.objects.select_related("session__program").filter(
        outcome="attended", session__cancelled_at=None, session__leader=staff
    )
    if at is not None:
        rows = rows.filter(session__starts_at__lte=at)
    attended = list(rows.order_by("session__starts_at", "id"))
    signed = set(OwnPart.objects.filter(participation__in=attended).values_list("participation_id", flat=True))
    sessions = {row.session_id: row.session for row in attended}
    shared = set(SharedPart.objects.filter(session__in=sessions).values_list("session_id", flat=True))
    waiting = [Unsigned(one, None, None, _sign_by(one)) for key, one in sessions.items() if key not in shared]
    waiting += [
        Unsigned(row.session, row.pk, row.subject_id, _sign_by(row.session)) for row in attended if row.pk not in signed
    ]
    concerns(*(one.subject_id for one in waiting if one.subject_id is not None))
    return sorted(waiting, key=lambda one: (one.session.starts_at, one.participation_id or 0))


@query(Permission.NOTE_READ)
def notes_of(access: Access, *, subject: Subject, before: datetime | None = None, most: int = 50) -> list[Note]:
    """The person's signed notes, the newest session first, each with its minutes; four reads.

    before: only sessions that began earlier, to look further back. Counseling notes are kept apart and not here.
    """
    rows = OwnPart.objects.select_related(
        "participation__session__group", "participation__session__leader", "author", "objective"
    ).filter(subject=subject)
    if before is not None:
        rows = rows.filter(participation__session__starts_at__lt=before)
    rows = rows.exclude(pk__in=OwnPart.objects.filter(subject=subject, amends__isnull=False).values("amends"))
    rows = rows.prefetch_related("participation__presences", "participation__session__breaks")
    parts = list(rows.order_by("-participation__session__starts_at", "-id")[:most])
    sessions = {part.participation.session_id for part in parts}
    written = SharedPart.objects.select_related("author").filter(session__in=sessions).order_by("version")
    shared = {part.session_id: part for part in written}
    return [
        Note(
            part.participation.session,
            part,
            shared.get(part.participation.session_id),
            minutes(without(there(part.participation), breaks_in(part.participation.session))),
        )
        for part in parts
    ]


@query(Permission.NOTE_READ)
def unsigned_of(access: Access, *, subject: Subject) -> int:
    """How many of the person's own parts wait for a signature."""
    rows = Participation.objects.filter(subject=subject, outcome="attended", session__cancelled_at=None)
    return rows.filter(own_parts=None).count()


@query(Permission.NOTE_READ)
def shared_chain(access: Access, *, session: Session) -> list[SharedVersion]:
    """Every version of the session's shared part, the first first, each with whether its seal holds."""
    rows = SharedPart.objects.select_related("author", "amends").filter(session=session)
    return [SharedVersion(row, sealed(row) == row.sha256) for row in rows.order_by("version")]


def _sign_by(session: Session) -> date:
    return sign_by(session.on, load(NOTES, session.on))
