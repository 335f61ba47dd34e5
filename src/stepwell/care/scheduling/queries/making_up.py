"""Where somebody could make up a meeting: single dates with a free place, counted, nothing of who has the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from stepwell.care.scheduling.dated import changed, terms
from stepwell.care.scheduling.holds import standing
from stepwell.care.scheduling.looking import EVERYBODY
from stepwell.care.scheduling.meetings import dates
from stepwell.care.scheduling.models import Group, Membership, Seat
from stepwell.care.scheduling.seating import NOT_COMING, is_one_date
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@dataclass(frozen=True)
class OpenDate:
    """A meeting with a free place. starts, ends: instants. free: how many."""

    group_id: int
    name: str
    on: date
    starts: datetime
    ends: datetime
    mode: str
    free: int


@query(Permission.SEAT_WRITE)
def open_dates(
    access: Access,
    *,
    episode: Episode,
    own_groups: Collection[int],
    after: datetime,
    to_on: date,
) -> list[OpenDate]:
    """Meetings of the stay's program after a moment and up to a day with a free place, the earliest first. Five reads.

    own_groups: those the person belongs to; they are left out, and name the tracks that suit. The access must see every
    seat of the operator: one that sees its own alone would count all others as free.
    """
    if access.subjects is not None:
        raise ValueError("Free places are counted of all seats.")
    zone = ZoneInfo(episode.program.site.time_zone)
    today = after.astimezone(zone).date()
    rows = Group.objects.select_related("leader", "co_leader", "room").filter(
        program_id=episode.program_id, since__lte=to_on, until__gte=today
    )
    groups = list(rows.order_by("weekday", "starts", "id"))
    suits = EVERYBODY | {one.track.casefold() for one in groups if one.pk in own_groups}
    groups = [one for one in groups if one.pk not in own_groups and one.track.casefold() in suits]
    numbers = [one.pk for one in groups]
    taken = _taken(numbers, today, to_on)
    changes = changed(numbers, today, to_on)
    found = []
    for group in groups:
        held = taken.get((group.pk, None), 0)
        for on in dates(group.weekday, max(today, group.since), min(to_on, group.until)):
            how = terms(group, on, changes.get((group.pk, on)))
            when = how.meeting(zone)
            free = group.hard_cap - taken.get((group.pk, on), 0) - held
            if free > 0 and not how.off and when.starts > after:
                found.append(OpenDate(group.pk, group.name, on, when.starts, when.ends, how.mode, free))
    return sorted(found, key=lambda one: (one.starts, one.group_id))


@query(Permission.SEAT_WRITE)
def free_on(access: Access, *, group_id: int, on: date) -> int:
    """Free places of a group at its meeting on the day, below zero for none. Three reads. The access must see every
    seat of the operator, as above. Raises NotFound."""
    if access.subjects is not None:
        raise ValueError("Free places are counted of all seats.")
    group = Group.objects.filter(pk=group_id).first()
    if group is None:
        raise NotFound
    taken = _taken([group_id], on, on)
    return group.hard_cap - taken.get((group_id, on), 0) - taken.get((group_id, None), 0)


@query(Permission.SCHEDULE_READ)
def one_dates(access: Access, *, episode: Episode, from_on: date) -> set[tuple[int, date]]:
    """Groups and dates, on the day or later, to which the person belongs for that date alone: another time in place of
    one they missed. One read."""
    rows = Membership.objects.filter(episode=episode, during__endswith__gt=from_on)
    return {(one.group_id, one.during.lower) for one in rows if is_one_date(one)}


@query(Permission.SCHEDULE_READ)
def groups_of(access: Access, *, episode: Episode, from_on: date) -> set[int]:
    """Numbers of the groups the person belongs to on the day or later. One read."""
    rows = Membership.objects.filter(episode=episode, during__endswith__gt=from_on)
    return set(rows.values_list("group_id", flat=True))


@query(Permission.SCHEDULE_READ)
def places_of(access: Access, *, episode: Episode, from_on: date, to_on: date) -> dict[tuple[int, date], bool]:
    """The person's dates by group from a day to a day, both included: True where they hold the seat, False where they
    said that they cannot come. One read."""
    rows = Seat.objects.filter(membership__episode=episode, on__range=(from_on, to_on)).order_by("id")
    kept = rows.filter(Q(freed_at=None) | Q(freed_why=NOT_COMING))
    return {(group_id, on): freed is None for group_id, on, freed in kept.values_list("group_id", "on", "freed_at")}


def _taken(groups: Collection[int], since: date, until: date) -> dict[tuple[int, date | None], int]:
    """Seats by group and date, and under None the places that are held in every meeting of it."""
    seats = Seat.objects.filter(group__in=groups, on__range=(since, until), freed_at=None)
    found: dict[tuple[int, date | None], int] = {
        (row["group_id"], row["on"]): row["count"] for row in seats.values("group_id", "on").annotate(count=Count("id"))
    }
    holds = standing().filter(group__in=groups).values("group_id").annotate(count=Count("id"))
    return found | {(row["group_id"], None): row["count"] for row in holds}
