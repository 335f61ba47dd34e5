"""Reading groups, seats and weeks: who sits where, what is free, which weeks fit a person's life."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling.dated import changed, terms, times
from stepwell.care.scheduling.dayparts import DaypartSeats, free_by_daypart
from stepwell.care.scheduling.holds import most_taken
from stepwell.care.scheduling.looking import group_offered, mode_of, window
from stepwell.care.scheduling.meetings import meeting
from stepwell.care.scheduling.models import Group, Membership, Seat
from stepwell.care.scheduling.rules import seats_facts as facts
from stepwell.care.scheduling.rules.finder import find_seats
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.models import Program

SEATS = "scheduling/seats"


@dataclass(frozen=True)
class PlannedMeeting:
    """A seat at one meeting: which group, when."""

    group_id: int
    name: str
    on: date
    starts: datetime
    ends: datetime


@query(Permission.SCHEDULE_READ)
def groups(access: Access, *, program: Program, on: date) -> list[Group]:
    """Groups of the program that have meetings on the day or later, in the order of the week."""
    rows = Group.objects.select_related("leader", "co_leader", "room").filter(program=program, until__gte=on)
    return list(rows.order_by("weekday", "starts", "id"))


@query(Permission.SCHEDULE_READ)
def group_by_id(access: Access, *, group_id: int) -> Group:
    """One group. Raises NotFound."""
    found = Group.objects.select_related("program__site", "leader", "co_leader", "room").filter(pk=group_id).first()
    if found is None:
        raise NotFound
    return found


@query(Permission.SCHEDULE_READ)
def memberships_of(access: Access, *, episode: Episode, on: date) -> list[Membership]:
    """Groups the person belongs to on the day or later."""
    rows = Membership.objects.select_related("group").filter(episode=episode, during__endswith__gt=on)
    return list(rows.order_by("group__weekday", "group__starts", "id"))


@query(Permission.SCHEDULE_READ)
def members_on(access: Access, *, group: Group, on: date) -> list[Membership]:
    """Who is expected at the group's meeting on the day, in the order they joined: those with a seat there."""
    rows = Membership.objects.select_related("episode", "subject").filter(group=group, during__contains=on)
    found = list(rows.filter(seats__on=on, seats__freed_at=None).order_by("during", "id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.SCHEDULE_READ)
def seats_of(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[Seat]:
    """Seats the person holds from a day to a day, both included, with their groups; freed ones are left out."""
    rows = Seat.objects.select_related("group").filter(membership__episode=episode, on__range=(from_on, to_on))
    return list(rows.filter(freed_at=None).order_by("on", "group__starts", "id"))


@query(Permission.SCHEDULE_READ)
def seats_on(access: Access, *, on: date) -> list[Seat]:
    """Every seat that is held on the day, with its group and its stay's program and site."""
    rows = Seat.objects.select_related("group", "membership__episode__program__site").filter(on=on, freed_at=None)
    found = list(rows.order_by("group__starts", "id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.SCHEDULE_READ)
def planned_meetings(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[PlannedMeeting]:
    """The person's seats from a day to a day, both included, in order."""
    zone = zone_of(access, episode.program)
    found = []
    seats = seats_of(access, episode=episode, from_on=from_on, to_on=to_on)
    changes = changed({seat.group_id for seat in seats}, from_on, to_on)
    for seat in seats:
        when = meeting(seat.on, *times(seat.group, changes.get((seat.group_id, seat.on))), zone)
        found.append(PlannedMeeting(seat.group_id, seat.group.name, seat.on, when.starts, when.ends))
    return sorted(found, key=lambda one: one.starts)


@query(Permission.SCHEDULE_READ)
def taken_seats(access: Access, *, program: Program, on: date) -> dict[int, int]:
    """For each group of the program the most seats taken at any meeting on the day or later: the stricter reading, so
    that a free seat is free for good. A place that is held for somebody who asked for help is taken while it is."""
    return most_taken(Seat.objects.filter(group__program=program, freed_at=None), on)


@query(Permission.SCHEDULE_READ)
def free_seats_by_daypart(access: Access, *, program: Program, on: date) -> list[DaypartSeats]:
    """Free seats of the program's groups by the program's parts of the day, on the day and later."""
    rules = programs.rules_of(access, program=program, on=on)
    taken = taken_seats(access, program=program, on=on)
    running = groups(access, program=program, on=on)
    return free_by_daypart(rules.dayparts, running, taken)


@query(Permission.SCHEDULE_READ)
def find_weeks(
    access: Access,
    *,
    episode: Episode,
    availability: Sequence[Mapping[str, Any]],
    wanted_hours: Decimal,
    wanted_days: int,
    preferred_daypart: str | None = None,
    mode: str | None = None,
    on: date,
    tracks: Sequence[str] | None = None,
    phase: str | None = None,
) -> Ruling[facts.Seats]:
    """Weeks of seats that fit the person's life, best first, or exactly what stands in the way.

    availability: [{weekday (0 is Monday), starts, ends}], clock times or "HH:MM". wanted_hours: treatment hours a week
    at least; the program's most is never passed. wanted_days: days a week. preferred_daypart: "morning" and the like.
    mode: in_person, video or None for any. tracks: those the person may join, default all of the program. Group ids in
    the answer are their numbers as text. Source: the policy scheduling/seats.
    """
    rules = programs.rules_of(access, program=episode.program, on=on)
    taken = taken_seats(access, program=episode.program, on=on)
    least = int(Decimal(wanted_hours) * 60)
    most = int(Decimal(rules.hours_per_week.max) * 60) if rules.hours_per_week.max is not None else least
    person = facts.Person(
        windows=tuple(window(one, place) for place, one in enumerate(availability)),
        tracks=tuple(tracks) if tracks is not None else tuple(track.key for track in rules.tracks),
        least_minutes=least,
        most_minutes=max(least, most),
        phase=phase,
        least_days=wanted_days,
        most_days=wanted_days,
        daypart=preferred_daypart,
        modes=(mode_of(mode),) if mode else None,
    )
    offered = tuple(group_offered(group, taken) for group in groups(access, program=episode.program, on=on))
    return find_seats(facts.SeatsFacts(offered, person), load(SEATS, on))


@query(Permission.SCHEDULE_READ)
def next_meeting(access: Access, *, group: Group, on: date) -> date | None:
    """The date of the group's next meeting on the day or later, None when it has ended."""
    first = max(on, group.since)
    found = first + timedelta(days=(group.weekday - first.weekday()) % 7)
    return found if found <= group.until else None


@query(Permission.SCHEDULE_READ)
def beside(access: Access, *, subject: Subject) -> list[int]:
    """Numbers of the subjects who have shared a group with the person, at the same time or not."""
    mine = Membership.objects.filter(subject=subject).values("group_id")
    found = Membership.objects.filter(group__in=mine).exclude(subject=subject).values_list("subject_id", flat=True)
    return sorted(set(found))


@query(Permission.SCHEDULE_READ)
def free_seats_of(access: Access, *, running: Sequence[Program], on: date) -> dict[int, list[DaypartSeats]]:
    """Free seats by parts of the day of several programs, by the number of the program; two reads however many."""
    groups = list(Group.objects.filter(program__in=running, until__gte=on).order_by("weekday", "starts", "id"))
    most = most_taken(Seat.objects.filter(group__program__in=running, freed_at=None), on)
    found = {}
    for each in running:
        own = [one for one in groups if one.program_id == each.pk]
        dayparts = programs.rules_of(access, program=each, on=on).dayparts
        found[each.pk] = free_by_daypart(dayparts, own, most)
    return found


@query(Permission.SCHEDULE_READ)
def groups_led(access: Access, *, on: date) -> dict[int, int]:
    """How many groups a week each member of staff leads on the day, by the number of the member; one read."""
    rows = Group.objects.filter(since__lte=on, until__gte=on).values("leader_id").annotate(groups=Count("id"))
    return {row["leader_id"]: row["groups"] for row in rows}


@dataclass(frozen=True)
class LedMeeting:
    """A group's meeting on a day as somebody leads it. expected: seats that are held."""

    group_id: int
    name: str
    starts: datetime
    ends: datetime
    expected: int


@query(Permission.SCHEDULE_READ)
def led_on(access: Access, *, staff_id: int, on: date) -> list[LedMeeting]:
    """Meetings of groups that somebody leads or helps to lead on the day, the earliest first; three reads.

    What was changed for the date counts: another leader, another time; what was called off is left out.
    """
    rows = Group.objects.select_related("program__site", "leader", "co_leader", "room").filter(
        weekday=on.weekday(), since__lte=on, until__gte=on
    )
    mine = {row.pk: row for row in rows}
    changes = changed(list(mine), on, on)
    found = []
    for row in mine.values():
        here = terms(row, on, changes.get((row.pk, on)))
        leaders = {here.leader.pk, here.co_leader.pk if here.co_leader else None} if not here.off else set()
        if staff_id in leaders:
            found.append((row, here.meeting(ZoneInfo(row.program.site.time_zone))))
    held = Seat.objects.filter(group__in=[row for row, _ in found], on=on, freed_at=None).values("group_id")
    expected = {seat["group_id"]: seat["count"] for seat in held.annotate(count=Count("id"))}
    led = [LedMeeting(row.pk, row.name, at.starts, at.ends, expected.get(row.pk, 0)) for row, at in found]
    return sorted(led, key=lambda one: (one.starts, one.group_id))
