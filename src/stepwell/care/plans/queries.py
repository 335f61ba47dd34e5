"""Reading teams and plans: who treats, which plan is in force, and the thread behind an objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Prefetch, Q

from stepwell.care.plans.clock import end_of, zone_of
from stepwell.care.plans.contents import contents
from stepwell.care.plans.gathering import diagnoses_named, facts_of, hours_of_level
from stepwell.care.plans.models import (
    Goal,
    Intervention,
    Objective,
    Plan,
    PlanDraft,
    PlanReview,
    PlanSignature,
    Problem,
    TeamMember,
)
from stepwell.care.plans.rules.credentials import enough, may_lead
from stepwell.care.plans.rules.holding import Holding, hangs_together
from stepwell.care.plans.rules.joining import maximum, roles
from stepwell.care.plans.rules.signing import WORKED_ON, is_in_force
from stepwell.care.plans.rules.suggesting import Found, Suggested, suggestions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.placement.models import Diagnosis
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff

TEAM = "plans/team"
PLAN = "plans/plan"


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could take a place. maximum: people they carry at most, None where the role carries no caseload."""

    role: str
    staff_id: int
    name: str
    credential: str
    load: int
    maximum: int | None


@dataclass(frozen=True)
class Thread:
    """From an objective back to what was found: each number with a short word. Empty ids are 0."""

    objective_id: int
    objective: str
    goal_id: int
    goal: str
    problem_id: int
    problem: str
    plan_id: int
    plan_version: int
    diagnosis_id: int
    diagnosis: str
    assessment_id: int


@query(Permission.PROGRAM_READ)
def load_of(access: Access, *, staff: Staff, on: date) -> int:
    """How many people the member of staff is on the team of, on the day."""
    rows = TeamMember.objects.filter(staff=staff, since__lte=on, episode__ended_on=None).exclude(until__lt=on)
    return rows.values("subject_id").distinct().count()


@query(Permission.PROGRAM_READ)
def suggest_team(access: Access, *, episode: Episode, on: date, role: str = "") -> list[Suggestion]:
    """Who could take each place the program's team has, those with the most room first; or one role's.

    Only people with an enough credential on the day in the site's state, and with room.
    """
    team = load(TEAM, on)
    rules = programs.rules_of(access, program=episode.program, on=on)
    state = episode.program.site.state
    places = [role] if role else [one for one in rules.team_roles if one in roles(team)]
    loads = _loads(on)
    found = []
    for member in people.staff(access, on=on):
        held, carries = _held(member, on, state), loads.get(member.pk, 0)
        for place in places:
            most = maximum(place, member.caseload_max, rules.caseload, team)
            if _suits(place, member.roles, held, team.rule(place)["classes"], on) and (most is None or carries < most):
                found.append(Suggestion(place, member.pk, member.name, held[0] if held else "", carries, most))
    return sorted(found, key=lambda one: (places.index(one.role), one.load - (one.maximum or 0), one.name))


@query(Permission.PROGRAM_READ)
def leads(access: Access, *, staff: Staff, lead: str, on: date, state: str) -> Ruling[bool]:
    """Whether a member of staff leads a kind of session that asks for `lead`, in the state on the day."""
    held = [one.kind for one in people.credentials(access, staff=staff, on=on, state=state)]
    return may_lead(lead, held, load(TEAM, on))


@query(Permission.EPISODE_READ)
def team_of(access: Access, *, episode: Episode, on: date) -> list[TeamMember]:
    """Who treats the person on the day, in the order they joined."""
    rows = TeamMember.objects.select_related("staff", "outside").filter(episode=episode, since__lte=on)
    return list(rows.exclude(until__lt=on).order_by("since", "id"))


@query(Permission.EPISODE_READ)
def plan_in_force(access: Access, *, episode: Episode, on: date) -> Plan | None:
    """The version of the plan that both have signed and nothing has replaced by the end of the day, or None."""
    return plans_in_force(access, episode=episode, days=[on])[on]


