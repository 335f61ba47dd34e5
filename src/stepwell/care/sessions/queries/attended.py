"""What was attended: for claims by session, for reviews by outcome, for summaries in minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.plans import queries as plans
from stepwell.care.plans.clock import zone_of
from stepwell.care.sessions.models import OwnPart, Participation, Session, SharedPart
from stepwell.care.sessions.rules.counting import HOLISTIC, shared_time
from stepwell.care.sessions.rules.hours import counted
from stepwell.care.sessions.rules.intervals import Stretch, minutes, stretch, union, without
from stepwell.care.sessions.timing import HOURS, breaks_in, present_in, present_of, there
from stepwell.care.sessions.writing import newest
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.programs.models import Program


@dataclass(frozen=True)
class AttendedService:
    """A session somebody attended, as claims need it. minutes: there, without breaks; break_minutes: each break they
    were there around; counts: its minutes are treatment hours of this person; note_signed: shared and own part are.
    objective_id: of the newest version of the note."""

    participation_id: int
    session_id: int
    kind: str
    code: str
    minutes: int
    break_minutes: list[int]
    counts: bool
    note_signed: bool
    mode: str
    leader_id: int
    objective_id: int | None


@dataclass(frozen=True)
class AttendedDay:
    """A day somebody attended, on the site's clock: from when they first came until they last left."""

    on: date
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Became:
    """What became of one person at one session: expected, attended, no_show or excused."""

    episode_id: int
    subject_id: int
    on: date
    outcome: str


@query(Permission.EPISODE_READ)
def attended_services(access: Access, *, episode: Episode, on: date) -> list[AttendedService]:
    """Sessions the person attended on the day, with minutes, in order."""
    return attended_services_by_day(access, episode=episode, from_on=on, to_on=on).get(on, [])


@query(Permission.EPISODE_READ)
def attended_services_by_day(
    access: Access, *, episode: Episode, from_on: date, to_on: date
) -> dict[date, list[AttendedService]]:
    """The same for each day from a day to a day, both included, on which anything was attended, in five reads."""
    rows = list(_attended(episode, from_on, to_on, "session"))
    shared = set(
        SharedPart.objects.filter(session__in=[row.session_id for row in rows]).values_list("session_id", flat=True)
    )
    own = {part.participation_id: part for part in newest(OwnPart.objects.filter(participation__in=rows))}
    found: dict[date, list[AttendedService]] = {}
    for row in rows:
        if present := there(row):
            service = _service(access, episode, row, present, own.get(row.pk), row.session_id in shared)
            found.setdefault(row.session.on, []).append(service)
    return found


