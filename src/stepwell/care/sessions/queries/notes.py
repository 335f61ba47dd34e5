"""Reading notes: the newest version, all of them with their seals, and what is still to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.sessions.models import OwnPart, Participation, Session, SharedPart
from stepwell.care.sessions.rules.counting import sign_by
from stepwell.care.sessions.seals import sealed
from stepwell.care.sessions.writing import NOTES
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff


@dataclass(frozen=True)
class Version:
    """A version of somebody's part. seal_holds: what stands in the row is what was signed, after the one before."""

    part: OwnPart
    seal_holds: bool


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


def _sign_by(session: Session) -> date:
    return sign_by(session.on, load(NOTES, session.on))
