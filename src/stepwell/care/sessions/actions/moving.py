"""A session or a planned meeting at another time of its day, elsewhere, another way, or led by somebody else."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.scheduling.actions.changing import Change
from stepwell.care.scheduling.dated import terms_on
from stepwell.care.scheduling.leading import are_here
from stepwell.care.sessions.leading import is_room_of, is_staff_on, kind_of, led_by, offers_video
from stepwell.care.sessions.locking import (
    has_reason,
    is_on,
    is_seen,
    is_signed,
    keep_change,
    leaders_and_room,
    locked,
    shape,
    take_time,
)
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.provider import room_for
from stepwell.care.sessions.rules.counting import HERE
from stepwell.care.sessions.rules.rearranging import MoveFacts, may_move
from stepwell.care.sessions.telling import CHANGES, Concerned, tell
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from stepwell.care.scheduling.models import ChangedMeeting, Group


@action(Permission.SESSION_CHANGE)
def move(
    access: Access, *, session: Session, change: Change, why: str, at: datetime, seen: int | None = None
) -> Session:
    """The session goes as the change says; time of leaders, room and people follows, or nothing happens.

    change: clock times of the session's day, room, mode, leaders. Who is expected is told when time or way change.
    Raises NotAllowed when a note is signed (amend it), somebody was there already and time or way would change, or the
    leader or the program does not do it so; Conflict naming who or what is taken, away or changed; BadInput.
    """
    has_reason(why)
    (session,) = locked(session)
    is_on(session)
    is_seen(session, seen)
    roster = list(Participation.objects.select_related("subject", "episode").filter(session=session))
    concerns(*(one.subject_id for one in roster))
    before, was = shape(session), session.starts_at
    zone = zone_of(access, session.program)
    _change(session, change, zone)
    shifts = not _same(session, before)
    _judged(session, roster, shifts, before)
    _suits(access, session, before)
    if session.group is not None:
        scheduling.change_meeting(access, group=session.group, on=session.on, change=change, why=why, at=at)
    _follow(access, session, roster, before, at)
    session.save()
    moved = shifts or session.room_id != before["room"]
    keep_change(access, session, "moved" if moved else "led_by", why, at, before=before)
    if shifts:
        expected = [Concerned(one.subject, f"participation:{one.pk}") for one in roster if one.outcome == "expected"]
        tell(access, expected, was, _says(session, zone), zone, at)
    return session


@action(Permission.SESSION_CHANGE)
def move_meeting(
    access: Access, *, group: Group, on: date, change: Change, why: str, at: datetime, seen: int | None = None
) -> ChangedMeeting | Session:
    """A group's meeting on a date goes as the change says, whether or not its roster is written. As move."""
    session = Session.objects.filter(group=group, on=on, cancelled_at=None).first()
    if session is not None:
        return move(access, session=session, change=change, why=why, at=at)
    if change.mode == "video":
        offers_video(programs.rules_of(access, program=group.program, on=on), "group")
    zone = zone_of(access, group.program)
    before = terms_on(group, on, lock=True)
    row = scheduling.change_meeting(access, group=group, on=on, change=change, why=why, at=at, seen=seen)
    if Session.objects.filter(group=group, on=on, cancelled_at=None).exists():
        raise Conflict("Somebody opened the roster of this meeting at this moment. Look again.")
    if (row.starts, row.ends, row.mode) != (before.starts, before.ends, before.mode):
        members = of_scheduling.members_on(access, group=group, on=on)
        about = [Concerned(one.subject, f"meeting:{group.pk}:{on.isoformat()}:{one.episode_id}") for one in members]
        tell(access, about, before.meeting(zone).starts, _now(row.starts, row.mode), zone, at)
    return row


