"""The closed vocabulary of criteria that a policy may ask of a stay; each answers yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stepwell.care.transitions.rules.stay_facts import StayFacts

Asked = Mapping[str, Any]


def attendance(facts: StayFacts, asked: Asked) -> bool:
    """Every one of the last `weeks` weeks had at least `percent` of its sessions attended."""
    weeks = facts.attendance_percent[-asked["weeks"] :]
    return len(weeks) == asked["weeks"] and all(percent >= asked["percent"] for percent in weeks)


def hours(facts: StayFacts, asked: Asked) -> bool:
    """Every one of the last `weeks` weeks reached its treatment hours."""
    weeks = facts.hours_kept[-asked["weeks"] :]
    return len(weeks) == asked["weeks"] and all(weeks)


def no_risky_use(facts: StayFacts, asked: Asked) -> bool:
    """No risky use known for `days` days, or for `days_with_a_plan` days when a plan meets it."""
    since = facts.days_since_risky_use
    if since is None or since >= asked["days"]:
        return True
    return facts.planned_management and bool(since >= asked["days_with_a_plan"])


def objectives(facts: StayFacts, asked: Asked) -> bool:
    """At least `percent` of the plan's objectives are met."""
    return bool(facts.objectives_met_percent >= asked["percent"])


def risk_of_use_low(facts: StayFacts, asked: Asked) -> bool:
    """The likelihood of risky use has been re-rated, and is one of `ratings`."""
    return facts.rating_4a in asked["ratings"]


def measures_stable(facts: StayFacts, asked: Asked) -> bool:
    """No measure got reliably worse."""
    return facts.measures_stable and facts.worsenings == 0


def relapse_plan(facts: StayFacts, asked: Asked) -> bool:
    """There is a plan for a lapse."""
    return facts.relapse_plan


def aftercare_booked(facts: StayFacts, asked: Asked) -> bool:
    """The first appointment after this level is booked."""
    return facts.aftercare_booked


def progressing(facts: StayFacts, asked: Asked) -> bool:
    """The person progresses and their goals are not met yet."""
    return facts.progressing and not facts.goals_met


def plan_revised(facts: StayFacts, asked: Asked) -> bool:
    """Not progressing yet, but the plan has been revised and the person can take part in it."""
    return facts.plan_revised


def new_problem_treatable(facts: StayFacts, asked: Asked) -> bool:
    """A new problem has come up that can be treated here."""
    return facts.new_problem_treatable


CRITERIA: Mapping[str, Callable[[StayFacts, Asked], bool]] = {
    criterion.__name__: criterion
    for criterion in (
        attendance,
        hours,
        no_risky_use,
        objectives,
        risk_of_use_low,
        measures_stable,
        relapse_plan,
        aftercare_booked,
        progressing,
        plan_revised,
        new_problem_treatable,
    )
}


def held(facts: StayFacts, asked: Mapping[str, Asked | None]) -> dict[str, bool]:
    """Each criterion asked for, by name, with whether it holds. Raises KeyError for a name nobody knows."""
    return {name: CRITERIA[name](facts, values or {}) for name, values in asked.items()}
