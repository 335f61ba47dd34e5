"""How groups really meet on dates, with their seats; who of the staff is away; what is taken when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import F, Q

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling.dated import changed, terms, times
from stepwell.care.scheduling.meetings import dates, meeting
from stepwell.care.scheduling.models import Group, Occupancy, Seat, StaffAbsence
from stepwell.care.scheduling.seating import LEAVE
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program, Room


@dataclass(frozen=True)
class SeatOn:
    """A seat of a meeting that somebody has, or that is kept for them while they are on leave."""

    number: int
    subject_id: int
    episode_id: int
    admitted_on: date
    kept: bool


@dataclass(frozen=True)
class DatedMeeting:
    """A group's meeting on a date as it really is. starts, ends: instants. off: called off; moved: at another time,
    elsewhere or another way than in its week. version, why: of the newest change; 0 and empty for none."""

    group: Group
    on: date
    starts: datetime
    ends: datetime
    leader: Staff
    co_leader: Staff | None
    room: Room | None
    mode: str
    off: bool
    moved: bool
    version: int
    why: str
    seats: tuple[SeatOn, ...]


@dataclass(frozen=True)
class SeatTold:
    """A date on which somebody had a seat in a group, held or not any more. starts, ends: instants, as the group meets
    now. off: called off. changes: how often anything of it changed. changed_at: when last, None for never."""

    group_id: int
    on: date
    starts: datetime
    ends: datetime
    held: bool
    off: bool
    changes: int
    changed_at: datetime | None


@dataclass(frozen=True)
class Taken:
    """A stretch somebody or a room is taken; because: "group:3" or "session:17"."""

    what_id: int
    starts: datetime
    ends: datetime
    because: str


@query(Permission.SCHEDULE_READ)
def starts_on(access: Access, *, group_ids: Collection[int], on: date) -> dict[int, time]:
    """When groups start on the day by the site's clock, those whose time was changed for it."""
    return {group_id: row.starts for (group_id, _), row in changed(group_ids, on, on).items()}


@query(Permission.SCHEDULE_READ)
def dated_meetings_of(access: Access, *, programs: Sequence[Program], from_on: date, to_on: date) -> list[DatedMeeting]:
    """Meetings of the programs from a day to a day, both included, with their seats, in three reads; those that were
    called off too."""
    zones = {one.pk: zone_of(access, one) for one in programs}
    rows = Group.objects.select_related("leader", "co_leader", "room").filter(
        program__in=zones, since__lte=to_on, until__gte=from_on
    )
    running = list(rows.order_by("id"))
    changes = changed([one.pk for one in running], from_on, to_on)
    seats = _seats_by_date(running, from_on, to_on)
    found = []
    for group in running:
        for on in dates(group.weekday, max(from_on, group.since), min(to_on, group.until)):
            how = terms(group, on, changes.get((group.pk, on)))
            span = how.meeting(zones[group.program_id])
            found.append(
                DatedMeeting(
                    group=group,
                    on=on,
                    starts=span.starts,
                    ends=span.ends,
                    leader=how.leader,
                    co_leader=how.co_leader,
                    room=how.room,
                    mode=how.mode,
                    off=how.off,
                    moved=how.moved,
                    version=how.version,
                    why=how.why,
                    seats=tuple(seats.get((group.pk, on), ())),
                )
            )
    return sorted(found, key=lambda one: (one.starts, one.group.pk))


@query(Permission.SCHEDULE_READ)
def seats_told_of(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[SeatTold]:
    """The person's dates in groups from a day to a day, both included, with those that were taken from them or called
    off: for whoever was told of them before. Two reads."""
    zone = zone_of(access, episode.program)
    rows = Seat.objects.select_related("group").filter(membership__episode=episode, on__range=(from_on, to_on))
    by_date: dict[tuple[int, date], list[Seat]] = {}
    for row in rows.order_by("on", "group__starts", "id"):
        by_date.setdefault((row.group_id, row.on), []).append(row)
    changes = changed({group_id for group_id, _ in by_date}, from_on, to_on)
    found = []
    for (group_id, on), seats in by_date.items():
        change = changes.get((group_id, on))
        span = meeting(on, *times(seats[0].group, change), zone)
        freed = [seat.freed_at for seat in seats if seat.freed_at is not None]
        times_changed = (change.version if change else 0) + len(seats) - 1 + len(freed)
        moments = [*freed, *([change.at] if change else [])]
        found.append(
            SeatTold(
                group_id=group_id,
                on=on,
                starts=span.starts,
                ends=span.ends,
                held=len(freed) < len(seats),
                off=change is not None and change.off,
                changes=times_changed,
                changed_at=max(moments, default=None),
            )
        )
    return found


def _seats_by_date(groups: Sequence[Group], from_on: date, to_on: date) -> dict[tuple[int, date], list[SeatOn]]:
    """Seats that are held, and those a leave freed which nobody else has."""
    rows = Seat.objects.select_related("membership__episode").filter(group__in=groups, on__range=(from_on, to_on))
    rows = rows.filter(Q(freed_at=None) | Q(freed_why=LEAVE)).order_by(F("freed_at").desc(nulls_first=True), "id")
    found: dict[tuple[int, date], list[SeatOn]] = {}
    for row in rows:
        here = found.setdefault((row.group_id, row.on), [])
        kept = row.freed_at is not None
        # Who left before the first day has an empty range, without an end.
        belonged = row.membership.during
        left = kept and (belonged.isempty or row.on >= belonged.upper)
        if left or any(row.number == one.number or row.subject_id == one.subject_id for one in here):
            continue
        episode = row.membership.episode
        here.append(SeatOn(row.number, row.subject_id, episode.pk, episode.admitted_on, kept))
        concerns(row.subject_id)
    return found


@query(Permission.SCHEDULE_READ)
def absences(access: Access, *, starts: datetime, ends: datetime) -> list[StaffAbsence]:
    """Who of the staff is away at some time between two moments, in the order it begins."""
    rows = StaffAbsence.objects.select_related("staff").filter(ended_at=None, during__overlap=(starts, ends))
    return list(rows.order_by("during", "id"))


@query(Permission.SCHEDULE_READ)
def absence_by_id(access: Access, *, absence_id: int) -> StaffAbsence:
    """One absence of a member of staff. Raises NotFound."""
    found = StaffAbsence.objects.select_related("staff").filter(pk=absence_id).first()
    if found is None:
        raise NotFound
    return found


@query(Permission.SCHEDULE_READ)
def taken_between(access: Access, *, what: str, starts: datetime, ends: datetime) -> list[Taken]:
    """What is taken at some time between two moments. what: client, staff or room."""
    rows = Occupancy.objects.filter(what=what, freed_at=None, during__overlap=(starts, ends)).order_by("during", "id")
    return [Taken(row.what_id, row.during.lower, row.during.upper, row.because) for row in rows]
