"""Where somebody stands now, in parts that are asked for by themselves: the week, care, authorizations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from stepwell.care.measures import queries as measures
from stepwell.care.medications import queries as medications
from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import queries as sessions
from stepwell.doors.drawing.sparks import Sparkline
from stepwell.doors.staff.assessment.questionnaire import questionnaire
from stepwell.doors.staff.assessment.saying import Flag, flags_of, score_of
from stepwell.doors.staff.chart.authorized import Authorized, authorized
from stepwell.doors.staff.people.head import clinic_zone
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.measures.models import Measure
    from stepwell.care.medications.models import Medication
    from stepwell.care.placement.models import Diagnosis
    from stepwell.care.plans.models import Objective, Plan
    from stepwell.care.scheduling.queries import PlannedMeeting
    from stepwell.care.sessions.rules.hours_facts import Hours
    from stepwell.foundation.gate.models import Subject
    from stepwell.foundation.kernel.ruling import Ruling
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Person

#: Seats are shown so far ahead.
AHEAD: Final = timedelta(days=14)


@dataclass(frozen=True)
class Whose:
    """The person a part is about."""

    person: Person
    subject: Subject
    episode: Episode | None
    zone: ZoneInfo
    today: date


@dataclass(frozen=True)
class Week:
    """hours: None without a running stay. asked: minutes the plan asks for. seats: the next ones."""

    whose: Whose
    hours: Ruling[Hours] | None
    asked: int
    seats: tuple[PlannedMeeting, ...]


@dataclass(frozen=True)
class Goal:
    """A goal in the person's words, and the steps toward it."""

    quote: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True)
class Latest:
    """The last giving of an instrument and the way there."""

    measure: Measure
    short: str
    score: str
    flags: tuple[Flag, ...]
    spark: Sparkline | None


@dataclass(frozen=True)
class Care:
    """What the role may not read is None."""

    whose: Whose
    plan: Plan | None
    goals: tuple[Goal, ...]
    team: tuple[tuple[str, str], ...]
    measures: tuple[Latest, ...] | None
    medications: tuple[Medication, ...] | None
    diagnoses: tuple[Diagnosis, ...] | None


@dataclass(frozen=True)
class Authorizations:
    """Every authorization of the person."""

    whose: Whose
    rows: tuple[Authorized, ...]


@query(Permission.EPISODE_READ)
def week(access: Access, *, person_id: int, now: datetime) -> Week:
    """The hours of the week and the next seats. Raises NotFound."""
    whose = _whose(access, person_id, now)
    stay = whose.episode
    if stay is None or stay.ended_on:
        return Week(whose, None, 0, ())
    hours = sessions.hours_of_week(access, episode=stay, monday=whose.today, on=whose.today)
    seats: tuple[PlannedMeeting, ...] = ()
    if allowed(access.roles, Permission.SCHEDULE_READ):
        found = scheduling.planned_meetings(access, episode=stay, from_on=whose.today, to_on=whose.today + AHEAD)
        seats = tuple(one for one in found if one.ends > now)[:5]
    return Week(whose, hours, max(hours.answer.floor_minutes, hours.answer.plan_minutes or 0), seats)


@query(Permission.EPISODE_READ)
def care(access: Access, *, person_id: int, now: datetime) -> Care:
    """Plan, team, measures, medications, diagnoses. Raises NotFound."""
    whose = _whose(access, person_id, now)
    stay, today = whose.episode, whose.today
    plan = plans.plan_in_force(access, episode=stay, on=today) if stay else None
    goals = plans.objectives(access, plan=plan) if plan else []
    team = plans.team_of(access, episode=stay, on=today) if stay else []
    reads = allowed(access.roles, Permission.NOTE_READ)
    return Care(
        whose=whose,
        plan=plan,
        goals=tuple(
            Goal(rows[0].goal.quote, tuple(rows))
            for rows in (list(of) for _, of in groupby(goals, key=lambda one: one.goal_id))
        ),
        team=tuple(
            (one.staff.name if one.staff else one.outside.name if one.outside else "", one.role) for one in team
        ),
        measures=_latest(measures.all_given(access, subject=whose.subject), whose) if reads else None,
        medications=tuple(medications.taken_on(access, subject=whose.subject, on=today)) if reads else None,
        diagnoses=tuple(placement.diagnoses_of(access, subject=whose.subject, on=today)) if reads else None,
    )


@query(Permission.AUTHORIZATION_READ)
def authorizations(access: Access, *, person_id: int, now: datetime) -> Authorizations:
    """Authorizations with their pictures. Raises NotFound."""
    whose = _whose(access, person_id, now)
    return Authorizations(whose, authorized(access, whose.subject, whose.today))


PARTS: Final[Mapping[str, Callable[..., Any]]] = {"week": week, "care": care, "authorizations": authorizations}


def _whose(access: Access, person_id: int, now: datetime) -> Whose:
    person = people.person_by_id(access, person_id=person_id)
    stays = episodes.episodes_of(access, subject=person.subject)
    stay = stays[0] if stays else None
    zone = ZoneInfo(stay.program.site.time_zone) if stay else clinic_zone(access)
    return Whose(person, person.subject, stay, zone, now.astimezone(zone).date())


def _latest(rows: list[Measure], whose: Whose) -> tuple[Latest, ...]:
    found = []
    for name, of in groupby(sorted(rows, key=lambda row: row.instrument), key=lambda row: row.instrument):
        given = list(of)
        asked = questionnaire(name, whose.today)
        points = tuple(
            (f"{row.at.astimezone(whose.zone):%b} {row.at.astimezone(whose.zone).day}", float(row.score))
            for row in given
            if row.score is not None
        )
        spark = Sparkline(f"{asked.short} over time", points, "points") if len(points) > 1 else None
        found.append(Latest(given[-1], asked.short, score_of(given[-1]), flags_of(given[-1]), spark))
    return tuple(sorted(found, key=lambda one: one.measure.at, reverse=True))
