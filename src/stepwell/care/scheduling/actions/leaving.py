"""Freeing seats: leaving a group, being away, coming back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from stepwell.care.plans.clock import morning_of, start_of, zone_of
from stepwell.care.scheduling.dated import dated_meetings
from stepwell.care.scheduling.events import SeatsFreed
from stepwell.care.scheduling.meetings import Meeting, told
from stepwell.care.scheduling.models import Group, Membership, Seat
from stepwell.care.scheduling.occupancy import free_person
from stepwell.care.scheduling.seating import LEAVE, seat
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@action(Permission.SEAT_WRITE)
def leave_group(access: Access, *, membership: Membership, on: date, why: str) -> Membership:
    """The person leaves the group; the day is the first one without it. The group's meetings stay as they are.

    why: up to 40 characters. Announces SeatsFreed.
    """
    lower, upper = membership.during.lower, membership.during.upper
    if lower is None or (upper is not None and on >= upper):
        raise BadInput("on", "The person does not belong to the group on that day any more.")
    seats = Seat.objects.filter(membership=membership, freed_at=None, on__gte=on)
    _free(access, membership.episode, list(seats.select_related("group")), on, why)
    # Somebody who leaves before the first day never belonged: the range is empty.
    membership.during = DateRange(lower, max(on, lower))
    membership.save()
    announce(SeatsFreed(membership.episode_id, membership.subject_id, on.isoformat()))
    return membership


@action(Permission.SEAT_WRITE)
def free_seats(
    access: Access, *, episode: Episode, from_on: date, to_on: date | None = None, why: str, group: Group | None = None
) -> int:
    """Free the person's seats from a day to a day, both included; without an end all later ones. Returns how many.

    group: only its seats.

    The person goes on belonging to the groups, so that the seats can be given back. why: "leave" or other words up to
    40 characters. Freeing again frees nothing more. Announces SeatsFreed.
    """
    seats = Seat.objects.select_related("group").filter(membership__episode=episode, freed_at=None, on__gte=from_on)
    if group is not None:
        seats = seats.filter(group=group)
    found = list(seats if to_on is None else seats.filter(on__lte=to_on))
    _free(access, episode, found, from_on, why)
    if found:
        announce(SeatsFreed(episode.pk, episode.subject_id, from_on.isoformat()))
    return len(found)


@action(Permission.SEAT_WRITE)
def give_back_seats(access: Access, *, episode: Episode, from_on: date) -> list[date]:
    """Give back the seats that a leave freed, from the day on, where they are still free. Returns the dates lost.

    Nothing is taken from anybody: for each group with a lost date somebody is asked to find another seat.
    """
    zone = zone_of(access, episode.program)
    away = [leave.during for leave in episodes.leaves(access, episode=episode)]
    lost: list[date] = []
    for membership in Membership.objects.select_related("group").filter(episode=episode, during__endswith__gt=from_on):
        group = Group.objects.select_for_update().get(pk=membership.group_id)
        left = {on for on in _left_by(membership, from_on) if not any(_covers(span, on) for span in away)}
        meetings = dated_meetings(group, min(left), max(left), zone) if left else []
        missing = _seated(membership, group, [one for one in meetings if one.on in left], zone)
        if missing:
            _ask_for_another(access, episode, group, missing)
        lost += missing
    return sorted(lost)


def _free(access: Access, episode: Episode, seats: Sequence[Seat], on: date, why: str) -> None:
    zone = zone_of(access, episode.program)
    at = start_of(on, zone)
    Seat.objects.filter(pk__in=[one.pk for one in seats]).update(freed_at=at, freed_why=why)
    for group in {one.group for one in seats}:
        days = [one.on for one in seats if one.group_id == group.pk]
        starts = [one.starts for one in dated_meetings(group, min(days), max(days), zone) if one.on in days]
        free_person(f"group:{group.pk}", episode.subject_id, starts, at)


def _covers(span: DateRange, on: date) -> bool:
    return span.lower <= on and (span.upper is None or on < span.upper)


def _seated(membership: Membership, group: Group, meetings: Sequence[Meeting], zone: ZoneInfo) -> list[date]:
    """Seats at all of the meetings, else at each where there is one; the dates where there is none."""
    if not meetings:
        return []
    try:
        with transaction.atomic():
            seat(membership, group, meetings, zone)
    except Conflict:
        if len(meetings) == 1:
            return [meetings[0].on]
        return [on for one in meetings for on in _seated(membership, group, [one], zone)]
    return []


def _left_by(membership: Membership, from_on: date) -> list[date]:
    """Dates on which a leave freed the seat and no seat was given since."""
    rows = Seat.objects.filter(membership=membership, on__gte=from_on)
    held = set(rows.filter(freed_at=None).values_list("on", flat=True))
    left = set(rows.filter(freed_why=LEAVE).values_list("on", flat=True)) - held
    return sorted(on for on in left if on < membership.during.upper)


def _ask_for_another(access: Access, episode: Episode, group: Group, missing: Sequence[date]) -> None:
    zone = zone_of(access, episode.program)
    dates = "1 date" if len(missing) == 1 else f"{len(missing)} dates"
    jobs.ask_for(
        access,
        subject=episode.subject,
        kind="find-seat",
        says=f"Find another seat: {group.name} has none left on {dates} from {told(missing[0])}.",
        for_role=Role.CASE_MANAGER,
        due_at=morning_of(missing[0] - timedelta(days=1), zone),
        about=f"episode:{episode.pk}:group:{group.pk}",
    )
