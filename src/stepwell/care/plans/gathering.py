"""What is known when a plan is judged: its problems as facts, the diagnoses it must answer, the hours of the level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from stepwell.care.plans.rules.holding import GoalFacts, ObjectiveFacts, PlanFacts, ProblemFacts
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.placement.models import Diagnosis
    from stepwell.registry.episodes.models import Episode

MEASURED = ("behaviour", "measure", "baseline", "target")
Hours = tuple[Decimal | None, Decimal | None]


def facts_of(
    problems: Sequence[Mapping[str, Any]],
    named: Sequence[Diagnosis | None],
    known: Sequence[Diagnosis],
    *,
    weekly_hours: Decimal,
    hours: Hours,
    acknowledged: str,
) -> PlanFacts:
    """The plan as the rule reads it. named: the diagnosis of each problem; known: those active on the day."""
    return PlanFacts(
        problems=tuple(_facts(problem, named[place], place) for place, problem in enumerate(problems)),
        diagnoses=tuple(one.code for one in known),
        weekly_hours=weekly_hours,
        least=hours[0],
        most=hours[1],
        acknowledged=acknowledged,
    )


def diagnoses_named(problems: Sequence[Mapping[str, Any]], known: Sequence[Diagnosis]) -> list[Diagnosis | None]:
    """The active diagnosis each problem means, by row or by code. Raises BadInput."""
    return [_diagnosis(problem.get("diagnosis"), known, place) for place, problem in enumerate(problems)]


def hours_of_level(access: Access, episode: Episode, on: date) -> Hours:
    """Least and most weekly hours that the program gives at the person's level."""
    rules = programs.rules_of(access, program=episode.program, on=on)
    step = episodes.level_on(access, episode=episode, on=on)
    level = rules.level(step.level) if step else None
    own = level.hours_per_week if level is not None and level.level != "2.1" else rules.hours_per_week
    least, most = (None if value is None else Decimal(value) for value in (own.min, own.max))
    return least, most


def _diagnosis(given: Diagnosis | str | None, known: Sequence[Diagnosis], place: int) -> Diagnosis | None:
    """The active diagnosis that is meant, by row or by code."""
    if given is None or given == "":
        return None
    for one in known:
        if given in (one, one.code):
            return one
    raise BadInput(f"problems[{place}].diagnosis", "This diagnosis is not active for this person on the day.")


def _facts(problem: Mapping[str, Any], diagnosis: Diagnosis | None, place: int) -> ProblemFacts:
    path = f"problems[{place}]"
    return ProblemFacts(
        path=path,
        status=problem.get("status", "active"),
        says=problem.get("says", ""),
        diagnosis=diagnosis.code if diagnosis else "",
        goals=tuple(
            GoalFacts(
                path=f"{path}.goals[{number}]",
                quoted=bool(str(goal.get("quote", "")).strip()),
                objectives=tuple(
                    _objective_facts(objective, f"{path}.goals[{number}].objectives[{count}]")
                    for count, objective in enumerate(goal.get("objectives", ()))
                ),
            )
            for number, goal in enumerate(problem.get("goals", ()))
        ),
    )


def _objective_facts(objective: Mapping[str, Any], path: str) -> ObjectiveFacts:
    missing = [field for field in MEASURED if not str(objective.get(field, "")).strip()]
    if objective.get("target_on") is None:
        missing.append("target_on")
    return ObjectiveFacts(path, len(objective.get("interventions", ())), tuple(missing))
