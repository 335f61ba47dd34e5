"""Reading stays, their levels and leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import DecimalField, Value

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.registry.episodes.models import Episode, Leave, LevelSpan

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Program


@dataclass(frozen=True)
class Step:
    """One step of the stair: a level from a day until a day (None: still running), its hours and days a week."""

    level: str
    since: date
    until: date | None
    weekly_hours: Decimal
    days_per_week: int


@dataclass(frozen=True)
class Away:
    """A leave as the way of a stay shows it: why, from a day until a day (None: still away)."""

    reason: str
    since: date
    until: date | None

    def covers(self, on: date) -> bool:
        """Whether the person is away on the day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Way:
    """The way of a stay so far: its steps and its leaves, each in order."""

    steps: tuple[Step, ...]
    leaves: tuple[Away, ...]

    def step_on(self, on: date) -> Step | None:
        """The step of a day, or None outside the stay."""
        return next((one for one in self.steps if one.since <= on and (one.until is None or on < one.until)), None)


@query(Permission.EPISODE_READ)
def episode_by_id(access: Access, *, episode_id: int) -> Episode:
    """One stay with its program and site. Raises NotFound."""
    found = Episode.objects.select_related("program__site", "subject").filter(pk=episode_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EPISODE_READ)
def open_episode_of(access: Access, *, subject: Subject) -> Episode | None:
    """The person's open stay, or None."""
    return Episode.objects.select_related("program__site").filter(subject=subject, ended_on=None).first()


@query(Permission.EPISODE_READ)
def episodes_of(access: Access, *, subject: Subject) -> list[Episode]:
    """All stays of a person, the latest first."""
    rows = Episode.objects.select_related("program__site", "subject").filter(subject=subject)
    return list(rows.order_by("-admitted_on", "-id"))


@query(Permission.EPISODE_READ)
def stays_between(access: Access, *, program: Program, from_on: date, to_on: date) -> list[Episode]:
    """Stays of a program that have a day in the span, in the order of admission, with their spans and leaves read."""
    rows = Episode.objects.filter(program=program, admitted_on__lte=to_on).exclude(ended_on__lt=from_on)
    found = list(rows.prefetch_related("spans", "leaves").order_by("admitted_on", "id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.EPISODE_READ)
def open_stays(access: Access) -> list[Episode]:
    """Every running stay of the operator with program, site, spans and leaves, in the order of admission; three
    reads."""
    rows = Episode.objects.filter(ended_on=None).select_related("program__site", "subject")
    found = list(rows.prefetch_related("spans", "leaves").order_by("admitted_on", "id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.EPISODE_READ, once=True)
def way_of(access: Access, *, episode: Episode) -> Way:
    """The steps and leaves of a stay, in one read: the head of every page about a person asks for both."""
    spans = LevelSpan.objects.filter(episode=episode).values_list(
        Value(""), "level", "during", "weekly_hours", "days_per_week"
    )
    away = Leave.objects.filter(episode=episode).values_list(
        "reason", Value(""), "during", Value(Decimal(), output_field=DecimalField()), Value(0)
    )
    rows = sorted(spans.union(away, all=True), key=lambda row: row[2].lower)
    return Way(
        tuple(Step(level, during.lower, during.upper, hours, days) for _, level, during, hours, days in rows if level),
        tuple(Away(reason, during.lower, during.upper) for reason, level, during, _, _ in rows if not level),
    )


@query(Permission.EPISODE_READ)
def stair(access: Access, *, episode: Episode) -> list[Step]:
    """The steps of a stay in order."""
    return list(way_of(access, episode=episode).steps)


@query(Permission.EPISODE_READ)
def level_on(access: Access, *, episode: Episode, on: date) -> Step | None:
    """The level of a stay on a day, or None outside it."""
    return way_of(access, episode=episode).step_on(on)


@query(Permission.EPISODE_READ)
def leaves(access: Access, *, episode: Episode) -> list[Leave]:
    """Leaves of a stay in order."""
    return list(Leave.objects.filter(episode=episode).order_by("during"))


@query(Permission.EPISODE_READ)
def on_leave(access: Access, *, episode: Episode, on: date) -> bool:
    """Whether the person is on leave on the day."""
    return Leave.objects.filter(episode=episode, during__contains=on).exists()


@query(Permission.EPISODE_READ)
def away_on(access: Access, *, on: date) -> set[int]:
    """Numbers of the stays whose person is on leave on the day."""
    return set(Leave.objects.filter(during__contains=on).values_list("episode_id", flat=True))


@query(Permission.REPORT_READ)
def every_stay_between(access: Access, *, from_on: date, to_on: date, site_id: int | None = None) -> list[Episode]:
    """Stays of all programs, or of one site's, with a day in the span, in the order of admission, with program, site,
    spans and leaves; three reads. For counting: what is shown of them names nobody, so the trail names nobody."""
    rows = Episode.objects.filter(admitted_on__lte=to_on).exclude(ended_on__lt=from_on)
    rows = rows if site_id is None else rows.filter(program__site=site_id)
    rows = rows.select_related("program__site").prefetch_related("spans", "leaves")
    return list(rows.order_by("admitted_on", "id"))