@query(Permission.EPISODE_READ)
def plans_in_force(access: Access, *, episode: Episode, days: Sequence[date]) -> dict[date, Plan | None]:
    """The plan in force on each of several days, one at least, as `plan_in_force` tells it of one; one read."""
    zone = zone_of(access, episode.program)
    versions = signed_versions(access, episode=episode)
    return {on: next((plan for plan in versions if _in_force(plan, on, end_of(on, zone))), None) for on in days}


@query(Permission.EPISODE_READ, once=True)
def signed_versions(access: Access, *, episode: Episode) -> list[Plan]:
    """Every version of the plan, the latest first, with `signers` and `signed_at` side by side; one read."""
    signed, order = Q(signatures__isnull=False), ("signatures__at", "signatures__id")
    rows = Plan.objects.filter(episode=episode).annotate(
        signers=ArrayAgg("signatures__signer", filter=signed, default=[], order_by=order),
        signed_at=ArrayAgg("signatures__at", filter=signed, default=[], order_by=order),
    )
    return list(rows.order_by("-version"))


def _in_force(plan: Any, on: date, before: datetime) -> bool:
    """plan: with `signers` and `signed_at`, side by side."""
    if plan.starts_on > on or (plan.superseded_on is not None and plan.superseded_on <= on):
        return False
    signers = [who for who, at in zip(plan.signers, plan.signed_at, strict=True) if at < before]
    return is_in_force(signers, load(PLAN, on))


@query(Permission.EPISODE_READ)
def plans_of(access: Access, *, episode: Episode) -> list[Plan]:
    """Every version of the plan, the latest first."""
    return list(Plan.objects.filter(episode=episode).order_by("-version"))


@query(Permission.NOTE_READ)
def plan_by_id(access: Access, *, plan_id: int) -> Plan:
    """One version of a plan. Raises NotFound."""
    found = Plan.objects.select_related("episode__program__site", "subject").filter(pk=plan_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EPISODE_READ)
def objectives_in_force(access: Access, *, episode: Episode, on: date) -> list[Objective]:
    """Objectives of the plan in force that are worked on: those a note may cite."""
    plan = plan_in_force(access, episode=episode, on=on)
    if plan is None:
        return []
    rows = Objective.objects.select_related("goal__problem").filter(goal__problem__plan=plan, status__in=WORKED_ON)
    return list(rows.order_by("id"))


@query(Permission.EPISODE_READ)
def progress_of(access: Access, *, episode: Episode, on: date) -> list[Objective]:
    """All objectives of the plan in force with how far each is, for reviews of the stay."""
    plan = plan_in_force(access, episode=episode, on=on)
    return objectives(access, plan=plan) if plan else []


@query(Permission.EPISODE_READ)
def objectives(access: Access, *, plan: Plan) -> list[Objective]:
    """All objectives of a version of the plan in order, each with its goal and problem."""
    rows = Objective.objects.select_related("goal__problem").filter(goal__problem__plan=plan)
    return list(rows.order_by("id"))


@query(Permission.NOTE_READ)
def written(access: Access, *, plan: Plan) -> dict[str, Any]:
    """All that a version of the plan says, nested as it is signed: see `contents`."""
    return contents(plan)


@query(Permission.EPISODE_READ)
def signatures_of(access: Access, *, plan: Plan) -> list[PlanSignature]:
    """Who signed a version of the plan, or declined, in the order of signing."""
    return list(PlanSignature.objects.filter(plan=plan).order_by("at", "id"))


@query(Permission.EPISODE_READ)
def plans_session_kind(access: Access, *, episode: Episode, kind: str, on: date) -> bool:
    """Whether an intervention of the plan in force is given in that kind of session."""
    plan = plan_in_force(access, episode=episode, on=on)
    if plan is None:
        return False
    return plan.problems.filter(goals__objectives__interventions__session_kind=kind).exists()


