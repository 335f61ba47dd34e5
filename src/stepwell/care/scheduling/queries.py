"""Reading groups, who belongs to them, and seats."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.scheduling.models import Group, Membership, Seat
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@query(Permission.SCHEDULE_READ)
def members_on(access: Access, *, group: Group, on: date) -> list[Membership]:
    """Who belongs to the group on the day, in the order they joined."""
    rows = Membership.objects.select_related("episode", "subject").filter(group=group, during__contains=on)
    found = list(rows.order_by("during", "id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.SCHEDULE_READ)
def seats_of(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[Seat]:
    """Seats the person holds from a day to a day, both included, with their groups; freed ones are left out."""
    rows = Seat.objects.select_related("group").filter(membership__episode=episode, on__range=(from_on, to_on))
    return list(rows.filter(freed_at=None).order_by("on", "group__starts", "id"))
