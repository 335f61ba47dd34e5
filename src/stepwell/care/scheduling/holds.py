"""Places that are held for somebody who asked for help, and what they take away. Called inside an open gate.

A hold ends by itself: whether it stands is read by the database's clock, so that no job can be late with it. Staff may
let it go before.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, DateField, Exists, OuterRef, Value
from django.db.models.functions import Now

from stepwell.care.scheduling.models import EndedHold, Seat, SeatHold

if TYPE_CHECKING:
    from django.db.models import QuerySet


def standing() -> QuerySet[SeatHold]:
    """Holds that have not run out and were not let go, of people who have no seat in the group yet."""
    ended = EndedHold.objects.filter(hold=OuterRef("pk"))
    return SeatHold.objects.filter(~Exists(seated()), ~Exists(ended), until__gt=Now())


def seated() -> QuerySet[Seat]:
    """Seats that took over a hold: of its person in its group. Inside a read of holds."""
    return Seat.objects.filter(group=OuterRef("group"), subject=OuterRef("subject"), freed_at=None)


def most_taken(seats: QuerySet[Seat], on: date) -> dict[int, int]:
    """By the number of the group, the most seats taken at any meeting on the day or later, with what is held.

    seats: those that count as taken, of which groups. One read.
    """
    taken = seats.filter(on__gte=on).values("group_id", "on").annotate(count=Count("number", distinct=True))
    held = standing().values("group_id").annotate(on=Value(None, DateField()), count=Count("id"))
    order = ("group_id", "on", "count")
    most: dict[int, int] = {}
    kept: dict[int, int] = {}
    for group, day, count in taken.values_list(*order).union(held.values_list(*order), all=True):
        if day is None:
            kept[group] = count
        else:
            most[group] = max(most.get(group, 0), count)
    return {group: most.get(group, 0) + kept.get(group, 0) for group in {*most, *kept}}
