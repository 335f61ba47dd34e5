"""Giving seats on dates: the lowest free number in each meeting. Call it inside an open gate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from stepwell.care.scheduling.holds import standing
from stepwell.care.scheduling.meetings import Meeting, told
from stepwell.care.scheduling.models import Group, Membership, Seat
from stepwell.care.scheduling.occupancy import CLIENT, Taking, take
from stepwell.foundation.gate.refusals import Conflict

#: Why a seat was freed that is kept for the person, and given back when they come back where it is still free.
LEAVE = "leave"
#: Why a seat was freed of which they said beforehand that they cannot come.
NOT_COMING = "not coming"


def seat(membership: Membership, group: Group, meetings: Sequence[Meeting], zone: ZoneInfo) -> list[Seat]:
    """A seat at each meeting and the person's time, all or nothing. The caller has locked the group.

    A place that is held for somebody else counts as taken. Raises Conflict that names the group and the full dates,
    or where the person is elsewhere.
    """
    used: dict[object, set[int]] = defaultdict(set)
    days = [meeting.on for meeting in meetings]
    for on, number in Seat.objects.filter(group=group, freed_at=None, on__in=days).values_list("on", "number"):
        used[on].add(number)
    held = standing().filter(group=group).exclude(subject=membership.subject_id).count()
    full = [on for on in days if len(used[on]) + held >= group.hard_cap]
    if full:
        raise Conflict(_full(group, [told(on) for on in full], held))
    rows = [
        Seat(
            subject_id=membership.subject_id,
            group=group,
            membership=membership,
            on=on,
            number=next(number for number in range(1, group.hard_cap + 1) if number not in used[on]),
            cap=group.hard_cap,
        )
        for on in days
    ]
    try:
        with transaction.atomic():
            made = Seat.objects.bulk_create(rows)
    except IntegrityError:
        raise Conflict(f"Somebody else took a seat in {group.name} at this moment. Look again.") from None
    takings = [Taking(CLIENT, membership.subject_id, "This person", one.starts, one.ends) for one in meetings]
    take(takings, f"group:{group.pk}", zone)
    return made


def is_one_date(membership: Membership) -> bool:
    """Whether somebody belongs to a group for one date alone: another time in place of one they missed."""
    during = membership.during
    return not during.isempty and during.upper - during.lower == timedelta(days=1)


def _full(group: Group, days: list[str], held: int) -> str:
    shown = ", ".join(days[:3]) + (f" and {len(days) - 3} more dates" if len(days) > 3 else "")
    seats = f"{group.hard_cap} of {group.hard_cap} seats"
    if held:
        return f"{group.name} has no free seat on {shown}: {held} held for somebody who asked for help, the rest taken."
    return f"{group.name} is full on {shown}: {seats} are taken. Choose another group or a later start."
