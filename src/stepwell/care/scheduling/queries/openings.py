"""What is open in the groups of an operator: counts for whoever asks, nothing of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from stepwell.care.scheduling.holds import standing
from stepwell.care.scheduling.keeping import EACH_ONCE, had_or_kept
from stepwell.care.scheduling.meetings import dates
from stepwell.care.scheduling.models import ChangedMeeting, Group
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@dataclass(frozen=True)
class OpenGroup:
    """A group's week and how much room it has. free: places nobody has, holds or comes back to at any coming meeting,
    never below zero; held: places held for somebody who asked. coming: its next dates, without those called off."""

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
    """Every group that goes on meeting after the day, in the order of the week, with room and next dates. One read.

    weeks: how far ahead dates are given.
    """
    until = after + timedelta(weeks=weeks)
    mine = {"group": OuterRef("pk")}
    taken = had_or_kept().filter(**mine, on__gt=after).values("on").annotate(count=EACH_ONCE)
    held = standing().filter(**mine).values("group").annotate(count=Count("id")).values("count")
    later = ChangedMeeting.objects.filter(group=OuterRef("group"), on=OuterRef("on"), version__gt=OuterRef("version"))
    off = ChangedMeeting.objects.filter(~Exists(later), **mine, off=True, on__gt=after, on__lte=until)
    rows = Group.objects.filter(until__gt=after).annotate(
        most=Coalesce(Subquery(taken.order_by("-count").values("count")[:1]), 0),
        held=Coalesce(Subquery(held), 0),
        off=ArraySubquery(off.values("on")),
    )
    return [
        _open(one, one.most, one.held, set(one.off), after, until) for one in rows.order_by("weekday", "starts", "id")
    ]


def _open(group: Group, most: int, held: int, off: set[date], after: date, until: date) -> OpenGroup:
    first = max(after + timedelta(days=1), group.since)
    coming = (on for on in dates(group.weekday, first, min(until, group.until)) if on not in off)
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
