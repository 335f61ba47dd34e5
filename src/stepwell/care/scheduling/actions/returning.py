"""A seat somebody gave up because they could not come: taken back while it is free. And another time, given up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling.actions.leaving import leave_group
from stepwell.care.scheduling.dated import dated_meetings
from stepwell.care.scheduling.models import Group, Seat
from stepwell.care.scheduling.seating import NOT_COMING, is_one_date, seat
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict, NotFound
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

#: Why a seat on one date was given up again.
GIVEN_UP = "another time given up"


@action(Permission.SEAT_WRITE)
def take_back_seat(access: Access, *, episode: Episode, group_id: int, on: date) -> bool:
    """Give somebody the seat again of which they said that they cannot come. False where they have it already.

    Nothing is taken from anybody: raises Conflict where no seat is free any more, where the person is elsewhere then or
    where the meeting is called off, and where the place is theirs no more; NotFound where it never was.
    """
    # Whoever gives a seat in the group waits here, so that what is read below stays true.
    group = Group.objects.select_for_update().filter(pk=group_id).first()
    rows = Seat.objects.select_related("membership").filter(membership__episode=episode, group=group_id, on=on)
    last = rows.order_by("id").last()
    if group is None or last is None:
        raise NotFound
    if last.freed_at is None:
        return False
    membership = last.membership
    gone = membership.during.isempty or on >= membership.during.upper
    if last.freed_why != NOT_COMING or gone or episodes.on_leave(access, episode=episode, on=on):
        raise Conflict("This place is not theirs any more. Look for another time.")
    zone = zone_of(access, episode.program)
    meetings = list(dated_meetings(group, on, on, zone))
    if not meetings:
        raise Conflict("This meeting was called off. You need not do anything.")
    seat(membership, group, meetings, zone)
    return True


@action(Permission.SEAT_WRITE)
def give_up_date(access: Access, *, episode: Episode, group_id: int, on: date) -> bool:
    """Give up a place that was taken for one date alone. False where it was given up before; NotFound where the person
    never had such a place, or belongs to the group for longer."""
    Group.objects.select_for_update().filter(pk=group_id).first()
    rows = Seat.objects.select_related("membership__episode", "membership__group")
    found = rows.filter(membership__episode=episode, group=group_id, on=on).order_by("id").last()
    if found is None:
        raise NotFound
    if found.freed_at is not None and found.freed_why == GIVEN_UP:
        return False
    if found.freed_at is not None or not is_one_date(found.membership):
        raise NotFound
    leave_group(access, membership=found.membership, on=on, why=GIVEN_UP)
    return True
