"""What is gathered before a session is split or joined with another. Called inside an open gate."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from stepwell.care.sessions.leading import kind_of
from stepwell.care.sessions.locking import is_signed
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.rules.counting import HERE
from stepwell.care.sessions.rules.rearranging import JoinFacts, Place, SplitFacts
from stepwell.care.sessions.timing import breaks_in, there
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Room


def roster_of(session: Session) -> list[Participation]:
    """Everybody on the session's roster with when they were there, in the order they came onto it."""
    rows = Participation.objects.select_related("session", "episode", "subject").filter(session=session)
    found = list(rows.prefetch_related("presences").order_by("id"))
    concerns(*(one.subject_id for one in found))
    return found


def split_facts(
    access: Access,
    session: Session,
    since: datetime,
    leave: list[Participation],
    stay: list[Participation],
    room: Room | None,
    co_leader: Staff | None,
) -> SplitFacts:
    """A session, those who go from the moment on and those who stay. room, co_leader: of those who go."""
    return SplitFacts(
        starts=session.starts_at,
        ends=session.ends_at,
        since=since,
        staying=len(stay),
        going=len(leave),
        outcomes=tuple(one.outcome for one in leave),
        signed=is_signed(session),
        place=_place(access, session, len(leave), room, co_leader),
    )


def join_facts(
    access: Access,
    session: Session,
    into: Session,
    since: datetime,
    leave: list[Participation],
    stay: set[int],
    co_leader: Staff | None,
) -> JoinFacts:
    """A session that ends and the one that goes on. leave: who comes. stay: numbers of the people who are there."""
    last = [ends for one in leave for _, ends in there(one)]
    together = stay | {one.subject_id for one in leave if one.outcome in HERE}
    return JoinFacts(
        starts=into.starts_at,
        ends=into.ends_at,
        other_ends=session.ends_at,
        since=since,
        until=max(last, default=None),
        alike=(session.program_id, session.kind, session.on) == (into.program_id, into.kind, into.on),
        signed=is_signed(session, into),
        breaks_after=any(ends > since for _, ends in breaks_in(session)),
        place=_place(access, into, len(together), into.room, co_leader or into.co_leader),
    )


def _place(access: Access, session: Session, people: int, room: Room | None, co_leader: Staff | None) -> Place:
    rules = programs.rules_of(access, program=session.program, on=session.on)
    kind = kind_of(access, program=session.program, kind=session.kind, on=session.on)
    return Place(
        people=people,
        cap=session.group.hard_cap if session.group is not None else kind.cap,
        places=room.places if room is not None else None,
        has_co_leader=co_leader is not None,
        co_leader_above=rules.co_leader_above,
    )
