"""The golden thread: what must hang together before a plan is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class ObjectiveFacts:
    """An objective as drafted. missing: names of its empty fields among behaviour, measure, baseline and target."""

    path: str
    interventions: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProblemFacts:
    """A problem as drafted. diagnosis: ICD-10-CM code or empty. goals: for each, its path, whether it is quoted, and
    its objectives."""

    path: str
    status: str
    says: str
    diagnosis: str = ""
    goals: tuple[GoalFacts, ...] = ()


@dataclass(frozen=True)
class GoalFacts:
    """A goal as drafted."""

    path: str
    quoted: bool
    objectives: tuple[ObjectiveFacts, ...] = ()


@dataclass(frozen=True)
class PlanFacts:
    """A plan before it is written.

    diagnoses: codes active on the day. weekly_hours: treatment hours a week. least, most: what the program gives at
    the level; None is open. acknowledged: why the plan leaves them, in words.
    """

    problems: tuple[ProblemFacts, ...]
    diagnoses: tuple[str, ...]
    weekly_hours: Decimal
    least: Decimal | None = None
    most: Decimal | None = None
    acknowledged: str = ""


@dataclass(frozen=True)
class Holding:
    """Whether the plan hangs together, and whether its hours leave what the program gives."""

    holds: bool
    outside_hours: bool


def hangs_together(facts: PlanFacts, policy: Policy) -> Ruling[Holding]:
    """Whether the thread from diagnosis to intervention is whole and the hours are the program's. policy: plans/plan.

    Hours outside the program's do not stop a plan that says why.
    """
    torn = tuple(_torn(facts, policy))
    outside = not _within(facts)
    said = bool(facts.acknowledged.strip())
    hours = (_hours(facts, policy),) if outside else ()
    return Ruling(Holding(not torn and (said or not outside), outside), (*torn, *hours))


def _torn(facts: PlanFacts, policy: Policy) -> Iterator[Reason]:
    if len(facts.problems) < policy.rule("problem")["at_least"]:
        yield policy.reason("problem", {"path": "problems"})
    for problem in facts.problems:
        yield from _problem(problem, policy)
    answered = {problem.diagnosis for problem in facts.problems}
    for code in facts.diagnoses:
        if code not in answered:
            yield policy.reason("diagnosis", {"diagnosis": code, "would_change": "a problem, or a reason to defer it"})


def _problem(problem: ProblemFacts, policy: Policy) -> Iterator[Reason]:
    if problem.status in policy.rule("goal")["set_aside"]:
        if not problem.says.strip():
            yield policy.reason("set-aside", {"path": problem.path})
        return
    if not problem.goals:
        yield policy.reason("goal", {"path": f"{problem.path}.goals"})
    for goal in problem.goals:
        if not goal.quoted:
            yield policy.reason("goal", {"path": f"{goal.path}.quote"})
        if len(goal.objectives) < policy.rule("objective")["at_least"]:
            yield policy.reason("objective", {"path": f"{goal.path}.objectives"})
        for objective in goal.objectives:
            yield from _objective(objective, policy)


def _objective(objective: ObjectiveFacts, policy: Policy) -> Iterator[Reason]:
    if objective.missing:
        yield policy.reason("objective", {"path": objective.path, "missing": list(objective.missing)})
    if objective.interventions < policy.rule("intervention")["at_least"]:
        yield policy.reason("intervention", {"path": f"{objective.path}.interventions"})


def _within(facts: PlanFacts) -> bool:
    enough = facts.least is None or facts.weekly_hours >= facts.least
    return enough and (facts.most is None or facts.weekly_hours <= facts.most)


def _hours(facts: PlanFacts, policy: Policy) -> Reason:
    least, most = (None if value is None else str(value) for value in (facts.least, facts.most))
    seen = {"weekly_hours": str(facts.weekly_hours), "least": least, "most": most, "acknowledged": facts.acknowledged}
    return policy.reason("hours", seen | {"would_change": "hours within these, or a reason in words"})
