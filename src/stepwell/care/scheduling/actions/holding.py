"""Holding a week of seats for somebody who asked for help, until a moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from stepwell.care.scheduling.holds import most_taken, standing
from stepwell.care.scheduling.models import Group, Seat, SeatHold
from stepwell.care.scheduling.rules.openings import may_hold
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict


@action(Permission.SEAT_WRITE)
def hold_seats(
    access: Access,
    *,
    subject: Subject,
    group_ids: Collection[int],
    at: datetime,
    until: datetime,
    most_in_a_group: int,
    key: str,
) -> list[SeatHold]:
    """Hold one place in each of the groups, all or none; nobody else is seated there while it is held.

    key: the same for one request, and one request a person. most_in_a_group: how many may be held in a group at once
    (public/site). The hold ends by itself. Raises BadInput, Conflict where a place is no longer there.
    """
    if not group_ids:
        raise BadInput("part", "There is no week of seats to hold at that time of day.")
    if SeatHold.objects.filter(subject=subject).exclude(key=key).exists():
        raise Conflict("Seats are held once for each request.")
    # In one order for everybody, as seats are given.
    locked = list(Group.objects.select_for_update().filter(pk__in=group_ids).order_by("pk"))
    taken = most_taken(Seat.objects.filter(group__in=locked), at.date())
    for group in locked:
        held = standing().filter(group=group).count()
        if not may_hold(group.hard_cap, taken.get(group.pk, 0), held, most_in_a_group):
            raise Conflict("Somebody was quicker: that seat is no longer free. Look again, or ask to be called.")
    rows = [SeatHold(subject=subject, group=group, key=key, at=at, until=until) for group in locked]
    return SeatHold.objects.bulk_create(rows)
