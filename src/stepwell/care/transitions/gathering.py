"""What is known of a stay when it is reviewed. Called inside an open gate."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from stepwell.care.measures import queries as measures
from stepwell.care.placement import queries as placement
from stepwell.care.plans import queries as plans
from stepwell.care.sessions import queries as sessions
from stepwell.care.transitions.rules.stay_facts import Risk, StayFacts
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput
from stepwell.registry.episodes.queries import Step
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.care.placement.models import Assessment
    from stepwell.registry.episodes.models import Episode

#: As far back as any criterion looks (transitions/stay-review asks for four weeks).
WEEKS = 4
#: Objectives that count neither way: the plan gave them up or wrote them anew.
_SET_ASIDE = ("revised", "discontinued")
#: Weeks that reached their hours, as the hours rule says it.
_KEPT = ("met", "over")
ADULT = 18


def stay_facts(access: Access, *, episode: Episode, step: Step, on: date, given: dict[str, Any]) -> StayFacts:
    """Facts of the review: gathered from the record, each replaced where `given` says it. Raises BadInput.

    Level, needs and danger come from the record alone unless they are given; what only people know (a plan for a
    lapse, an appointment booked) is False until somebody says it.
    """
    known = {field.name for field in fields(StayFacts)}
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadInput(f"facts.{unknown[0]}", f"A review knows these facts: {', '.join(sorted(known))}.")
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    gathered = {
        "level": step.level,
        "days_per_week": step.days_per_week,
        **_weeks(access, episode, on),
        **_objectives(access, episode, on),
        **_ratings(access, episode, step, on),
        **_measures(access, episode, step),
    }
    return StayFacts(**{**gathered, **given})


def _weeks(access: Access, episode: Episode, on: date) -> dict[str, Any]:
    """Attendance and hours of the whole weeks before the day, the newest last, without weeks nobody was expected."""
    this_monday = on - timedelta(days=on.weekday())
    first, last = this_monday - timedelta(weeks=WEEKS), this_monday - timedelta(days=1)
    became = sessions.outcomes_by_day(access, episode=episode, from_on=first, to_on=last)
    attendance, mondays = [], []
    for monday in (first + timedelta(weeks=week) for week in range(WEEKS)):
        sunday = monday + timedelta(days=6)
        counted = [one for day, one in became if monday <= day <= sunday and one in ("attended", "no_show")]
        if sunday < episode.admitted_on or not counted:
            continue
        attendance.append(100 * counted.count("attended") // len(counted))
        mondays.append(monday)
    hours = sessions.hours_of_weeks(access, episode=episode, mondays=mondays, on=on)
    kept = [week.answer.status in _KEPT for week in hours]
    return {"attendance_percent": tuple(attendance), "hours_kept": tuple(kept)}


def _objectives(access: Access, episode: Episode, on: date) -> dict[str, Any]:
    """How far the objectives of the plan in force are, and whether the plan was written anew."""
    plan = plans.plan_in_force(access, episode=episode, on=on)
    every = plans.objectives(access, plan=plan) if plan is not None else []
    rows = [row for row in every if row.status not in _SET_ASIDE]
    met = [row.status == "met" for row in rows]
    return {
        "objectives_met_percent": sum(row.percent_met for row in rows) // len(rows) if rows else 0,
        "goals_met": bool(met) and all(met),
        "progressing": any(met) or any(row.status == "progressing" for row in rows),
        "plan_revised": plan is not None and plan.version > 1,
    }


def _ratings(access: Access, episode: Episode, step: Step, on: date) -> dict[str, Any]:
    """What the needs ask, where they were rated again since the running level began."""
    rated = [
        one
        for one in placement.assessments_of(access, subject=episode.subject)
        if one.ratings and step.since < one.started_on <= on
    ]
    if not rated:
        return {"required_level": None}
    latest = rated[0]
    return {
        "required_level": _required(access, latest, on),
        "rating_4a": latest.ratings.get("4A"),
        "unsafe_environment": latest.ratings.get("5B", "0") != "0",
    }


def _required(access: Access, assessment: Assessment, on: date) -> str | None:
    """The level the ratings come to; None where they are incomplete or the person's age is not known as adult."""
    born = people.person(access, subject=assessment.subject).birth_date
    if born is None:
        return None
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < ADULT:
        return None
    return placement.recommend(access, assessment=assessment, age=age, on=on).answer.level


def _measures(access: Access, episode: Episode, step: Step) -> dict[str, Any]:
    """Worsenings and the latest screen for suicide: a risk counts as not contained until somebody says it is."""
    worse = measures.worsenings_in_a_row(access, subject=episode.subject, since=episode.admitted_on)
    given = measures.all_given(access, subject=episode.subject)
    since = [one for one in given if one.instrument == "c-ssrs" and one.at.date() >= step.since]
    risk = cast(Risk, since[-1].band) if since and since[-1].band else "none"
    return {
        "worsenings": worse,
        "measures_stable": worse == 0,
        "suicide_risk": risk,
        "risk_contained": risk in ("none", "low"),
    }
