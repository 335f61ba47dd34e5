"""How a group really meets on a date: its weekly terms, or what was changed for that one date. Inside an open gate."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.scheduling.meetings import Meeting, dates, meeting
from stepwell.care.scheduling.models import ChangedMeeting, Group

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Room


@dataclass(frozen=True)
class Terms:
    """How a group meets on a date. starts, ends: the site's clock. mode: in_person or video. version: 0 is the week's
    own; off: called off; why: of the newest change, empty for none. moved: time, room or way differ from the week's."""

    on: date
    starts: time
    ends: time
    leader: Staff
    co_leader: Staff | None
    room: Room | None
    mode: str
    version: int = 0
    off: bool = False
    why: str = ""
    moved: bool = False

    def meeting(self, zone: ZoneInfo) -> Meeting:
        """The instants of it."""
        return meeting(self.on, self.starts, self.ends, zone)


def changed(groups: Collection[int], since: date, until: date) -> dict[tuple[int, date], ChangedMeeting]:
    """The newest change of each date of the groups from a day to a day, by group and date, in one read."""
    rows = ChangedMeeting.objects.select_related("leader", "co_leader", "room").filter(
        group__in=groups, on__range=(since, until)
    )
    # Later versions overwrite earlier ones.
    return {(row.group_id, row.on): row for row in rows.order_by("version")}


def terms(group: Group, on: date, change: ChangedMeeting | None) -> Terms:
    """The date's terms, from the newest change of it or the week's own."""
    if change is None:
        own = (group.starts, group.ends, group.leader, group.co_leader, group.room, group.mode)
        return Terms(on, *own)
    here = (change.starts, change.ends, change.room_id, change.mode)
    return Terms(
        on,
        change.starts,
        change.ends,
        change.leader,
        change.co_leader,
        change.room,
        change.mode,
        change.version,
        change.off,
        change.why,
        moved=not change.off and here != (group.starts, group.ends, group.room_id, group.mode),
    )


def times(group: Group, change: ChangedMeeting | None) -> tuple[time, time]:
    """When it starts and ends on the site's clock."""
    return (group.starts, group.ends) if change is None else (change.starts, change.ends)


def terms_on(group: Group, on: date, *, lock: bool = False) -> Terms:
    """The terms of one date. lock: nobody else changes the group's dates until the transaction ends."""
    if lock:
        Group.objects.select_for_update().get(pk=group.pk)
    return terms(group, on, changed([group.pk], on, on).get((group.pk, on)))


def dated_meetings(group: Group, since: date, until: date, zone: ZoneInfo) -> list[Meeting]:
    """The group's meetings from a day to a day, both included, as they really are; those called off are left out."""
    found = changed([group.pk], since, until)
    days = dates(group.weekday, max(since, group.since), min(until, group.until))
    changes = [(on, found.get((group.pk, on))) for on in days]
    return [meeting(on, *times(group, one), zone) for on, one in changes if one is None or not one.off]
