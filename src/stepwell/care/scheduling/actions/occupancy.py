"""Taking the time of a client, a member of staff or a room, and giving it back; the database refuses two at once."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.scheduling.models import Group, Occupancy
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.registry.people import queries as people

#: What can be taken, and how a refusal calls it where it has no name to show.
TAKEN = {"client": "The person", "staff": "The leader", "room": "The room"}


@action(Permission.TIME_TAKE)
def occupy(access: Access, *, what: str, what_id: int, starts: datetime, ends: datetime, because: str) -> Occupancy:
    """Take somebody's or a room's time. Raises Conflict naming what stands in the way, on the clock of `starts`.

    what: client (what_id is the subject's), staff or room. because: "group:3" or "session:17".
    """
    if what not in TAKEN:
        raise BadInput("what", f"What is taken is one of {', '.join(TAKEN)}.")
    if starts.tzinfo is None or ends <= starts:
        raise BadInput("ends", "Time is taken from a moment to a later one, both with their zone.")
    during = DateTimeTZRange(starts, ends)
    try:
        with transaction.atomic():
            return Occupancy.objects.create(what=what, what_id=what_id, during=during, because=because)
    except IntegrityError:
        raise Conflict(_in_the_way(access, what, what_id, during)) from None


@action(Permission.TIME_TAKE)
def vacate(access: Access, *, because: str, at: datetime) -> int:
    """Give back all time that was taken because of something. Returns how many stretches."""
    return Occupancy.objects.filter(because=because, freed_at=None).update(freed_at=at)


def _in_the_way(access: Access, what: str, what_id: int, during: DateTimeTZRange) -> str:
    name = people.staff_member(access, staff_id=what_id).name if what == "staff" else TAKEN[what]
    other = (
        Occupancy.objects.filter(what=what, what_id=what_id, freed_at=None, during__overlap=during)
        .order_by("during")
        .first()
    )
    if other is None:
        return f"{name} is taken then. Choose another time."
    zone = during.lower.tzinfo
    starts, ends = other.during.lower.astimezone(zone), other.during.upper.astimezone(zone)
    return (
        f"{name} is taken from {starts:%Y-%m-%d %H:%M} to {ends:%H:%M} ({_told(other.because)}). Choose another time."
    )


def _told(because: str) -> str:
    kind, _, number = because.partition(":")
    if kind == "group" and number.isdigit():
        group = Group.objects.filter(pk=int(number)).first()
        if group is not None:
            return f"group {group.name}"
    return kind
