"""Time of clients, staff and rooms for sessions that are not a group's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling.occupancy import CLIENT, ROOM, STAFF, Taking, free, take
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program, Room


@action(Permission.SESSION_WRITE)
def take_time(
    access: Access,
    *,
    program: Program,
    because: str,
    starts: datetime,
    ends: datetime,
    staff: Sequence[Staff],
    episodes: Sequence[Episode],
    room: Room | None = None,
) -> None:
    """Take the time of everybody and the room, all or nothing. because: "session:17".

    Raises Conflict that names who is taken, when and by what.
    """
    span = (starts, ends)
    takings = [Taking(STAFF, one.pk, one.name, *span) for one in staff]
    takings += [Taking(CLIENT, one.subject_id, "This person", *span) for one in episodes]
    if room is not None:
        takings.append(Taking(ROOM, room.pk, f"The room {room.name}", *span))
    take(takings, because, zone_of(access, program))


@action(Permission.SESSION_WRITE)
def give_back_time(access: Access, *, because: str, at: datetime, episode: Episode | None = None) -> int:
    """Free the time that was taken for a reason: everybody's, or one person's. Returns how many were freed."""
    if episode is None:
        return free(because, at)
    return free(because, at, what=CLIENT, what_id=episode.subject_id)
