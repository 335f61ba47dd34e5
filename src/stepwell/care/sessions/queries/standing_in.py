"""What somebody who is away leaves: meetings and who could lead them, open work and who could do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.plans import queries as plans
from stepwell.care.plans.rules.credentials import may_lead
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.day_entries import DayEntry
from stepwell.care.sessions.leading import THERAPIST, kind_of
from stepwell.care.sessions.meeting_state import CANCELLED
from stepwell.care.sessions.queries.board import days
from stepwell.care.sessions.rules.counting import HOLISTIC
from stepwell.care.sessions.rules.standing_in import Named, StandInFacts, in_order, may_stand_in
from stepwell.care.sessions.telling import CHANGES
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import StaffAbsence
    from stepwell.foundation.jobs.models import Task
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program


@dataclass(frozen=True)
class ToCover:
    """A meeting or session of somebody who is away. as_leader: they lead it; else they co-lead it. offers: who could
    stand in, best first; empty: call it off or join it with another."""

    entry: DayEntry
    as_leader: bool
    offers: tuple[Named, ...]


@dataclass(frozen=True)
class ToHandOver:
    """An open task about somebody whose team the one who is away is on. peers: (staff_id, name) of the same role."""

    task: Task
    peers: tuple[tuple[int, str], ...]


@query(Permission.SCHEDULE_READ)
def to_cover(access: Access, *, absence: StaffAbsence) -> list[ToCover]:
    """Meetings in the absence that they lead or co-lead and that are not called off, with who could stand in.

    Who could: holds the credential in the site's state on the day, is free and not away, and leads no more that day
    than scheduling/changes allows. A stand-in is given with sessions.move or move_meeting, Change(leader=...).
    """
    every = {one.pk: one for one in programs.programs(access)}
    starts, ends = absence.during.lower, absence.during.upper
    on = _days(every, starts, ends)
    entries = [one for one in days(access, from_on=on[0], to_on=on[1]) if one.state != CANCELLED]
    theirs = [
        one
        for one in entries
        if absence.staff_id in (one.leader_id, one.co_leader_id) and one.starts < ends and starts < one.ends
    ]
    loads: dict[int, int] = {}
    return [
        ToCover(
            one,
            one.leader_id == absence.staff_id,
            _offers(access, one, every[one.program_id], entries, loads, set(absence.staff.roles)),
        )
        for one in theirs
    ]


@query(Permission.TASK_READ)
def to_hand_over(access: Access, *, absence: StaffAbsence, on: date) -> list[ToHandOver]:
    """Open tasks of the roles of somebody who is away, about the people on whose team they are, with their peers."""
    member = absence.staff
    roles = [str(role) for role in member.roles]
    subjects = plans.carried_by(access, staff=member, on=on)
    tasks = jobs.open_for(access, roles=roles, subject_ids=subjects) if subjects else []
    away = {one.staff_id for one in scheduling.absences(access, starts=absence.during.lower, ends=absence.during.upper)}
    here = [one for one in people.staff(access, on=on) if one.pk not in away]
    return [ToHandOver(task, tuple((one.pk, one.name) for one in here if task.for_role in one.roles)) for task in tasks]


def _days(every: dict[int, Program], starts: datetime, ends: datetime) -> tuple[date, date]:
    zones = {ZoneInfo(one.site.time_zone) for one in every.values()}
    return min(starts.astimezone(zone).date() for zone in zones), max(ends.astimezone(zone).date() for zone in zones)


def _offers(
    access: Access,
    entry: DayEntry,
    program: Program,
    entries: list[DayEntry],
    loads: dict[int, int],
    roles: set[str],
) -> tuple[Named, ...]:
    kind = kind_of(access, program=program, kind=entry.kind, on=entry.on)
    lead = THERAPIST if kind.kind == HOLISTIC else kind.lead
    policy, team = load(CHANGES, entry.on), load(plans.TEAM, entry.on)
    taken = {
        one.what_id for one in scheduling.taken_between(access, what="staff", starts=entry.starts, ends=entry.ends)
    }
    away = {one.staff_id for one in scheduling.absences(access, starts=entry.starts, ends=entry.ends)}
    found = []
    for one in people.staff(access, on=entry.on):
        held = _held(one, entry.on, program.site.state)
        facts = StandInFacts(
            # Where no credential is asked for, who does the same work in the house stands in.
            leads=may_lead(lead, held, team).answer and (bool(held) or bool(set(one.roles) & roles)),
            taken=one.pk in taken,
            away=one.pk in away,
            minutes_that_day=_minutes(one.pk, entry.on, entries),
            minutes=int((entry.ends - entry.starts).total_seconds() // 60),
        )
        if may_stand_in(facts, policy).answer:
            if one.pk not in loads:
                loads[one.pk] = plans.load_of(access, staff=one, on=entry.on)
            found.append(Named(one.pk, one.name, facts.minutes_that_day, loads[one.pk]))
    return in_order(found)


def _held(member: Staff, on: date, state: str) -> list[str]:
    valid = [one for one in member.credentials.all() if one.valid_from <= on <= one.valid_to and one.state == state]
    return [one.kind for one in valid]


def _minutes(staff_id: int, on: date, entries: list[DayEntry]) -> int:
    led = [one for one in entries if one.on == on and staff_id in (one.leader_id, one.co_leader_id)]
    return int(sum((one.ends - one.starts).total_seconds() for one in led) // 60)
