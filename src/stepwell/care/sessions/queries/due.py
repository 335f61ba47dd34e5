"""What somebody has to do about sessions today: hold them, and say who came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.models import Participation, Session
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@dataclass(frozen=True)
class Meeting:
    """A session somebody leads on a day. session_id: None for a group's meeting whose roster is not written yet.
    expected: people on the roster, or seats that are held. name: of the group, else the topic or kind."""

    session_id: int | None
    group_id: int | None
    name: str
    starts: datetime
    ends: datetime
    expected: int


@dataclass(frozen=True)
class OpenRoster:
    """A session that is over and whose roster still says "expected" of so many."""

    session_id: int
    name: str
    starts: datetime
    ends: datetime
    undecided: int


@query(Permission.SCHEDULE_READ)
def meetings_of(access: Access, *, staff_id: int, on: date) -> list[Meeting]:
    """Sessions and meetings of groups that somebody leads or helps to lead on the day, the earliest first; four reads.

    What was called off is left out.
    """
    led = scheduling.led_on(access, staff_id=staff_id, on=on)
    mine = Q(leader=staff_id) | Q(co_leader=staff_id) | Q(group__in=[one.group_id for one in led])
    rows = Session.objects.select_related("group").filter(mine, on=on).annotate(people=Count("roster"))
    held = list(rows)
    written = {row.group_id for row in held}
    found = [
        Meeting(row.pk, row.group_id, _name(row), row.starts_at, row.ends_at, row.people)
        for row in held
        if row.cancelled_at is None and staff_id in (row.leader_id, row.co_leader_id)
    ]
    found += [
        Meeting(None, one.group_id, one.name, one.starts, one.ends, one.expected)
        for one in led
        if one.group_id not in written
    ]
    return sorted(found, key=lambda one: (one.starts, one.group_id or 0))


@query(Permission.SCHEDULE_READ)
def undecided_of(access: Access, *, staff_id: int, at: datetime, since: date) -> list[OpenRoster]:
    """Sessions led by somebody that are over at the moment and of whom nobody has said who came, the longest over
    first; one read. since: sessions before that day are not looked at."""
    rows = Participation.objects.filter(
        outcome="expected",
        session__leader=staff_id,
        session__ends_at__lte=at,
        session__on__gte=since,
        session__cancelled_at=None,
    )
    fields = ("session_id", "session__group__name", "session__topic", "session__kind", "session__starts_at")
    counted = rows.values(*fields, "session__ends_at").annotate(people=Count("id"))
    return [
        OpenRoster(
            row["session_id"],
            row["session__group__name"] or row["session__topic"] or row["session__kind"].replace("_", " "),
            row["session__starts_at"],
            row["session__ends_at"],
            row["people"],
        )
        for row in counted.order_by("session__ends_at", "session_id")
    ]


def _name(row: Session) -> str:
    return row.group.name if row.group else row.topic or row.kind.replace("_", " ")
