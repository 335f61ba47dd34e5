"""A session becomes two, or two become one; everyone's minutes follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.sessions.carrying import carry
from stepwell.care.sessions.gathering import join_facts, roster_of, split_facts
from stepwell.care.sessions.leading import are_at_work
from stepwell.care.sessions.locking import (
    has_reason,
    is_on,
    is_seen,
    keep_change,
    locked,
    shape,
    take_time,
)
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.parting import follow, keep_breaks, let_go, second_session
from stepwell.care.sessions.rules.counting import HERE
from stepwell.care.sessions.rules.rearranging import may_join, may_split
from stepwell.care.sessions.telling import CHANGES
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Room


@action(Permission.SESSION_CHANGE)
def split(
    access: Access,
    *,
    session: Session,
    going: Sequence[Participation],
    since: datetime,
    leader: Staff,
    why: str,
    at: datetime,
    room: Room | None = None,
    co_leader: Staff | None = None,
    seen: int | None = None,
) -> Session:
    """Those who go meet in a session of their own from the moment until the first would end. Returns that session.

    going: on the roster, expected or there. since: from the session's start to before its end; minutes before it stay
    in the first session, minutes after it are in the second, also where they are written down already. Takes the time
    of leaders, room and people. Raises NotAllowed with every reason (a signed note is amended, not split), Conflict
    naming who or what is taken or away, BadInput.
    """
    has_reason(why)
    (session,) = locked(session)
    is_on(session)
    is_seen(session, seen)
    zone = zone_of(access, session.program)
    since = since.astimezone(zone)
    roster = roster_of(session)
    chosen = {one.pk for one in going}
    if not chosen <= {one.pk for one in roster}:
        raise BadInput("going", "Choose people of this session's roster.")
    leave = [one for one in roster if one.pk in chosen]
    stay = [one for one in roster if one.pk not in chosen and one.outcome in HERE]
    if leader.pk == session.leader_id or (co_leader is not None and co_leader.pk in (leader.pk, session.leader_id)):
        raise BadInput("leader", "Another leader leads those who go; leader and co-leader are two people.")
    facts = split_facts(access, session, since, leave, stay, room, co_leader)
    _permitted(may_split(facts, load(CHANGES, session.on)))
    before = shape(session)
    let_go(access, session, {leader.pk, co_leader.pk if co_leader is not None else 0}, since, why, at)
    other = second_session(access, session, since, leader, co_leader, room)
    follow(access, session, other, leave, since, at)
    for one in leave:
        carry(one, other, since, at)
    keep_breaks(session, other, since)
    keep_change(access, session, "split", why, at, before=before, other=other)
    keep_change(access, other, "split_off", why, at, other=session)
    return other


@action(Permission.SESSION_CHANGE)
def join(
    access: Access,
    *,
    session: Session,
    into: Session,
    since: datetime,
    why: str,
    at: datetime,
    co_leader: Staff | None = None,
    seen: int | None = None,
) -> Session:
    """The people of a session go on in another one from the moment on; the first ends then. Returns the other.

    Of one program, kind and day. since: while both run, or before the one that ends has begun: then it is called off
    as a meeting and everything written about its people goes along. co_leader: of the session that goes on, where so
    many people want one; the leader of the one that ends is free for it. Raises NotAllowed, Conflict, BadInput.
    """
    has_reason(why)
    if session.pk == into.pk:
        raise BadInput("into", "A session is joined with another one.")
    session, into = locked(session, into)
    is_on(session)
    is_on(into)
    is_seen(session, seen)
    since = since.astimezone(zone_of(access, session.program))
    from_start = since <= session.starts_at
    leave = [one for one in roster_of(session) if from_start or one.outcome in HERE]
    stay = {one.subject_id for one in roster_of(into) if one.outcome in HERE}
    _permitted(may_join(join_facts(access, session, into, since, leave, stay, co_leader), load(CHANGES, session.on)))
    before, was = shape(session), shape(into)
    _end(access, session, since, why, at)
    _take_along(access, into, leave, since)
    for one in leave:
        carry(one, into, since, at)
    if co_leader is not None:
        _second_leader(access, into, co_leader, since, why, at)
    keep_change(access, session, "joined_to", why, at, before=before, other=into)
    keep_change(access, into, "joined", why, at, before=was, other=session)
    return into


def _permitted(ruling: Ruling[bool]) -> None:
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)


def _end(access: Access, session: Session, since: datetime, why: str, at: datetime) -> None:
    """The session ends at the moment, or was none where it had not begun; time after it is free."""
    over = since <= session.starts_at
    if session.group is not None and over:
        scheduling.call_off_meeting(access, group=session.group, on=session.on, why=why, at=at)
    elif session.group is not None:
        scheduling.end_meeting_at(access, group=session.group, on=session.on, ends=since, why=why, at=at)
    because = f"session:{session.pk}"
    starts = session.starts_at if over else since
    scheduling.vacate_between(access, because=because, starts=starts, ends=session.ends_at, at=at)
    if over:
        session.cancelled_at, session.cancelled_why = at, why
    else:
        session.ends_at = since
    session.save()


def _take_along(access: Access, into: Session, leave: list[Participation], since: datetime) -> None:
    """The time of who comes."""
    take_time(access, into, [("client", one.subject_id) for one in leave if one.outcome in HERE], since)


def _second_leader(access: Access, into: Session, co_leader: Staff, since: datetime, why: str, at: datetime) -> None:
    are_at_work(access, [co_leader], on=into.on, starts=since, ends=into.ends_at)
    into.co_leader = co_leader
    into.save()
    take_time(access, into, [("staff", co_leader.pk)], since)
