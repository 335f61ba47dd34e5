"""One group: who sits there on a date, the dates ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.models import Group
from stepwell.care.scheduling.queries import DatedMeeting, Held
from stepwell.care.sessions import queries as sessions
from stepwell.care.sessions.queries import MeetingShown
from stepwell.doors.staff.week.board import Card, card
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed

#: How far ahead dates are listed.
AHEAD = timedelta(weeks=8)


@dataclass(frozen=True)
class Ahead:
    """A date of the group. taken: seats somebody has or that a leave keeps; held: for somebody who asked for help."""

    on: date
    starts: datetime
    taken: int
    held: int
    free: int
    off: bool
    moved: bool
    why: str


@dataclass(frozen=True)
class Hold:
    """A place held for somebody who asked for help. address: of their enquiry, where it can be let go."""

    until: datetime
    address: str


@dataclass(frozen=True)
class GroupPage:
    """What the page of a group prints. here: its meeting on the chosen date, None when it does not meet then."""

    group: Group
    zone: ZoneInfo
    today: date
    on: date | None
    here: Card | None
    ahead: tuple[Ahead, ...]
    holds: tuple[Hold, ...]
    may_change: bool
    may_hold: bool

    @property
    def meeting(self) -> MeetingShown | None:
        """The chosen date's meeting."""
        return self.here.what if self.here else None


@query(Permission.SCHEDULE_READ)
def group_page(access: Access, *, group_id: int, on: date | None, now: datetime) -> GroupPage:
    """Gather the group. on: a date, default the next meeting. Raises NotFound."""
    group = scheduling.group_by_id(access, group_id=group_id)
    zone = ZoneInfo(group.program.site.time_zone)
    today = now.astimezone(zone).date()
    chosen = on or scheduling.next_meeting(access, group=group, on=today) or group.until
    week = sessions.board(access, program=group.program, week_of=chosen)
    here = next((one for one in week.meetings if one.group_id == group.pk and one.on == chosen), None)
    coming = scheduling.dated_meetings_of(access, programs=[group.program], from_on=today, to_on=today + AHEAD)
    held = [one for one in scheduling.held_in(access, program=group.program) if one.group_id == group.pk]
    return GroupPage(
        group=group,
        zone=zone,
        today=today,
        on=chosen,
        here=card(here, zone) if here else None,
        ahead=tuple(_ahead(one, held) for one in coming if one.group.pk == group.pk),
        holds=tuple(Hold(one.until, enquiry_address(one.key)) for one in held),
        may_change=allowed(access.roles, Permission.GROUP_WRITE),
        may_hold=allowed(access.roles, Permission.SESSION_WRITE),
    )


def enquiry_address(key: str) -> str:
    """Where a hold can be let go: the enquiry its key names; empty for a key of another kind."""
    kind, _, number = key.partition(":")
    return reverse("enquiry", args=[int(number)]) if kind == "enquiry" and number.isdecimal() else ""


def _ahead(one: DatedMeeting, held: list[Held]) -> Ahead:
    holds = sum(hold.at < one.starts for hold in held)
    free = one.group.hard_cap - len(one.seats) - holds
    return Ahead(one.on, one.starts, len(one.seats), holds, max(free, 0), one.off, one.moved, one.why)
