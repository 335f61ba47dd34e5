"""Counting over everybody, for reports: who came, hours by week, what waits for a signature. Names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Min, OuterRef

from stepwell.care.plans import queries as plans
from stepwell.care.sessions.models import OwnPart, Participation, Session, SharedPart
from stepwell.care.sessions.rules.counting import HOLISTIC
from stepwell.care.sessions.rules.hours import counted
from stepwell.care.sessions.rules.intervals import minutes
from stepwell.care.sessions.timing import HOURS, present_in
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.loading import load


@dataclass(frozen=True)
class DayCame:
    """How often people came, stayed away or were excused on a day in a program: outcome -> how often."""

    on: date
    program_id: int
    outcomes: dict[str, int]


@dataclass(frozen=True)
class Waiting:
    """Parts of notes that wait for somebody's signature. oldest: when the session of the oldest began."""

    own_parts: int
    shared_parts: int
    oldest: datetime | None


@query(Permission.REPORT_READ)
def came_by_day(access: Access, *, program_ids: Sequence[int], from_on: date, to_on: date) -> list[DayCame]:
    """What became of people at sessions that were held, day by day and program by program, in order; one read."""
    rows = Participation.objects.filter(
        episode__program__in=program_ids, session__on__range=(from_on, to_on), session__cancelled_at=None
    )
    found: dict[tuple[date, int], dict[str, int]] = {}
    for row in rows.values("session__on", "episode__program", "outcome").annotate(count=Count("id")):
        day = found.setdefault((row["session__on"], row["episode__program"]), {})
        day[row["outcome"]] = row["count"]
    return [DayCame(on, program_id, outcomes) for (on, program_id), outcomes in sorted(found.items())]


@query(Permission.REPORT_READ)
def minutes_by_week(
    access: Access, *, program_ids: Sequence[int], from_on: date, to_on: date
) -> dict[tuple[int, date], int]:
    """Treatment minutes of each stay in each week, by the stay's number and the Monday; no minute twice. Four reads.

    A week without a minute is not there. The treatment hours' policy is that of `to_on`.
    """
    rows = Participation.objects.select_related("session", "episode__program__site").filter(
        episode__program__in=program_ids,
        outcome="attended",
        session__on__range=(from_on, to_on),
        session__cancelled_at=None,
    )
    weeks: dict[tuple[int, date], list[Participation]] = {}
    for row in rows.prefetch_related("presences", "session__breaks").order_by("session__starts_at", "id"):
        monday = row.session.on - timedelta(days=row.session.on.weekday())
        weeks.setdefault((row.episode_id, monday), []).append(row)
    some = sorted({row.episode_id for week in weeks.values() for row in week if row.session.kind == HOLISTIC})
    holistic = plans.stays_planning(access, episode_ids=some, kind=HOLISTIC) if some else set()
    policy = load(HOURS, to_on)
    return {
        (stay, monday): minutes(
            counted(
                present_in(week, ZoneInfo(week[0].episode.program.site.time_zone), on_plan=stay in holistic), policy
            )
        )
        for (stay, monday), week in weeks.items()
    }


@query(Permission.REPORT_READ)
def waiting_by_leader(access: Access, *, at: datetime) -> dict[int, Waiting]:
    """What waits for a signature at a moment, by the number of who led the session; two reads.

    A part waits once somebody attended and the session has begun.
    """
    attended = Participation.objects.filter(outcome="attended")
    own = attended.filter(session__cancelled_at=None, session__starts_at__lte=at)
    own = own.exclude(Exists(OwnPart.objects.filter(participation=OuterRef("pk"))))
    shared = Session.objects.filter(Exists(attended.filter(session=OuterRef("pk"))), cancelled_at=None)
    shared = shared.filter(starts_at__lte=at).exclude(Exists(SharedPart.objects.filter(session=OuterRef("pk"))))
    of_own = {
        row["session__leader"]: (row["count"], row["oldest"])
        for row in own.values("session__leader").annotate(count=Count("id"), oldest=Min("session__starts_at"))
    }
    of_shared = {
        row["leader"]: (row["count"], row["oldest"])
        for row in shared.values("leader").annotate(count=Count("id"), oldest=Min("starts_at"))
    }
    return {leader: _waiting(of_own.get(leader), of_shared.get(leader)) for leader in {*of_own, *of_shared}}


def _waiting(own: tuple[int, datetime] | None, shared: tuple[int, datetime] | None) -> Waiting:
    oldest = min(found[1] for found in (own, shared) if found)
    return Waiting(own[0] if own else 0, shared[0] if shared else 0, oldest)
