"""Signing a version of the plan: the person, the counselor, the licensed clinician."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepwell.care.placement.qualified import held, holds
from stepwell.care.plans.clock import local_date, zone_of
from stepwell.care.plans.contents import contents
from stepwell.care.plans.events import PlanSigned
from stepwell.care.plans.models import Plan, PlanSignature
from stepwell.care.plans.queries import PLAN, TEAM
from stepwell.care.plans.reviewing import expect_review
from stepwell.care.plans.rules.canonical import fingerprint
from stepwell.care.plans.rules.signing import SIGNERS, is_in_force, may_sign
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.people.models import Staff

METHODS = ("typed", "drawn", "paper")


@action(Permission.PLAN_SIGN)
def sign_plan(
    access: Access,
    *,
    plan: Plan,
    signer: str,
    name: str,
    at: datetime,
    credential: str = "",
    method: str = "typed",
    declined_reason: str = "",
    by: Staff | None = None,
    drawn: bytes | None = None,
) -> PlanSignature:
    """Sign a version, bound to the hash of its text; once the person and the clinician have, it is in force.

    signer: client, counselor or clinician. name: as signed. credential: of the member of staff, as "LMFT", valid on the
    day in the site's state. method: typed, drawn or paper. declined_reason: why a client does not sign; that is heard,
    kept, and the plan goes on. by: who signs, where the login does not say. drawn: the PNG
    of a drawn signature. Announces PlanSigned when the version comes into force; it replaces the one before. Raises
    NotAllowed, BadInput, Conflict. Source: the policy plans/plan.
    """
    _can_be_signed(plan, signer, name, method, declined_reason)
    on = local_date(at, zone_of(access, plan.episode.program))
    if signer != "client":
        _enough(access, plan, signer, name, credential, on, by)
    try:
        with transaction.atomic():
            signature = PlanSignature.objects.create(
                subject_id=plan.subject_id,
                plan=plan,
                signer=signer,
                name=name,
                credential=credential,
                at=at,
                method=method,
                version_hash=fingerprint(contents(plan)),
                declined_reason=declined_reason,
                drawn=drawn,
            )
    except IntegrityError:
        raise Conflict("This place is signed already. A change is a new version of the plan.") from None
    signers = set(PlanSignature.objects.filter(plan=plan).values_list("signer", flat=True))
    policy = load(PLAN, on)
    if is_in_force(signers, policy) and not is_in_force(signers - {signer}, policy):
        _comes_into_force(access, plan, at, on)
    return signature


def _can_be_signed(plan: Plan, signer: str, name: str, method: str, declined_reason: str) -> None:
    if signer not in SIGNERS:
        raise BadInput("signer", f"A plan is signed by one of {', '.join(SIGNERS)}.")
    if method not in METHODS:
        raise BadInput("method", f"A signature is one of {', '.join(METHODS)}.")
    if not name.strip():
        raise BadInput("name", "Write the name of the one who signs.")
    if declined_reason and signer != "client":
        raise BadInput("declined_reason", "Only the person may decline; staff who do not agree draft another version.")
    newer = Plan.objects.filter(episode=plan.episode_id, version__gt=plan.version, superseded_on=None)
    if plan.superseded_on is not None or any(_both_signed(one) for one in newer):
        raise Conflict("A newer version of the plan is in force; sign that one or draft the next.")


def _enough(access: Access, plan: Plan, signer: str, name: str, credential: str, on: date, by: Staff | None) -> None:
    """Staff sign in person, under their own name, with a credential that is valid and enough."""
    if by is None:
        if access.staff_id is None:
            raise BadInput("by", "Say who signs: this login is no member of staff.")
        by = people.staff_member(access, staff_id=access.staff_id)
    state = programs.site_of(access, program=plan.episode.program).state
    holds(held(access, by, on, state), credential, by, on)
    if by.name.casefold() not in name.casefold():
        raise BadInput("name", f"The signature is {by.name}'s; write that name.")
    ruling = may_sign(signer, credential, load(PLAN, on), load(TEAM, on))
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)


def _comes_into_force(access: Access, plan: Plan, at: datetime, on: date) -> None:
    earlier = list(Plan.objects.filter(episode=plan.episode_id, version__lt=plan.version, superseded_on=None))
    for one in earlier:
        one.superseded_on = on
        one.save()
    jobs.finish_all_about(
        access, subject=plan.subject, kinds=("sign-plan", "review-plan"),
        about=[f"plan:{one.pk}" for one in earlier], at=at, outcome="A newer version holds.",
    )  # fmt: skip
    jobs.finish_about(
        access, subject=plan.subject, kind="sign-plan", about=f"plan:{plan.pk}", at=at, outcome="Signed; in force."
    )
    expect_review(access, plan, on=plan.review_due_on)
    announce(PlanSigned(plan.pk, plan.episode_id, plan.subject_id))


def _both_signed(plan: Plan) -> bool:
    return is_in_force(plan.signatures.values_list("signer", flat=True), load(PLAN, plan.starts_on))
