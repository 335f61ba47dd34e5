"""Seats a visitor may not be promised: those somebody has, and those kept for somebody on leave. In an open gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q

from stepwell.care.scheduling.models import Seat
from stepwell.care.scheduling.seating import LEAVE

if TYPE_CHECKING:
    from django.db.models import QuerySet

#: How many of them there are: one that was kept and given to somebody else is one.
EACH_ONCE = Count("number", distinct=True)


def had_or_kept() -> QuerySet[Seat]:
    """Seats that somebody has or that a leave keeps, as the board of the week shows them.

    Staff may give a kept seat to somebody; nobody from outside is promised one.
    """
    newer = Seat.objects.filter(
        group=OuterRef("group"), on=OuterRef("on"), subject=OuterRef("subject"), pk__gt=OuterRef("pk")
    )
    kept = Q(freed_why=LEAVE, on__lt=F("membership__during__endswith")) & ~Exists(newer)
    return Seat.objects.filter(Q(freed_at=None) | kept)