@query(Permission.EPISODE_READ)
def days_attended(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[AttendedDay]:
    """The days the person attended anything, from a day to a day, both included, in order."""
    zone = zone_of(access, episode.program)
    found: dict[date, list[Stretch]] = {}
    for row in _attended(episode, from_on, to_on):
        found.setdefault(row.session.on, []).extend(there(row))
    return [
        AttendedDay(on, min(one[0] for one in parts).astimezone(zone), max(one[1] for one in parts).astimezone(zone))
        for on, parts in sorted(found.items())
        if parts
    ]


@query(Permission.EPISODE_READ)
def dates_attended(access: Access, *, episode: Episode) -> list[date]:
    """The dates of the stay on which the person attended anything, in order: the dots of the stair."""
    rows = Participation.objects.filter(episode=episode, outcome="attended", session__cancelled_at=None)
    return list(rows.order_by("session__on").values_list("session__on", flat=True).distinct())


@query(Permission.EPISODE_READ)
def dates_attended_by(access: Access, *, episode_ids: Sequence[int]) -> dict[int, list[date]]:
    """The same for several stays, by the number of the stay, in one read."""
    rows = Participation.objects.filter(
        episode__in=episode_ids, outcome="attended", session__cancelled_at=None
    ).order_by("session__on")
    found: dict[int, list[date]] = {}
    for stay, on in rows.values_list("episode_id", "session__on").distinct():
        found.setdefault(stay, []).append(on)
    return found


@query(Permission.EPISODE_READ)
def outcomes_between(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[str]:
    """What became of the person at each session from a day to a day, both included, in order."""
    return [became for _, became in outcomes_by_day(access, episode=episode, from_on=from_on, to_on=to_on)]


@query(Permission.EPISODE_READ)
def outcomes_by_day(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[tuple[date, str]]:
    """The same, each with its day: for several weeks in one read."""
    rows = Participation.objects.filter(
        episode=episode, session__on__range=(from_on, to_on), session__cancelled_at=None
    )
    return list(rows.order_by("session__starts_at", "id").values_list("session__on", "outcome"))


@query(Permission.REPORT_READ)
def outcomes_of(access: Access, *, program: Program, from_on: date, to_on: date) -> list[Became]:
    """What became of everyone in a program at each session from a day to a day, in one read."""
    rows = Participation.objects.filter(
        episode__program=program, session__on__range=(from_on, to_on), session__cancelled_at=None
    )
    found = rows.order_by("session__on", "id").values_list("episode_id", "subject_id", "session__on", "outcome")
    return [Became(*row) for row in found]


@query(Permission.EPISODE_READ)
def minutes_between(access: Access, *, episode: Episode, from_on: date, to_on: date) -> int:
    """Treatment minutes attended from a day to a day, both included; no minute twice."""
    rows = list(_attended(episode, from_on, to_on))
    return minutes(counted(present_of(access, episode, rows, to_on), load(HOURS, to_on)))


@query(Permission.REPORT_READ)
def minutes_of(access: Access, *, program: Program, from_on: date, to_on: date) -> dict[int, int]:
    """Treatment minutes of everyone in a program from a day to a day, by the number of the stay, in a few reads."""
    rows = Participation.objects.select_related("session").filter(
        episode__program=program,
        outcome="attended",
        session__on__range=(from_on, to_on),
        session__cancelled_at=None,
    )
    by_stay: dict[int, list[Participation]] = {}
    for row in rows.prefetch_related("presences", "session__breaks").order_by("session__starts_at", "id"):
        by_stay.setdefault(row.episode_id, []).append(row)
    zone, policy = zone_of(access, program), load(HOURS, to_on)
    holistic = plans.stays_planning(access, episode_ids=list(by_stay), kind=HOLISTIC)
    return {
        stay: minutes(counted(present_in(of_stay, zone, on_plan=stay in holistic), policy))
        for stay, of_stay in by_stay.items()
    }


def _attended(
    episode: Episode, from_on: date, to_on: date, along: str = "session__program__site"
) -> Iterable[Participation]:
    rows = Participation.objects.select_related(along).filter(
        episode=episode, outcome="attended", session__on__range=(from_on, to_on), session__cancelled_at=None
    )
    return rows.prefetch_related("presences", "session__breaks").order_by("session__starts_at", "id")


def _service(
    access: Access, episode: Episode, row: Participation, present: list[Stretch], own: OwnPart | None, shared: bool
) -> AttendedService:
    session: Session = row.session
    breaks = union(part for one in present for part in shared_time(one, breaks_in(session)))
    counts = session.counts
    if session.kind == HOLISTIC and counts:
        counts = plans.plans_session_kind(access, episode=episode, kind=HOLISTIC, on=session.on)
    return AttendedService(
        participation_id=row.pk,
        session_id=session.pk,
        kind=session.kind,
        code=session.code,
        minutes=minutes(without(present, breaks)),
        break_minutes=[minutes([stretch(*one)]) for one in breaks],
        counts=counts,
        note_signed=shared and own is not None,
        mode=session.mode,
        leader_id=session.leader_id,
        objective_id=own.objective_id if own else None,
    )
