"""One at a time: who signs, splits, joins, moves or calls off a session holds its row. Inside an open gate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.sessions.models import OwnPart, Session, SessionChange, SharedPart
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, Conflict

_WITH = ("program__site", "group__program__site", "group__leader", "leader", "co_leader", "room", "split_from")


def locked(*sessions: Session) -> list[Session]:
    """The sessions as they stand now, nobody else's until the transaction ends; in the order given.

    Locks in one order, so that two who want the same two do not wait for each other.
    """
    wanted = [one.pk for one in sessions]
    rows = Session.objects.select_related(*_WITH).select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[pk] for pk in wanted]


def held(session: Session) -> Session:
    """As `locked` for one session, without what it refers to: notes and minutes are written a hundred times a day."""
    return Session.objects.select_for_update().get(pk=session.pk)


def is_signed(*sessions: Session) -> bool:
    """Whether any part of a note of theirs is signed."""
    return (
        SharedPart.objects.filter(session__in=sessions).exists()
        or OwnPart.objects.filter(participation__session__in=sessions).exists()
    )


def is_on(session: Session) -> None:
    """Raises Conflict for a session that was called off."""
    if session.cancelled_at is not None:
        raise Conflict(f"This session was called off before: {session.cancelled_why}")


def is_seen(session: Session, seen: int | None) -> None:
    """Raises Conflict when somebody changed the session after the version that was looked at."""
    newest = SessionChange.objects.filter(session=session).order_by("-version").first()
    if seen is not None and newest is not None and newest.version != seen:
        raise Conflict(f"Somebody changed this session in the meantime: {newest.why} Look again; nothing was lost.")


def has_reason(why: str) -> None:
    """Raises BadInput without a reason, or for one that is too long to keep."""
    if not why.strip() or len(why) > 200:
        raise BadInput("why", "Say why, in at most 200 characters.")


def reasons_of(session: Session) -> list[str]:
    """Because of what people and rooms are taken for the session: "session:17", and "group:3" for a meeting."""
    return [f"session:{session.pk}", *([f"group:{session.group_id}"] if session.group_id else [])]


def take_time(access: Access, session: Session, taken: Iterable[tuple[str, int]], starts: datetime) -> None:
    """Take the time of clients, staff and rooms from a moment until the session ends. Raises Conflict."""
    # In one order, so that two who take at once do not wait for each other.
    for what, what_id in sorted(taken):
        scheduling.occupy(
            access,
            what=what,
            what_id=what_id,
            starts=starts.astimezone(zone_of(access, session.program)),
            ends=session.ends_at,
            because=f"session:{session.pk}",
        )


def leaders_and_room(session: Session) -> list[tuple[str, int]]:
    """Whose time a session takes beside that of its people, as `take_time` wants it."""
    leads = [("staff", one) for one in (session.leader_id, session.co_leader_id) if one is not None]
    return leads + ([("room", session.room_id)] if session.room_id is not None else [])


def keep_change(
    access: Access,
    session: Session,
    what: str,
    why: str,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    other: Session | None = None,
) -> SessionChange:
    """Write down what was changed. The session is locked; before: what `shape` said of it."""
    version = SessionChange.objects.filter(session=session).count() + 1
    return SessionChange.objects.create(
        session=session,
        version=version,
        what=what,
        other=other,
        before=before or {},
        after=shape(session),
        why=why,
        at=at,
        by=access.name,
    )


def shape(session: Session) -> dict[str, Any]:
    """When, where, how and by whom, as JSON can hold it."""
    return {
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "room": session.room_id,
        "mode": session.mode,
        "leader": session.leader_id,
        "co_leader": session.co_leader_id,
    }
