"""One date of a group that goes differently: called off, at another time, elsewhere, led by somebody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling.actions.groups import MODES
from stepwell.care.scheduling.dated import Terms, terms_on
from stepwell.care.scheduling.leading import are_here, may_lead
from stepwell.care.scheduling.meetings import told
from stepwell.care.scheduling.models import ChangedMeeting, Group, Seat
from stepwell.care.scheduling.occupancy import CLIENT, ROOM, STAFF, Taking, give_up, take
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Room

#: Why a seat was freed whose meeting does not take place.
CALLED_OFF = "called off"


@dataclass(frozen=True)
class Change:
    """What is to be different on the date; None leaves it as it is. no_room, no_co_leader: to have none.

    starts, ends: the site's clock. mode: in_person or video.
    """

    starts: time | None = None
    ends: time | None = None
    room: Room | None = None
    mode: str | None = None
    leader: Staff | None = None
    co_leader: Staff | None = None
    no_room: bool = False
    no_co_leader: bool = False


@action(Permission.SESSION_CHANGE)
def change_meeting(
    access: Access, *, group: Group, on: date, change: Change, why: str, at: datetime, seen: int | None = None
) -> ChangedMeeting:
    """The group's meeting on the date goes as the change says; time of leaders, room and seated people follows.

    why: up to 200 characters. seen: the version somebody looked at; Conflict when a newer one stands. Raises Conflict
    for a meeting that was called off, or naming who or what is taken or away; NotAllowed for a leader without the
    credential; BadInput.
    """
    before = _found(group, on, why, seen)
    after = _with(before, change)
    _fits(access, group, after)
    zone = zone_of(access, group.program)
    old, new = before.meeting(zone), after.meeting(zone)
    because = f"group:{group.pk}"
    takings = _takings(after, new.starts, new.ends)
    give_up(because, old.starts, old.ends, at, what=STAFF)
    give_up(because, old.starts, old.ends, at, what=ROOM)
    if (old.starts, old.ends) != (new.starts, new.ends):
        seated = list(Seat.objects.filter(group=group, on=on, freed_at=None).values_list("subject_id", flat=True))
        concerns(*seated)
        give_up(because, old.starts, old.ends, at, what=CLIENT)
        takings += [Taking(CLIENT, one, "Somebody in the group", new.starts, new.ends) for one in seated]
    take(takings, because, zone)
    return _written(access, group, after, why, at)


@action(Permission.SESSION_CHANGE)
def call_off_meeting(
    access: Access, *, group: Group, on: date, why: str, at: datetime, seen: int | None = None
) -> ChangedMeeting:
    """The group does not meet on the date; its seats and everybody's time are free.

    Raises Conflict when it was called off before, or changed after `seen`; BadInput.
    """
    before = _found(group, on, why, seen)
    span = before.meeting(zone_of(access, group.program))
    rows = Seat.objects.filter(group=group, on=on, freed_at=None)
    concerns(*rows.values_list("subject_id", flat=True))
    rows.update(freed_at=at, freed_why=CALLED_OFF)
    give_up(f"group:{group.pk}", span.starts, span.ends, at)
    return _written(access, group, replace(before, off=True), why, at)


@action(Permission.SESSION_CHANGE)
def end_meeting_at(access: Access, *, group: Group, on: date, ends: datetime, why: str, at: datetime) -> ChangedMeeting:
    """The group's meeting on the date ends earlier; everybody's time after that is free. Raises Conflict, BadInput."""
    before = _found(group, on, why, None)
    zone = zone_of(access, group.program)
    span = before.meeting(zone)
    if not span.starts < ends <= span.ends:
        raise BadInput("ends", "It ends after it starts and not later than it was to.")
    give_up(f"group:{group.pk}", ends, span.ends, at)
    return _written(access, group, replace(before, ends=ends.astimezone(zone).time()), why, at)


def _found(group: Group, on: date, why: str, seen: int | None) -> Terms:
    """The date's terms, with the group locked so that two changes come one after the other."""
    if not why.strip():
        raise BadInput("why", "Say why it goes differently.")
    if len(why) > 200:
        raise BadInput("why", "Say it in at most 200 characters.")
    if on.weekday() != group.weekday or not group.since <= on <= group.until:
        raise BadInput("on", f"{group.name} does not meet on {told(on)}.")
    found = terms_on(group, on, lock=True)
    if found.off:
        raise Conflict(f"{group.name} on {told(on)} was called off before: {found.why}")
    if seen is not None and seen != found.version:
        raise Conflict(f"Somebody changed this meeting in the meantime: {found.why} Look again; nothing was lost.")
    return found


def _with(before: Terms, change: Change) -> Terms:
    return replace(
        before,
        starts=change.starts or before.starts,
        ends=change.ends or before.ends,
        mode=change.mode or before.mode,
        leader=change.leader or before.leader,
        room=None if change.no_room else change.room or before.room,
        co_leader=None if change.no_co_leader else change.co_leader or before.co_leader,
    )


def _fits(access: Access, group: Group, after: Terms) -> None:
    if after.ends <= after.starts:
        raise BadInput("ends", "A meeting ends after it starts, on the same day.")
    if after.mode not in MODES:
        raise BadInput("mode", f"A group meets in one of these ways: {', '.join(MODES)}.")
    if after.co_leader is not None and after.co_leader.pk == after.leader.pk:
        raise BadInput("co_leader", "Leader and co-leader are two people.")
    if after.room is not None and after.room.site_id != group.program.site_id:
        raise BadInput("room", "The room is at another site than the program.")
    seats = Seat.objects.filter(group=group, on=after.on, freed_at=None).count()
    if after.room is not None and seats > after.room.places:
        raise BadInput("room", f"The room has {after.room.places} places for {seats} people.")
    rules = programs.rules_of(access, program=group.program, on=after.on)
    may_lead(access, group.program, after.leader, rules, after.on)
    span = after.meeting(zone_of(access, group.program))
    are_here([after.leader, after.co_leader], span.starts, span.ends)


def _takings(after: Terms, starts: datetime, ends: datetime) -> list[Taking]:
    found = [Taking(STAFF, one.pk, one.name, starts, ends) for one in (after.leader, after.co_leader) if one]
    if after.room is not None:
        found.append(Taking(ROOM, after.room.pk, f"The room {after.room.name}", starts, ends))
    return found


def _written(access: Access, group: Group, after: Terms, why: str, at: datetime) -> ChangedMeeting:
    try:
        with transaction.atomic():
            return ChangedMeeting.objects.create(
                group=group,
                on=after.on,
                version=after.version + 1,
                off=after.off,
                starts=after.starts,
                ends=after.ends,
                leader=after.leader,
                co_leader=after.co_leader,
                room=after.room,
                mode=after.mode,
                why=why,
                at=at,
                by=access.name,
            )
    except IntegrityError:
        raise Conflict("Somebody changed this meeting at this moment. Look again.") from None
