"""Seats in groups for a person: at every meeting from a day to a day, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling.dated import dated_meetings
from stepwell.care.scheduling.events import SeatsTaken
from stepwell.care.scheduling.models import Group, Membership
from stepwell.care.scheduling.seating import seat
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.jobs.events import announce
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@action(Permission.SEAT_WRITE)
def take_seats(
    access: Access, *, episode: Episode, groups: Sequence[Group], since: date, until: date
) -> list[Membership]:
    """The person belongs to the groups from `since` to `until`, both included, with a seat at every meeting.

    Any day: admission is rolling. Days on leave get no seat. All or nothing: raises Conflict that says which group is
    full on which dates, or where the person is in two places; BadInput. Announces SeatsTaken for each group.
    """
    _fits(episode, groups, since, until)
    zone = zone_of(access, episode.program)
    away = [leave.during for leave in episodes.leaves(access, episode=episode)]
    # In one order for everybody, so that two people who want the same groups do not wait for each other in a ring.
    locked = Group.objects.select_for_update().filter(pk__in=[group.pk for group in groups]).order_by("pk")
    made = []
    for group in locked:
        meetings = [
            one
            for one in dated_meetings(group, since, until, zone)
            if not any(span.lower <= one.on and (span.upper is None or one.on < span.upper) for span in away)
        ]
        if not meetings:
            raise BadInput("groups", f"{group.name} does not meet between these days.")
        membership = _join(episode, group, since, until)
        seat(membership, group, meetings, zone)
        announce(SeatsTaken(membership.pk, episode.pk, episode.subject_id))
        made.append(membership)
    return made


def _fits(episode: Episode, groups: Sequence[Group], since: date, until: date) -> None:
    if not groups:
        raise BadInput("groups", "Choose at least one group.")
    if until < since:
        raise BadInput("until", "Seats end after they begin.")
    if since < episode.admitted_on or episode.ended_on is not None:
        raise BadInput("since", "Seats are for a stay under way: from the day of admission, until it ends.")


def _join(episode: Episode, group: Group, since: date, until: date) -> Membership:
    try:
        with transaction.atomic():
            return Membership.objects.create(
                subject_id=episode.subject_id,
                episode=episode,
                group=group,
                during=DateRange(since, until + timedelta(days=1)),
            )
    except IntegrityError:
        raise Conflict(f"This person belongs to {group.name} during these days already.") from None
