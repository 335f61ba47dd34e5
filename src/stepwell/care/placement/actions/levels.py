"""Confirming a level of care: a licensed clinician's word over what the rules recommend."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stepwell.care.placement.events import LevelConfirmed
from stepwell.care.placement.models import Assessment, PlacementDecision
from stepwell.care.placement.qualified import WHO_MAY, held, holds
from stepwell.care.placement.queries import CRITERIA, recommend
from stepwell.care.placement.rules.placement import Placement
from stepwell.care.placement.rules.selection import may_confirm, may_select
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff


@action(Permission.LEVEL_CONFIRM)
def confirm_level(
    access: Access,
    *,
    assessment: Assessment,
    by: Staff,
    credential: str,
    selected: str,
    actual: str,
    at: datetime,
    age: int,
    reason_code: str = "",
    reason_text: str = "",
    risk_plan: str = "",
    state: str = "",
    supervisor: Staff | None = None,
) -> PlacementDecision:
    """Confirm the level: recommended by the rules, selected with the person, actual. Announces LevelConfirmed.

    credential: of `by`, as "LCSW", valid on the day. selected, actual: as "2.1"; where one differs from the
    recommended level, a coded reason, its text and a plan for the risk are needed. state: where the person is
    treated, default any state with a site. supervisor: cosigns for an associate. Something left to evaluate makes
    the level provisional and the evaluation due in the policy's hours. Raises NotAllowed, BadInput.
    """
    on = at.date()
    _may_confirm(access, by, credential, on, state, supervisor)
    ruling = recommend(access, assessment=assessment, age=age, on=on)
    placement, policy = ruling.answer, load(CRITERIA, on)
    if placement.level is None:
        raise NotAllowed(ruling.reasons)
    why = [
        _differs(placement.level, level, field, (reason_code, reason_text, risk_plan), policy)
        for field, level in (("selected", selected), ("actual", actual))
    ]
    facts = {"age": age, "remission": assessment.remission, "ratings": assessment.ratings}
    decision = PlacementDecision.objects.create(
        subject_id=assessment.subject_id,
        assessment=assessment,
        policy_ref=policy.ref,
        recommended=placement.level,
        selected=selected,
        actual=actual,
        coe=placement.coe,
        bio=placement.bio,
        rr=placement.rr,
        provisional=placement.provisional,
        ruling={**asdict(placement), "facts": facts, "supervisor": supervisor.pk if supervisor else None},
        reasons=[asdict(reason) for reason in (*ruling.reasons, *why)],
        reason_code=reason_code,
        reason_text=reason_text,
        risk_plan=risk_plan,
        confirmed_by=by,
        credential=credential,
        confirmed_at=at,
    )
    _evaluations(access, assessment, placement, at)
    if not placement.provisional:
        assessment.completed_on = on
        assessment.save()
    announce(LevelConfirmed(decision.pk, assessment.pk, assessment.subject_id))
    return decision


def _may_confirm(access: Access, by: Staff, credential: str, on: date, state: str, supervisor: Staff | None) -> None:
    """Raises NotAllowed unless the credential is held on the day and may confirm, for an associate with a cosigner."""
    policy = load(WHO_MAY, on)
    holds(held(access, by, on, state), credential, by, on)
    cosigned = supervisor is not None and _licensed(access, supervisor, on, policy)
    ruling = may_confirm(credential, policy, supervised=cosigned)
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)


def _licensed(access: Access, supervisor: Staff, on: date, policy: Policy) -> bool:
    """Whether the cosigner could confirm alone."""
    return any(may_confirm(one.kind, policy).answer for one in people.credentials(access, staff=supervisor, on=on))


def _differs(recommended: str, level: str, field: str, why: tuple[str, str, str], policy: Policy) -> Reason:
    """The reason a level may stand beside the recommended one; raises BadInput and NotAllowed."""
    known = [entry["level"] for entry in policy.rule("levels")["levels"]]
    if level not in known:
        raise BadInput(field, f"A level of care is one of {', '.join(known)}.")
    code, text, plan = why
    ruling = may_select(recommended, level, code or None, policy)
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    missing = [name for name, said in (("reason_text", text), ("risk_plan", plan)) if not said.strip()]
    if level != recommended and missing:
        says = "A level other than the recommended one needs the reason in words and a plan for the risk."
        facts: dict[str, Any] = {"recommended": recommended, field: level, "missing": missing, "would_change": missing}
        raise NotAllowed((policy.reason("R7", facts, says=says),))
    return ruling.reasons[0]


def _evaluations(access: Access, assessment: Assessment, placement: Placement, at: datetime) -> None:
    """What is still to be evaluated is due; what has been since is done."""
    open_now = {str(task.subdimension): task for task in placement.tasks}
    about = {one: f"assessment:{assessment.pk}:{one}" for one in assessment.ratings}
    jobs.finish_all_about(
        access,
        subject=assessment.subject,
        kinds=["prompt-evaluation"],
        about=[about[one] for one in assessment.ratings if one not in open_now],
        at=at,
        outcome="Evaluated; the level was confirmed on it.",
    )
    for subdimension in assessment.ratings:
        task = open_now.get(subdimension)
        if task is None:
            continue
        jobs.ask_for(
            access,
            subject=assessment.subject,
            kind=task.task,
            says=f"Evaluate {subdimension}: the level of care is provisional until then.",
            for_role=Role.CLINICIAN,
            due_at=at + timedelta(hours=task.due_hours or 0),
            about=about[subdimension],
        )