@query(Permission.EPISODE_READ)
def planning(access: Access, *, plans: Sequence[Plan], kind: str) -> set[int]:
    """Which of the versions have an intervention given in that kind of session, by number."""
    rows = Plan.objects.filter(pk__in=[plan.pk for plan in plans])
    return set(rows.filter(problems__goals__objectives__interventions__session_kind=kind).values_list("pk", flat=True))


@query(Permission.REPORT_READ)
def stays_planning(access: Access, *, episode_ids: Sequence[int], kind: str) -> set[int]:
    """Which of the stays have that kind of session on any version of their plan, by number; for counting."""
    rows = Plan.objects.filter(episode__in=episode_ids, problems__goals__objectives__interventions__session_kind=kind)
    return set(rows.values_list("episode_id", flat=True))


@query(Permission.EPISODE_READ)
def reviews_of(access: Access, *, episode: Episode) -> list[PlanReview]:
    """Reviews of the person's plans, the latest first."""
    return list(PlanReview.objects.filter(plan__episode=episode).order_by("-on", "-id"))


@query(Permission.EPISODE_READ)
def thread(access: Access, *, objective: Objective) -> Thread:
    """The golden thread behind an objective: goal, problem, plan, diagnosis and assessment. Raises NotFound."""
    found = threads(access, objective_ids=[objective.pk])
    if not found:
        raise NotFound
    return found[objective.pk]


@query(Permission.EPISODE_READ)
def threads(access: Access, *, objective_ids: Sequence[int]) -> dict[int, Thread]:
    """The golden threads behind several objectives by number, in one read; a number of nobody here is left out."""
    rows = Objective.objects.select_related("goal__problem__plan", "goal__problem__diagnosis").filter(
        pk__in=objective_ids
    )
    found = {row.pk: _thread(row) for row in rows}
    concerns(*(row.subject_id for row in rows))
    return found


def _thread(row: Objective) -> Thread:
    problem = row.goal.problem
    diagnosis = problem.diagnosis
    return Thread(
        objective_id=row.pk,
        objective=row.behaviour,
        goal_id=row.goal_id,
        goal=row.goal.quote,
        problem_id=problem.pk,
        problem=problem.says,
        plan_id=problem.plan_id,
        plan_version=problem.plan.version,
        diagnosis_id=diagnosis.pk if diagnosis else 0,
        diagnosis=f"{diagnosis.code} {diagnosis.label}" if diagnosis else "",
        assessment_id=diagnosis.assessment_id if diagnosis else 0,
    )


@query(Permission.EPISODE_READ)
def objective_by_id(access: Access, *, objective_id: int) -> Objective:
    """One objective. Raises NotFound."""
    found = Objective.objects.filter(pk=objective_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.EPISODE_READ)
def worked_on(access: Access, *, episode_ids: Sequence[int], on: date, before: datetime) -> dict[int, list[Objective]]:
    """Objectives a note may cite, for each of the stays, in two reads: those worked on in the plan in force.

    before: the end of the day at the site. Stays without a plan in force are left out.
    """
    policy = load(PLAN, on)
    rows = Plan.objects.filter(episode__in=episode_ids, starts_on__lte=on).exclude(superseded_on__lte=on)
    signed = rows.annotate(signers=ArrayAgg("signatures__signer", filter=Q(signatures__at__lt=before), default=[]))
    in_force: dict[int, int] = {}
    for stay, number, signers in signed.order_by("version").values_list("episode_id", "id", "signers"):
        if is_in_force(signers, policy):
            in_force[number] = stay
    newest = {stay: number for number, stay in in_force.items()}
    found: dict[int, list[Objective]] = {stay: [] for stay in newest}
    objectives = Objective.objects.select_related("goal__problem").filter(
        goal__problem__plan__in=list(newest.values()), status__in=WORKED_ON
    )
    for one in objectives.order_by("id"):
        found[in_force[one.goal.problem.plan_id]].append(one)
        concerns(one.subject_id)
    return found


