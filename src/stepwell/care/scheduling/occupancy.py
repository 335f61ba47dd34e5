"""Taking and freeing time of clients, staff and rooms. Call it inside an open gate; the database keeps the promise."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db import IntegrityError, OperationalError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from psycopg.errors import DeadlockDetected

from stepwell.care.scheduling.meetings import told
from stepwell.care.scheduling.models import Group, Occupancy
from stepwell.foundation.gate.refusals import Conflict

CLIENT, STAFF, ROOM = "client", "staff", "room"


@dataclass(frozen=True)
class Taking:
    """Somebody or something to be taken for a while. what: client, staff or room; what_id: the subject's, the member's
    or the room's number. name: as the refusal says it."""

    what: str
    what_id: int
    name: str
    starts: datetime
    ends: datetime


def take(takings: Sequence[Taking], because: str, zone: tzinfo) -> list[Occupancy]:
    """Take all or nothing. because: "group:3", "session:17". Raises Conflict that names what stands in the way."""
    rows = [
        Occupancy(what=one.what, what_id=one.what_id, during=DateTimeTZRange(one.starts, one.ends), because=because)
        for one in takings
    ]
    try:
        with transaction.atomic():
            return Occupancy.objects.bulk_create(rows)
    except IntegrityError:
        raise Conflict(_in_the_way(takings, zone)) from None
    except OperationalError as fault:
        # Two who reach for the same time at once can each wait for the other; PostgreSQL lets one go.
        if not isinstance(fault.__cause__, DeadlockDetected):
            raise
        raise Conflict(_in_the_way(takings, zone)) from None


def free(because: str, at: datetime, *, since: datetime | None = None) -> int:
    """Free what was taken for a reason: all of it, or what begins at a moment or later. Returns how many."""
    rows = Occupancy.objects.filter(because=because, freed_at=None)
    if since is not None:
        rows = rows.filter(during__startswith__gte=since)
    return rows.update(freed_at=at)


def free_person(because: str, subject_id: int, starts: Sequence[datetime], at: datetime) -> int:
    """Free a person's time that begins at one of the moments. Returns how many."""
    rows = Occupancy.objects.filter(because=because, freed_at=None, what=CLIENT, what_id=subject_id)
    return rows.filter(during__startswith__in=starts).update(freed_at=at)


def give_up(
    because: str,
    starts: datetime,
    ends: datetime,
    at: datetime,
    *,
    what: str | None = None,
    ids: Collection[int] | None = None,
) -> int:
    """Free what was taken for a reason between two moments; what lies before or after them stays taken.

    what, ids: only of clients, staff or rooms, and only of these. Returns how many stretches were freed.
    """
    span = DateTimeTZRange(starts, ends)
    rows = Occupancy.objects.filter(because=because, freed_at=None, during__overlap=span)
    rows = rows if what is None else rows.filter(what=what)
    found = list(rows if ids is None else rows.filter(what_id__in=ids))
    Occupancy.objects.filter(pk__in=[row.pk for row in found]).update(freed_at=at)
    left = []
    for row in found:
        for part in ((row.during.lower, starts), (ends, row.during.upper)):
            if part[0] < part[1]:
                left.append(
                    Occupancy(what=row.what, what_id=row.what_id, during=DateTimeTZRange(*part), because=because)
                )
    Occupancy.objects.bulk_create(left)
    return len(found)


def _in_the_way(takings: Sequence[Taking], zone: tzinfo) -> str:
    for one in takings:
        found = Occupancy.objects.filter(
            what=one.what, what_id=one.what_id, freed_at=None, during__overlap=DateTimeTZRange(one.starts, one.ends)
        ).first()
        if found is not None:
            taken = f"{one.name} is taken on {_span(found, zone)} by {_reason(found)}."
            return f"{taken} Choose another time or {_other(one)}."
    return "Two of these would be in two places at once. Look at the times again."


def _span(row: Occupancy, zone: tzinfo) -> str:
    starts, ends = (moment.astimezone(zone) for moment in (row.during.lower, row.during.upper))
    return f"{told(starts.date())} from {starts:%H:%M} to {ends:%H:%M}"


def _reason(row: Occupancy) -> str:
    kind, _, number = row.because.partition(":")
    group = Group.objects.filter(pk=number).first() if kind == "group" else None
    return f"the group {group.name}" if group else "another session"


def _other(one: Taking) -> str:
    return {CLIENT: "another group", STAFF: "somebody else", ROOM: "another room"}[one.what]
