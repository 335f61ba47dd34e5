"""The treatment hours of one person's week, attended and planned, against plan, floor and ceiling."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, cast, get_args

from stepwell.care.plans import queries as plans
from stepwell.care.sessions.models import Participation
from stepwell.care.sessions.queries.attended import minutes_between
from stepwell.care.sessions.rules.hours import treatment_hours
from stepwell.care.sessions.rules.hours_facts import Hours, HoursFacts, Level
from stepwell.care.sessions.timing import HOURS, coming, present_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

WEEK = timedelta(days=7)
ADULT = 18
#: Of a week outside the stay, or of a level that has no hours of its own.
USUAL: Level = "2.1"


@query(Permission.EPISODE_READ)
def hours_of_week(access: Access, *, episode: Episode, monday: date, on: date) -> Ruling[Hours]:
    """The week's treatment hours and how they stand, by the rule of the policy scheduling/treatment-hours.

    monday: any day of the week. on: the day of asking; seats before it bring nothing more. The level is that of the
    week's last day in the stay, what the plan asks comes from the plan in force, else from the level span.
    """
    monday -= timedelta(days=monday.weekday())
    sunday = monday + WEEK - timedelta(days=1)
    last_day = max(min(sunday, episode.ended_on or sunday), episode.admitted_on)
    step = episodes.level_on(access, episode=episode, on=last_day)
    plan = plans.plan_in_force(access, episode=episode, on=last_day)
    # A review that thins out or changes the level speaks after the plan it found.
    newer = step is not None and (plan is None or step.since > plan.starts_on)
    asked = step.weekly_hours if step is not None and newer else plan.weekly_hours if plan is not None else None
    whole_week_before = episode.admitted_on <= monday - WEEK
    facts = HoursFacts(
        week_of=monday,
        today=on,
        attended=tuple(present_of(access, episode, _attended(episode, monday, sunday), last_day)),
        planned=tuple(coming(access, episode, max(on, monday), sunday)),
        plan_minutes=None if asked is None else int(asked * 60),
        last_week_minutes=_minutes_before(access, episode, monday) if whole_week_before else None,
        adolescent=_is_adolescent(access, episode, monday),
        level=_level(step.level if step is not None else USUAL),
    )
    return treatment_hours(facts, load(HOURS, monday))


def _attended(episode: Episode, monday: date, sunday: date) -> list[Participation]:
    rows = Participation.objects.select_related("session").filter(
        episode=episode, outcome="attended", session__on__range=(monday, sunday), session__cancelled_at=None
    )
    return list(rows.prefetch_related("presences", "session__breaks").order_by("session__starts_at", "id"))


def _minutes_before(access: Access, episode: Episode, monday: date) -> int:
    return minutes_between(access, episode=episode, from_on=monday - WEEK, to_on=monday - timedelta(days=1))


def _level(level: str) -> Level:
    return cast(Level, level) if level in get_args(Level) else USUAL


def _is_adolescent(access: Access, episode: Episode, on: date) -> bool:
    born = people.person(access, subject=episode.subject).birth_date
    return born is not None and on.year - born.year - ((on.month, on.day) < (born.month, born.day)) < ADULT