@query(Permission.PROGRAM_READ)
def carried_by(access: Access, *, staff: Staff, on: date) -> list[int]:
    """Numbers of the subjects whose team the member of staff is on, on the day."""
    rows = TeamMember.objects.filter(staff=staff, since__lte=on, episode__ended_on=None).exclude(until__lt=on)
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct())


def _held(member: Staff, on: date, state: str) -> list[str]:
    """The kinds of credentials valid on the day in the state, from what was read with the member."""
    rows = sorted(member.credentials.all(), key=lambda one: one.pk)
    return [one.kind for one in rows if one.state == state and one.valid_from <= on <= one.valid_to]


def _suits(place: str, roles_of_member: list[str], held: list[str], classes: list[str], on: date) -> bool:
    """By credential where the place asks for one, else by the role the member has in the house."""
    if classes:
        return enough(held, classes, load(TEAM, on))
    return place in roles_of_member


@query(Permission.REPORT_READ)
def loads_on(access: Access, *, on: date) -> dict[int, int]:
    """How many people each member of staff is on the team of, on the day, by the number of the member; one read."""
    return _loads(on)


def _loads(on: date) -> dict[int, int]:
    rows = TeamMember.objects.filter(staff__isnull=False, since__lte=on, episode__ended_on=None).exclude(until__lt=on)
    counted = rows.values("staff_id").annotate(people=Count("subject", distinct=True))
    return {row["staff_id"]: row["people"] for row in counted}


@query(Permission.EPISODE_READ)
def draft_of(access: Access, *, episode: Episode) -> PlanDraft | None:
    """The next version while it is written, or None."""
    return PlanDraft.objects.filter(episode=episode).exclude(words={}).first()


@query(Permission.EPISODE_READ)
def draft_holds(
    access: Access, *, draft: PlanDraft, episode: Episode, known: Sequence[Diagnosis], on: date
) -> Ruling[Holding]:
    """What the draft still needs before it can be finished, with why. known: diagnoses active on the day."""
    frame, problems = draft.words["frame"], draft.words["problems"]
    codes = {one.code for one in known}
    # A diagnosis that no longer holds names nobody's problem; it is said as unanswered, not refused.
    answered = [{**one, "diagnosis": one.get("diagnosis") if one.get("diagnosis") in codes else ""} for one in problems]
    facts = facts_of(
        answered,
        diagnoses_named(answered, known),
        known,
        weekly_hours=Decimal(frame.get("weekly_hours") or 0),
        hours=hours_of_level(access, episode, on),
        acknowledged=frame.get("acknowledged", ""),
    )
    return hangs_together(facts, load(PLAN, on))


@query(Permission.NOTE_READ)
def suggested(access: Access, *, found: Found, on: date) -> Ruling[tuple[Suggested, ...]]:
    """What an assessment suggests for the plan on the day. Source: the policy plans/suggestions."""
    return suggestions(found, load("plans/suggestions", on))


@query(Permission.EPISODE_READ)
def versions_of(access: Access, *, episode: Episode) -> list[tuple[Plan, list[PlanSignature]]]:
    """Every version of the plan with its signatures and the draft of its stay, the latest first; two reads."""
    rows = Plan.objects.filter(episode=episode).select_related("episode__plan_draft", "episode__program__site")
    rows = rows.prefetch_related("signatures").order_by("-version")
    return [(row, sorted(row.signatures.all(), key=lambda one: (one.at, one.pk))) for row in rows]


@query(Permission.EPISODE_READ)
def tree_of(access: Access, *, plan: Plan) -> list[Problem]:
    """A version's problems with goals, objectives and interventions, all read at once; four reads."""
    work = Prefetch("interventions", Intervention.objects.select_related("responsible").order_by("id"))
    steps = Prefetch("objectives", Objective.objects.prefetch_related(work).order_by("id"))
    goals = Prefetch("goals", Goal.objects.prefetch_related(steps).order_by("id"))
    rows = Problem.objects.select_related("diagnosis").prefetch_related(goals)
    return list(rows.filter(plan=plan).order_by("id"))
