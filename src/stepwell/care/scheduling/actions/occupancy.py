"""Taking the time of a client, a member of staff or a room, and giving it back; the database refuses two at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from stepwell.care.scheduling.models import Occupancy
from stepwell.care.scheduling.occupancy import CLIENT, ROOM, STAFF, Taking, free, give_up, take
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.registry.people import queries as people

#: What can be taken, and how a refusal calls it where it has no name to show.
TAKEN = {CLIENT: "The person", STAFF: "The leader", ROOM: "The room"}


@action(Permission.TIME_TAKE)
def occupy(access: Access, *, what: str, what_id: int, starts: datetime, ends: datetime, because: str) -> Occupancy:
    """Take somebody's or a room's time. Raises Conflict naming what stands in the way, on the clock of `starts`.

    what: client (what_id is the subject's), staff or room. because: "group:3" or "session:17".
    """
    if what not in TAKEN:
        raise BadInput("what", f"What is taken is one of {', '.join(TAKEN)}.")
    if starts.tzinfo is None or ends <= starts:
        raise BadInput("ends", "Time is taken from a moment to a later one, both with their zone.")
    name = people.staff_member(access, staff_id=what_id).name if what == STAFF else TAKEN[what]
    (row,) = take([Taking(what, what_id, name, starts, ends)], because, starts.tzinfo)
    return row


@action(Permission.TIME_TAKE)
def vacate(access: Access, *, because: str, at: datetime) -> int:
    """Give back all time that was taken because of something. Returns how many stretches."""
    return free(because, at)


@action(Permission.TIME_TAKE)
def vacate_between(
    access: Access,
    *,
    because: str,
    starts: datetime,
    ends: datetime,
    at: datetime,
    what: str | None = None,
    ids: Collection[int] | None = None,
) -> int:
    """Give back what was taken because of something between two moments; before and after it stays taken.

    what: client, staff or room, None for all; ids: only these. Returns how many stretches.
    """
    return give_up(because, starts, ends, at, what=what, ids=ids)