def _change(session: Session, change: Change, zone: ZoneInfo) -> None:
    """Set what the change says; nothing is written yet."""
    if change.starts is not None:
        session.starts_at = datetime.combine(session.on, change.starts, zone)
    if change.ends is not None:
        session.ends_at = datetime.combine(session.on, change.ends, zone)
    if session.ends_at <= session.starts_at:
        raise BadInput("ends", "A session ends after it starts, on the same day.")
    if change.mode is not None and change.mode != session.mode:
        if change.mode not in ("in_person", "video"):
            raise BadInput("mode", "A session is in_person or by video.")
        session.mode, session.video_link = change.mode, room_for(session.on, change.mode)
    session.leader = change.leader or session.leader
    session.co_leader = None if change.no_co_leader else change.co_leader or session.co_leader
    session.room = None if change.no_room else change.room or session.room
    if session.co_leader_id == session.leader_id:
        raise BadInput("co_leader", "Leader and co-leader are two people.")
    is_room_of(session.room, session.program)


def _same(session: Session, before: dict[str, object]) -> bool:
    """Whether time and way of meeting stay: what people have to be told, and what presence forbids to change."""
    starts, ends = (datetime.fromisoformat(str(before[key])) for key in ("starts_at", "ends_at"))
    return (session.starts_at, session.ends_at, session.mode) == (starts, ends, before["mode"])


def _judged(session: Session, roster: list[Participation], shifts: bool, before: dict[str, object]) -> None:
    facts = MoveFacts(
        signed=is_signed(session),
        attended=any(one.outcome == "attended" for one in roster),
        shifts=shifts,
        people=sum(one.outcome in HERE for one in roster),
        places=session.room.places if session.room is not None else None,
    )
    ruling = may_move(facts, load(CHANGES, session.on))
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    if shifts and Session.objects.filter(split_from=session, cancelled_at=None).exists():
        raise Conflict("A part of it meets by itself. Join the two again first, or move each.")


def _suits(access: Access, session: Session, before: dict[str, object]) -> None:
    """The leader may lead it and is here; the program holds it so; a session alone keeps the length of its kind."""
    kind = kind_of(access, program=session.program, kind=session.kind, on=session.on)
    if session.mode == "video" and session.mode != before["mode"]:
        offers_video(programs.rules_of(access, program=session.program, on=session.on), session.kind)
    shortest, longest = kind.minutes_min or 1, kind.minutes_max or 24 * 60
    asked = (session.ends_at - session.starts_at) // timedelta(minutes=1)
    if session.group is None and not _same(session, before) and not shortest <= asked <= longest:
        raise BadInput("ends", f"A session of this kind lasts {shortest} to {longest} minutes.")
    for one in (session.leader, session.co_leader):
        if one is not None:
            is_staff_on(access, staff=one, on=session.on)
    if session.leader_id != before["leader"]:
        session.counts = led_by(access, program=session.program, kind=kind, leader=session.leader, on=session.on)
    are_here([session.leader, session.co_leader], session.starts_at, session.ends_at)


def _follow(
    access: Access, session: Session, roster: list[Participation], before: dict[str, object], at: datetime
) -> None:
    """Time that is taken because of this session itself; a group's own meeting has moved its already."""
    because = f"session:{session.pk}"
    starts, ends = (datetime.fromisoformat(str(before[key])) for key in ("starts_at", "ends_at"))
    taken: list[tuple[str, int]] = []
    if session.group is None:
        taken += leaders_and_room(session)
    else:
        # Somebody who came to lead with them when another session was joined.
        of_group = terms_on(session.group, session.on)
        others = {one.pk for one in (of_group.leader, of_group.co_leader) if one is not None}
        taken += [("staff", one) for one in (session.leader_id, session.co_leader_id) if one and one not in others]
    if (starts, ends) != (session.starts_at, session.ends_at):
        held = of_scheduling.taken_between(access, what="client", starts=starts, ends=ends)
        mine = {one.what_id for one in held if one.because == because}
        taken += [("client", one.subject_id) for one in roster if one.subject_id in mine]
        scheduling.vacate(access, because=because, at=at)
    for what in ("staff", "room"):
        scheduling.vacate_between(access, because=because, starts=starts, ends=ends, at=at, what=what)
    take_time(access, session, taken, session.starts_at)


def _says(session: Session, zone: ZoneInfo) -> str:
    return _now(session.starts_at.astimezone(zone).time(), session.mode)


def _now(starts: time, mode: str) -> str:
    return f"is at {starts:%H:%M} {'by video' if mode == 'video' else 'in person'} instead"
