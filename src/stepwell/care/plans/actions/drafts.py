"""Writing a version of the plan: problems, goals, objectives, interventions, path, hours and dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from stepwell.care.placement import queries as placement
from stepwell.care.plans.clock import morning_of, zone_of
from stepwell.care.plans.models import Goal, Intervention, Objective, Plan, Problem
from stepwell.care.plans.queries import PLAN
from stepwell.care.plans.rules.canonical import canonical
from stepwell.care.plans.rules.holding import (
    GoalFacts,
    ObjectiveFacts,
    PlanFacts,
    ProblemFacts,
    hangs_together,
)
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.placement.models import Diagnosis
    from stepwell.registry.episodes.models import Episode

_MEASURED = ("behaviour", "measure", "baseline", "target")


@action(Permission.PLAN_WRITE)
def draft_plan(
    access: Access,
    *,
    episode: Episode,
    on: date,
    level_path: Sequence[Any],
    weekly_hours: Decimal,
    days_per_week: int,
    est_end_on: date,
    problems: Sequence[Mapping[str, Any]],
    review_due_on: date | None = None,
    medication_needs: str = "",
    strengths: str = "",
    barriers: str = "",
    discharge_criteria: str = "",
    drug_test_schedule: str = "",
    family: str = "",
    language_culture: str = "",
    acknowledged: str = "",
) -> Plan:
    """Write the next version of the plan; it is in force once the person and a licensed clinician have signed.

    level_path: the way through levels, entries JSON can hold. weekly_hours: treatment hours. problems: each {dimension,
    diagnosis (a Diagnosis, its code or None), says, evidence, status ("active", "deferred", "referred"), goals}; a goal
    {quote, outcome, for_discharge, objectives}; an objective {behaviour, measure, baseline, target, target_on,
    interventions}; an intervention {modality, session_kind, per_week, minutes, weeks, responsible (a Staff)}.
    review_due_on: default by the program's review rule.
    acknowledged: why the hours leave what the program gives at this level; kept in the plan's barriers.
    Raises NotAllowed where the thread is torn or the hours are not explained, BadInput. Source: the policy plans/plan.
    """
    if est_end_on < on or days_per_week < 1 or days_per_week > 7:
        raise BadInput("est_end_on", "The plan ends after it starts, with one to seven days a week.")
    known = placement.diagnoses_of(access, subject=episode.subject, on=on)
    named = [_diagnosis(problem.get("diagnosis"), known, place) for place, problem in enumerate(problems)]
    rules = programs.rules_of(access, program=episode.program, on=on)
    least, most = _hours_of_level(access, episode, on)
    facts = PlanFacts(
        problems=tuple(_facts(problem, named[place], place) for place, problem in enumerate(problems)),
        diagnoses=tuple(one.code for one in known),
        weekly_hours=Decimal(weekly_hours),
        least=least,
        most=most,
        acknowledged=acknowledged,
    )
    ruling = hangs_together(facts, load(PLAN, on))
    if not ruling.answer.holds:
        raise NotAllowed(ruling.reasons)
    if ruling.answer.outside_hours:
        because = f"{weekly_hours} hours a week, outside what the program gives at this level: {acknowledged}"
        barriers = "\n\n".join(text for text in (barriers, because) if text)
    plan = _write(
        episode,
        starts_on=on,
        est_end_on=est_end_on,
        review_due_on=review_due_on or on + timedelta(days=rules.review_every_days),
        level_path=json.loads(canonical({"path": list(level_path)}))["path"],
        weekly_hours=weekly_hours,
        days_per_week=days_per_week,
        medication_needs=medication_needs,
        strengths=strengths,
        barriers=barriers,
        discharge_criteria=discharge_criteria,
        drug_test_schedule=drug_test_schedule,
        family=family,
        language_culture=language_culture,
    )
    for problem, diagnosis in zip(problems, named, strict=True):
        _write_problem(plan, problem, diagnosis)
    _ask_to_sign(access, plan)
    return plan


def _diagnosis(given: Diagnosis | str | None, known: Sequence[Diagnosis], place: int) -> Diagnosis | None:
    """The active diagnosis that is meant, by row or by code."""
    if given is None or given == "":
        return None
    for one in known:
        if given in (one, one.code):
            return one
    raise BadInput(f"problems[{place}].diagnosis", "This diagnosis is not active for this person on the day.")


def _hours_of_level(access: Access, episode: Episode, on: date) -> tuple[Decimal | None, Decimal | None]:
    """Least and most weekly hours that the program gives at the person's level."""
    rules = programs.rules_of(access, program=episode.program, on=on)
    step = episodes.level_on(access, episode=episode, on=on)
    level = rules.level(step.level) if step else None
    own = level.hours_per_week if level is not None and level.level != "2.1" else rules.hours_per_week
    least, most = (None if value is None else Decimal(value) for value in (own.min, own.max))
    return least, most


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
    missing = [field for field in _MEASURED if not str(objective.get(field, "")).strip()]
    if objective.get("target_on") is None:
        missing.append("target_on")
    return ObjectiveFacts(path, len(objective.get("interventions", ())), tuple(missing))


def _write(episode: Episode, **fields: Any) -> Plan:
    last = Plan.objects.filter(episode=episode).order_by("-version").first()
    version = last.version + 1 if last else 1
    try:
        with transaction.atomic():
            return Plan.objects.create(subject_id=episode.subject_id, episode=episode, version=version, **fields)
    except IntegrityError:
        raise Conflict("Somebody else has written a version at this moment. Look at it first.") from None


def _write_problem(plan: Plan, problem: Mapping[str, Any], diagnosis: Diagnosis | None) -> None:
    own = {"subject_id": plan.subject_id}
    row = Problem.objects.create(
        **own,
        plan=plan,
        dimension=problem.get("dimension", ""),
        diagnosis=diagnosis,
        says=problem.get("says", ""),
        evidence=problem.get("evidence", ""),
        status=problem.get("status", "active"),
        identified_on=plan.starts_on,
    )
    for goal in problem.get("goals", ()):
        goal_row = Goal.objects.create(
            **own,
            problem=row,
            quote=goal["quote"],
            outcome=goal.get("outcome", ""),
            for_discharge=goal.get("for_discharge", False),
        )
        for objective in goal.get("objectives", ()):
            given = {field: str(objective[field]) for field in _MEASURED}
            made = Objective.objects.create(**own, goal=goal_row, target_on=objective["target_on"], **given)
            for one in objective["interventions"]:
                Intervention.objects.create(
                    **own,
                    objective=made,
                    modality=one["modality"],
                    session_kind=one["session_kind"],
                    per_week=Decimal(str(one["per_week"])),
                    minutes=one["minutes"],
                    weeks=one["weeks"],
                    responsible=one["responsible"],
                )


def _ask_to_sign(access: Access, plan: Plan) -> None:
    days = load(PLAN, plan.starts_on).rule("sign-due")["days"]
    zone = zone_of(access, plan.episode.program)
    jobs.ask_for(
        access,
        subject=plan.subject,
        kind="sign-plan",
        says=f"Go through version {plan.version} of the plan together and sign it.",
        for_role=Role.CLINICIAN,
        due_at=morning_of(plan.starts_on + timedelta(days=days), zone),
        about=f"plan:{plan.pk}",
    )
