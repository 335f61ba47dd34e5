"""Opening and closing a stay, changing its level, and leaves."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.jobs.events import announce
from stepwell.registry.episodes.events import (
    EpisodeClosed,
    EpisodeOpened,
    LeaveBegan,
    LeaveEnded,
    LevelChanged,
)
from stepwell.registry.episodes.models import Episode, Leave, LevelSpan

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Program

LEAVE_REASONS = ("hospital", "jail", "family", "other")


@action(Permission.ADMIT)
def open_episode(
    access: Access,
    *,
    subject: Subject,
    program: Program,
    on: date,
    level: str,
    weekly_hours: Decimal,
    days_per_week: int,
) -> Episode:
    """Begin a stay with its first level span. Raises Conflict when the person has an open stay.

    weekly_hours: treatment hours a week the level is begun with.
    """
    number = f"E{access.operator_id:03d}-{Episode.objects.count() + 1:05d}"
    try:
        with transaction.atomic():
            episode = Episode.objects.create(subject=subject, program=program, admitted_on=on, number=number)
    except IntegrityError:
        raise Conflict("This person has an open stay already, or two admissions met. Look again.") from None
    LevelSpan.objects.create(
        subject=subject,
        episode=episode,
        level=level,
        during=DateRange(on, None),
        weekly_hours=weekly_hours,
        days_per_week=days_per_week,
    )
    announce(EpisodeOpened(episode.pk, subject.pk))
    return episode


@action(Permission.STAY_REVIEW)
def change_level(
    access: Access, *, episode: Episode, on: date, level: str, weekly_hours: Decimal, days_per_week: int
) -> LevelSpan:
    """End the running level span on the day and begin the next: thinning out, a step down or a step up."""
    running = LevelSpan.objects.select_for_update().filter(episode=episode, during__upper_inf=True).first()
    if running is None:
        raise BadInput("episode", "This stay has ended; a level cannot change any more.")
    if on <= running.during.lower:
        raise BadInput("on", f"The running level began on {running.during.lower}; the next begins later than that.")
    running.during = DateRange(running.during.lower, on)
    running.save()
    span = LevelSpan.objects.create(
        subject_id=episode.subject_id,
        episode=episode,
        level=level,
        during=DateRange(on, None),
        weekly_hours=weekly_hours,
        days_per_week=days_per_week,
    )
    announce(LevelChanged(episode.pk, episode.subject_id, level, on.isoformat()))
    return span


@action(Permission.LEAVE_WRITE)
def begin_leave(access: Access, *, episode: Episode, reason: str, on: date, note: str = "") -> Leave:
    """The person is away from the day on. reason: hospital, jail, family or other."""
    if reason not in LEAVE_REASONS:
        raise BadInput("reason", f"A leave is for one of {', '.join(LEAVE_REASONS)}.")
    try:
        with transaction.atomic():
            leave = Leave.objects.create(
                subject_id=episode.subject_id,
                episode=episode,
                reason=reason,
                during=DateRange(on, None),
                note=note,
            )
    except IntegrityError:
        raise Conflict("A leave covers that day already.") from None
    announce(LeaveBegan(leave.pk, episode.pk, episode.subject_id, on.isoformat()))
    return leave


@action(Permission.LEAVE_WRITE)
def end_leave(access: Access, *, leave: Leave, on: date) -> Leave:
    """The person is back on the day; the day itself is no leave any more."""
    if leave.during.upper is not None:
        raise Conflict("This leave has ended already.")
    if on < leave.during.lower:
        raise BadInput("on", "A leave cannot end before it began.")
    # A range cannot be empty: someone back the same day was away for that day.
    leave.during = DateRange(leave.during.lower, max(on, leave.during.lower + timedelta(days=1)))
    leave.save()
    announce(LeaveEnded(leave.pk, leave.episode_id, leave.subject_id, on.isoformat()))
    return leave


@action(Permission.EPISODE_DISCHARGE)
def close_episode(access: Access, *, episode: Episode, on: date) -> Episode:
    """End the stay: the day is its last. Its running level span and leave end with it."""
    if episode.ended_on is not None:
        raise Conflict("This stay has ended already.")
    last = on + timedelta(days=1)
    for running in LevelSpan.objects.filter(episode=episode, during__upper_inf=True):
        running.during = DateRange(running.during.lower, max(last, running.during.lower + timedelta(days=1)))
        running.save()
    for leave in Leave.objects.filter(episode=episode, during__upper_inf=True):
        leave.during = DateRange(leave.during.lower, max(last, leave.during.lower + timedelta(days=1)))
        leave.save()
    episode.ended_on = on
    episode.save()
    announce(EpisodeClosed(episode.pk, episode.subject_id, on.isoformat()))
    return episode
