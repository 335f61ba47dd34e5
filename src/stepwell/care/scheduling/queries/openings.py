"""What is open in the groups of an operator: counts for whoever asks, nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, DateField, Exists, IntegerField, OuterRef, Value

from stepwell.care.scheduling.holds import standing
from stepwell.care.scheduling.meetings import dates
from stepwell.care.scheduling.models import ChangedMeeting, Group, Seat
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission

#: In place of a count: the meeting of that date is called off.
OFF = -1


@dataclass(frozen=True)
class OpenGroup:
    """A group's week and how much room it has. free: places nobody has or holds at any coming meeting, never below
    zero; held: places held for somebody who asked. coming: its next dates, without those called off."""

    group_id: int
    program_id: int
    track: str
    phase: str
    weekday: int
    starts: time
    ends: time
    mode: str
    topic: str
    hard_cap: int
    free: int
    held: int
    coming: tuple[date, ...]

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends.hour * 60 + self.ends.minute - self.starts.hour * 60 - self.starts.minute


@query(Permission.PUBLIC_READ, trailed=False)
def open_groups(access: Access, *, after: date, weeks: int) -> list[OpenGroup]:
    """Every group that goes on meeting after the day, in the order of the week, with room and next dates. Two reads.

    weeks: how far ahead dates are given.
    """
    until = after + timedelta(weeks=weeks)
    groups = list(Group.objects.filter(until__gt=after).order_by("weekday", "starts", "id"))
    most: dict[int, int] = {}
    held: dict[int, int] = {}
    off: set[tuple[int, date]] = set()
    for group, on, count in _taken(after, until):
        if on is None:
            held[group] = count
        elif count == OFF:
            off.add((group, on))
        else:
            most[group] = max(most.get(group, 0), count)
    return [_open(one, most.get(one.pk, 0), held.get(one.pk, 0), off, after, until) for one in groups]


@query(Permission.PERSON_READ)
def held_for(access: Access, *, subject: Subject) -> datetime | None:
    """Until when seats are held for somebody who asked for help; None where none are, any more."""
    concerns(subject.pk)
    return max((one.until for one in standing().filter(subject=subject)), default=None)


def _taken(after: date, until: date) -> list[tuple[int, date | None, int]]:
    """What takes places away, in one read: seats by date, holds without a date, meetings that are called off."""
    order = ("group_id", "on", "count")
    seats = Seat.objects.filter(freed_at=None, on__gt=after).values("group_id", "on").annotate(count=Count("id"))
    holds = standing().values("group_id").annotate(on=Value(None, DateField()), count=Count("id"))
    later = ChangedMeeting.objects.filter(group=OuterRef("group"), on=OuterRef("on"), version__gt=OuterRef("version"))
    off = ChangedMeeting.objects.filter(~Exists(later), off=True, on__gt=after, on__lte=until)
    off = off.annotate(count=Value(OFF, IntegerField()))
    parts = (holds.values_list(*order), off.values_list(*order))
    return list(seats.values_list(*order).union(*parts, all=True))


def _open(group: Group, most: int, held: int, off: set[tuple[int, date]], after: date, until: date) -> OpenGroup:
    first = max(after + timedelta(days=1), group.since)
    coming = (on for on in dates(group.weekday, first, min(until, group.until)) if (group.pk, on) not in off)
    return OpenGroup(
        group_id=group.pk,
        program_id=group.program_id,
        track=group.track,
        phase=group.phase,
        weekday=group.weekday,
        starts=group.starts,
        ends=group.ends,
        mode=group.mode,
        topic=group.topic,
        hard_cap=group.hard_cap,
        free=max(group.hard_cap - most - held, 0),
        held=held,
        coming=tuple(coming),
    )
