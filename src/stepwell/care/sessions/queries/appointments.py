"""When somebody is expected: seats in groups and sessions of their own, with what was called off or changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.models import Participation, Session, SessionChange
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission

if TYPE_CHECKING:
    from stepwell.care.scheduling.queries import SeatTold
    from stepwell.registry.episodes.models import Episode

EXCUSED = "excused"


@dataclass(frozen=True)
class Appointment:
    """When somebody is expected. key: "meeting:<group>:<date>" or "session:<id>", the same whatever is changed.
    cancelled: it does not take place, or not for them. sequence: how often anything of it was changed. changed_at: when
    last, None for never. group_id, session_id: whose meeting it is, None for none; a roster is written later."""

    key: str
    starts: datetime
    ends: datetime
    cancelled: bool
    sequence: int
    changed_at: datetime | None
    group_id: int | None
    session_id: int | None


@query(Permission.SCHEDULE_READ)
def appointments_of(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[Appointment]:
    """The person's appointments from a day to a day, both included, in order; cancelled ones too. Four reads."""
    rows = Participation.objects.select_related("session__split_from").filter(
        episode=episode, session__on__range=(from_on, to_on)
    )
    by_key: dict[str, list[Participation]] = {}
    for row in rows.order_by("id"):
        by_key.setdefault(_key(row.session), []).append(row)
    changes = _changes([row.session_id for found in by_key.values() for row in found])
    told = scheduling.seats_told_of(access, episode=episode, from_on=from_on, to_on=to_on)
    seats = {f"meeting:{one.group_id}:{one.on.isoformat()}": one for one in told}
    found = [_appointment(key, by_key.get(key, []), seats.get(key), changes) for key in {**by_key, **seats}]
    return sorted(found, key=lambda one: (one.starts, one.key))


def _key(session: Session) -> str:
    """A part of a group that meets by itself is the group's meeting to those who went along."""
    group = session.group_id or (session.split_from.group_id if session.split_from else None)
    return f"meeting:{group}:{session.on.isoformat()}" if group else f"session:{session.pk}"


def _changes(session_ids: list[int]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    for row in SessionChange.objects.filter(session_id__in=session_ids):
        found.setdefault(row.session_id, []).append(row.at)
    return found


def _appointment(
    key: str, rows: list[Participation], seat: SeatTold | None, changes: dict[int, list[datetime]]
) -> Appointment:
    here = [row for row in rows if row.session.cancelled_at is None and row.outcome != EXCUSED]
    off = [row for row in rows if row not in here]
    moments = [at for row in rows for at in changes.get(row.session_id, [])]
    moments += [row.session.cancelled_at for row in off if row.session.cancelled_at is not None]
    moments += [seat.changed_at] if seat and seat.changed_at else []
    # Whose roster stands tells more than the seat did; the newest session of the meeting counts.
    session = (here or rows)[-1].session if rows else None
    starts, ends = _span(session, seat)
    return Appointment(
        key=key,
        starts=starts,
        ends=ends,
        cancelled=not here if rows else seat is None or seat.off or not seat.held,
        sequence=sum(len(changes.get(row.session_id, [])) for row in rows) + len(off) + (seat.changes if seat else 0),
        changed_at=max(moments, default=None),
        group_id=seat.group_id if seat else session.group_id if session else None,
        session_id=session.pk if session else None,
    )


def _span(session: Session | None, seat: SeatTold | None) -> tuple[datetime, datetime]:
    if session is not None:
        return session.starts_at, session.ends_at
    if seat is None:
        raise LookupError("An appointment is of a seat or of a session.")
    return seat.starts, seat.ends
