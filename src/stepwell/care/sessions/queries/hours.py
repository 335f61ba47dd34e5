"""The treatment hours of one person's week, attended and planned, against plan, floor and ceiling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast, get_args

from stepwell.care.plans import queries as plans
from stepwell.care.plans.clock import zone_of
from stepwell.care.sessions.models import Participation
from stepwell.care.sessions.rules.counting import HOLISTIC
from stepwell.care.sessions.rules.hours import counted, treatment_hours
from stepwell.care.sessions.rules.hours_facts import Hours, HoursFacts, Level, Present
from stepwell.care.sessions.rules.intervals import minutes
from stepwell.care.sessions.timing import HOURS, coming, present_in
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.plans.models import Plan
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.episodes.queries import Step

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
ADULT = 18
#: Of a week outside the stay, or of a level that has no hours of its own.
USUAL: Level = "2.1"


@query(Permission.EPISODE_READ)
def hours_of_week(access: Access, *, episode: Episode, monday: date, on: date) -> Ruling[Hours]:
    """The week's treatment hours and how they stand, by the rule of the policy scheduling/treatment-hours.

    monday: any day of the week. on: the day of asking; seats before it bring nothing more. The level is that of the
    week's last day in the stay, what the plan asks comes from the plan in force, else from the level span.
    """
    return hours_of_weeks(access, episode=episode, mondays=[monday], on=on)[0]


@query(Permission.EPISODE_READ)
def hours_of_weeks(access: Access, *, episode: Episode, mondays: Sequence[date], on: date) -> list[Ruling[Hours]]:
    """The same of several weeks, in their order; as many reads as one week takes, but for weeks still to come."""
    mondays = [monday - timedelta(days=monday.weekday()) for monday in mondays]
    if not mondays:
        return []
    ends = {monday: _last_day(episode, monday) for monday in mondays}
    # The week before counts by the plan of its own Sunday.
    sundays = [monday - DAY for monday in mondays if _whole_week_before(episode, monday)]
    known = plans.plans_in_force(access, episode=episode, days=[*ends.values(), *sundays])
    rows = _attended(episode, min(mondays) - WEEK, max(mondays) + WEEK - DAY)
    holistic = _holistic(access, rows, known)
    zone, born = zone_of(access, episode.program), _born(access, episode)
    way = episodes.way_of(access, episode=episode)
    found = []
    for monday, last_day in ends.items():
        plan, step = known[last_day], way.step_on(last_day)

        def present(from_on: date, by: date) -> tuple[Present, ...]:
            of_week = [row for row in rows if from_on <= row.session.on < from_on + WEEK]
            there = known[by]
            return tuple(present_in(of_week, zone, on_plan=there is not None and there.pk in holistic))

        facts = HoursFacts(
            week_of=monday,
            today=on,
            attended=present(monday, last_day),
            planned=_coming(access, episode, max(on, monday), monday + WEEK - DAY),
            plan_minutes=_asked(plan, step),
            last_week_minutes=_minutes(present(monday - WEEK, monday - DAY), monday - DAY)
            if _whole_week_before(episode, monday)
            else None,
            adolescent=_is_adolescent(born, monday),
            level=_level(step.level if step is not None else USUAL),
        )
        found.append(treatment_hours(facts, load(HOURS, monday)))
    return found


def _last_day(episode: Episode, monday: date) -> date:
    sunday = monday + WEEK - DAY
    return max(min(sunday, episode.ended_on or sunday), episode.admitted_on)


def _whole_week_before(episode: Episode, monday: date) -> bool:
    return episode.admitted_on <= monday - WEEK


def _asked(plan: Plan | None, step: Step | None) -> int | None:
    """Minutes a week. A review that thins out or changes the level speaks after the plan it found."""
    newer = step is not None and (plan is None or step.since > plan.starts_on)
    asked = step.weekly_hours if step is not None and newer else plan.weekly_hours if plan is not None else None
    return None if asked is None else int(asked * 60)


def _attended(episode: Episode, from_on: date, to_on: date) -> list[Participation]:
    rows = Participation.objects.select_related("session").filter(
        episode=episode, outcome="attended", session__on__range=(from_on, to_on), session__cancelled_at=None
    )
    return list(rows.prefetch_related("presences", "session__breaks").order_by("session__starts_at", "id"))


def _holistic(access: Access, rows: list[Participation], known: Mapping[date, Plan | None]) -> set[int]:
    """Numbers of the plans that have holistic sessions on them; read only where one was attended."""
    if not any(row.session.kind == HOLISTIC for row in rows):
        return set()
    return plans.planning(access, plans=[plan for plan in known.values() if plan is not None], kind=HOLISTIC)


def _coming(access: Access, episode: Episode, from_on: date, to_on: date) -> tuple[Present, ...]:
    return tuple(coming(access, episode, from_on, to_on)) if from_on <= to_on else ()


def _minutes(present: tuple[Present, ...], on: date) -> int:
    return minutes(counted(present, load(HOURS, on)))


def _level(level: str) -> Level:
    return cast(Level, level) if level in get_args(Level) else USUAL


def _born(access: Access, episode: Episode) -> date | None:
    return people.person_of(access, subject_id=episode.subject_id).birth_date


def _is_adolescent(born: date | None, on: date) -> bool:
    return born is not None and on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < ADULT
