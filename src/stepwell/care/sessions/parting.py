"""Those who go meet in a session of their own: who leads it, whose time it takes, which breaks it keeps.

Called inside an open gate, with the first session locked.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling.actions.changing import Change
from stepwell.care.sessions.leading import are_at_work, is_room_of, kind_of, led_by
from stepwell.care.sessions.locking import leaders_and_room, reasons_of, take_time
from stepwell.care.sessions.models import Break, Participation, Session
from stepwell.care.sessions.provider import room_for
from stepwell.care.sessions.timing import breaks_in
from stepwell.foundation.gate.access import Access

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Room


def let_go(access: Access, session: Session, taken: set[int], since: datetime, why: str, at: datetime) -> None:
    """A co-leader who leads those who go was in the first session until then. taken: numbers of who leads them."""
    gone = session.co_leader
    if gone is None or gone.pk not in taken:
        return
    starts = session.starts_at
    if session.group is not None:
        change = Change(no_co_leader=True)
        scheduling.change_meeting(access, group=session.group, on=session.on, change=change, why=why, at=at)
    for because in reasons_of(session):
        scheduling.vacate_between(
            access, because=because, starts=starts, ends=session.ends_at, at=at, what="staff", ids=[gone.pk]
        )
    if starts < since:
        because = f"session:{session.pk}"
        scheduling.occupy(access, what="staff", what_id=gone.pk, starts=starts, ends=since, because=because)
    session.co_leader = None
    session.save()


def second_session(
    access: Access, session: Session, since: datetime, leader: Staff, co_leader: Staff | None, room: Room | None
) -> Session:
    """The session of those who go, from the moment until the first would end; takes the time of leaders and room.

    Raises BadInput, NotAllowed when the leader may not lead it, Conflict naming who or what is taken or away.
    """
    is_room_of(room, session.program)
    are_at_work(access, [leader, co_leader], on=session.on, starts=since, ends=session.ends_at)
    kind = kind_of(access, program=session.program, kind=session.kind, on=session.on)
    other = Session.objects.create(
        program=session.program,
        split_from=session,
        kind=session.kind,
        format=session.format,
        on=session.on,
        starts_at=since,
        ends_at=session.ends_at,
        leader=leader,
        co_leader=co_leader,
        room=room,
        mode=session.mode,
        video_link=room_for(session.on, session.mode),
        topic=session.topic,
        modality=session.modality,
        curriculum_session=session.curriculum_session,
        counts=led_by(access, program=session.program, kind=kind, leader=leader, on=session.on),
        code=session.code,
    )
    take_time(access, other, leaders_and_room(other), since)
    return other


def follow(
    access: Access, session: Session, other: Session, leave: list[Participation], since: datetime, at: datetime
) -> None:
    """People's time from the moment on is taken for the other session."""
    ids = [one.subject_id for one in leave]
    for because in reasons_of(session):
        scheduling.vacate_between(
            access, because=because, starts=since, ends=session.ends_at, at=at, what="client", ids=ids
        )
    take_time(access, other, [("client", one) for one in ids], since)


def keep_breaks(session: Session, other: Session, since: datetime) -> None:
    """What is left of the first session's breaks from the moment on is a break of the other one too."""
    for starts, ends in breaks_in(session):
        if ends > since:
            Break.objects.create(session=other, during=DateTimeTZRange(max(starts, since), ends))
