"""Opening a weekly group with its leaders and room, and ending it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import end_of, zone_of
from stepwell.care.scheduling.events import GroupOpened
from stepwell.care.scheduling.leading import may_lead
from stepwell.care.scheduling.meetings import Meeting, dates, meetings_of
from stepwell.care.scheduling.models import Group, Membership
from stepwell.care.scheduling.occupancy import ROOM, STAFF, Taking, free, take
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.rules.program import ProgramRules

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program, Room

MODES = ("in_person", "video")


@action(Permission.GROUP_WRITE)
def open_group(
    access: Access,
    *,
    program: Program,
    name: str,
    track: str,
    weekday: int,
    starts: time,
    ends: time,
    leader: Staff,
    since: date,
    until: date,
    room: Room | None = None,
    co_leader: Staff | None = None,
    phase: str = "",
    mode: str = "in_person",
    topic: str = "",
    modality: str = "",
    soft_cap: int | None = None,
    hard_cap: int | None = None,
) -> Group:
    """A group that meets on a weekday (0 is Monday) from `since` to `until`, both included, by the site's clock.

    Takes the time of leader, co-leader and room for every meeting. track: a key of the program's tracks, "any" for
    everybody. mode: in_person or video. soft_cap, hard_cap: seats it is planned for and never above, default by the
    program. Announces GroupOpened. Raises Conflict that names what stands in the way, NotAllowed, BadInput.
    """
    rules = programs.rules_of(access, program=program, on=since)
    soft, hard = _caps(rules, soft_cap, hard_cap, co_leader)
    _fits(weekday, starts, ends, since, until, mode)
    _room_fits(program, room, hard)
    may_lead(access, program, leader, rules, since)
    if co_leader is not None and co_leader.pk == leader.pk:
        raise BadInput("co_leader", "A co-leader is somebody else than the leader.")
    group = Group.objects.create(
        program=program,
        name=name,
        track=track,
        phase=phase,
        weekday=weekday,
        starts=starts,
        ends=ends,
        room=room,
        mode=mode,
        leader=leader,
        co_leader=co_leader,
        topic=topic,
        modality=modality,
        soft_cap=soft,
        hard_cap=hard,
        since=since,
        until=until,
    )
    zone = zone_of(access, program)
    takings = [one for meeting in meetings_of(group, since, until, zone) for one in _taken(group, meeting)]
    take(takings, f"group:{group.pk}", zone)
    announce(GroupOpened(group.pk))
    return group


@action(Permission.GROUP_WRITE)
def close_group(access: Access, *, group: Group, on: date) -> Group:
    """The group has its last meeting on the day or before; time after it is free again.

    Raises Conflict while somebody has a seat later: find those people other seats first.
    """
    still = Membership.objects.filter(group=group, seats__freed_at=None, seats__on__gt=on).distinct().count()
    if still:
        raise Conflict(f"{still} people have seats in {group.name} after that day; find them others first.")
    zone = zone_of(access, group.program)
    free(f"group:{group.pk}", end_of(on, zone), since=end_of(on, zone))
    group.until = on
    group.save()
    return group


def _caps(rules: ProgramRules, soft_cap: int | None, hard_cap: int | None, co_leader: Staff | None) -> tuple[int, int]:
    """Raises NotAllowed above the program's cap or where so many need two leaders."""
    caps = rules.group_caps
    hard = caps.hard if hard_cap is None else hard_cap
    soft = min(caps.soft, hard) if soft_cap is None else soft_cap
    if not 1 <= soft <= hard:
        raise BadInput("soft_cap", "A group is planned for at least one person and for no more than it may hold.")
    facts = {"hard_cap": hard, "allowed": caps.hard, "would_change": f"at most {caps.hard} seats"}
    if hard > caps.hard:
        raise NotAllowed((rules.reason("group_caps", facts),))
    if hard > rules.co_leader_above and co_leader is None:
        says = f"A group of more than {rules.co_leader_above} has a co-leader."
        raise NotAllowed((rules.reason("co_leader_above", facts | {"would_change": "a co-leader"}, says=says),))
    return soft, hard


def _fits(weekday: int, starts: time, ends: time, since: date, until: date, mode: str) -> None:
    if not 0 <= weekday <= 6:
        raise BadInput("weekday", "A weekday is 0 for Monday to 6 for Sunday.")
    if ends <= starts:
        raise BadInput("ends", "A group ends after it starts, on the same day.")
    if next(dates(weekday, since, until), None) is None:
        raise BadInput("until", "There is no such weekday between these days.")
    if mode not in MODES:
        raise BadInput("mode", f"A group meets in one of these ways: {', '.join(MODES)}.")


def _room_fits(program: Program, room: Room | None, hard: int) -> None:
    if room is None:
        return
    if room.site_id != program.site_id:
        raise BadInput("room", "The room is at another site than the program.")
    if hard > room.places:
        raise BadInput("room", f"The room has {room.places} places, the group {hard} seats.")


def _taken(group: Group, meeting: Meeting) -> list[Taking]:
    """Whom and what one meeting takes."""
    span = (meeting.starts, meeting.ends)
    found = [Taking(STAFF, one.pk, one.name, *span) for one in (group.leader, group.co_leader) if one is not None]
    if group.room is not None:
        found.append(Taking(ROOM, group.room.pk, f"The room {group.room.name}", *span))
    return found
