"""Writing a version of the plan: problems, goals, objectives, interventions, path, hours and dates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from stepwell.care.placement import queries as placement
from stepwell.care.plans.clock import morning_of, zone_of
from stepwell.care.plans.gathering import MEASURED, diagnoses_named, facts_of, hours_of_level
from stepwell.care.plans.models import Goal, Intervention, Objective, Plan, Problem
from stepwell.care.plans.queries import PLAN
from stepwell.care.plans.rules.canonical import canonical
from stepwell.care.plans.rules.holding import Holding, PlanFacts, hangs_together
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.policy.loading import load
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.placement.models import Diagnosis
    from stepwell.registry.episodes.models import Episode


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
    named = diagnoses_named(problems, known)
    rules = programs.rules_of(access, program=episode.program, on=on)
    facts = facts_of(
        problems,
        named,
        known,
        weekly_hours=Decimal(weekly_hours),
        hours=hours_of_level(access, episode, on),
        acknowledged=acknowledged,
    )
    if _holding(facts, on).outside_hours:
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


def _holding(facts: PlanFacts, on: date) -> Holding:
    """How the plan hangs together. Raises NotAllowed where it does not."""
    ruling = hangs_together(facts, load(PLAN, on))
    if not ruling.answer.holds:
        raise NotAllowed(ruling.reasons)
    return ruling.answer


def _write(episode: Episode, **fields: Any) -> Plan:
    last = Plan.objects.filter(episode=episode).order_by("-version").first()
    version = last.version + 1 if last else 1
    try:
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
            given = {field: str(objective[field]) for field in MEASURED}
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
