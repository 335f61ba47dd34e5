"""Holding a week of seats for somebody who asked for help, until a moment, and letting them go before it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from stepwell.care.scheduling.holds import most_taken, standing
from stepwell.care.scheduling.keeping import had_or_kept
from stepwell.care.scheduling.models import EndedHold, Group, SeatHold
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
    taken = most_taken(had_or_kept().filter(group__in=locked), at.date())
    for group in locked:
        held = standing().filter(group=group).count()
        if not may_hold(group.hard_cap, taken.get(group.pk, 0), held, most_in_a_group):
            raise Conflict("Somebody was quicker: that seat is no longer free. Look again, or ask to be called.")
    rows = [SeatHold(subject=subject, group=group, key=key, at=at, until=until) for group in locked]
    return SeatHold.objects.bulk_create(rows)


@action(Permission.SEAT_WRITE)
def let_seats_go(access: Access, *, subject: Subject, at: datetime, why: str = "") -> list[Group]:
    """End what is held for somebody now; the places are free for others at once. Returns the groups.

    why: up to 120 characters, may be empty. What the person has taken as seats meanwhile stays theirs. Raises Conflict
    where nothing is held any more, and says what became of it.
    """
    groups = _let_go(access, subject, at, why)
    if not groups:
        raise Conflict(_nothing_held(subject, at))
    return groups


@action(Permission.REACT)
def release_holds(access: Access, *, subject: Subject, at: datetime, why: str) -> list[Group]:
    """End what is held for somebody because of something else that happened; nothing may be held at all."""
    return _let_go(access, subject, at, why)


def _let_go(access: Access, subject: Subject, at: datetime, why: str) -> list[Group]:
    # The same lock as seating and holding, in the same order: of two at the same moment one comes after the other.
    groups = SeatHold.objects.filter(subject=subject).values("group_id")
    list(Group.objects.select_for_update().filter(pk__in=groups).order_by("pk"))
    rows = list(
        standing().filter(subject=subject).select_related("group").order_by("group__weekday", "group__starts", "id")
    )
    words = " ".join(why.replace("\x00", "").split())[:120]
    ended = [EndedHold(subject=subject, hold=row, at=at, by=access.name, why=words) for row in rows]
    EndedHold.objects.bulk_create(ended)
    return [row.group for row in rows]


def _nothing_held(subject: Subject, at: datetime) -> str:
    last = SeatHold.objects.select_related("ended").filter(subject=subject).order_by("id").last()
    if last is None:
        return "No seats are held for this person. Nothing was changed."
    ended: EndedHold | None = getattr(last, "ended", None)
    if ended is not None:
        return f"{ended.by} has let these seats go already. Nothing was done twice."
    if last.until <= at:
        return "The seats were free again already: the time they were held for is over. Nothing was changed."
    return "These seats are the person's own now. To free them, let them leave the group on the page of their seats."
