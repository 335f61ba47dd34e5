"""Discharge: allowed by rule, signed by a clinician, with its papers, its handoff and its follow-ups."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast, get_args
from zoneinfo import ZoneInfo

from stepwell.care.placement.qualified import held, holds
from stepwell.care.plans import queries as plans
from stepwell.care.transitions.arranging import arrange
from stepwell.care.transitions.events import Discharged
from stepwell.care.transitions.models import Discharge
from stepwell.care.transitions.policies import FOLLOW_UP, REASONS
from stepwell.care.transitions.rules.discharge import may_discharge
from stepwell.care.transitions.rules.discharge_facts import DischargeFacts, MayDischarge, NextStep, Signature
from stepwell.care.transitions.stored import plain, reasons
from stepwell.care.transitions.summary import Leaving, aftercare_pdf, summary_pdf
from stepwell.foundation.documents.keeping import keep
from stepwell.foundation.documents.models import Document
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.episodes import queries as stays

if TYPE_CHECKING:
    from stepwell.foundation.kernel.ruling import Ruling
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff

PDF = "application/pdf"
_ADVANCED = ("progressing", "met")


@action(Permission.EPISODE_DISCHARGE)
def discharge(
    access: Access,
    *,
    episode: Episode,
    on: date,
    reason: str,
    by: Staff,
    credential: str,
    aftercare: dict[str, Any],
    next_to: str,
    at: datetime,
    next_at: datetime | None = None,
    declined_says: str = "",
    attempts: int = 0,
    director_reason: str = "",
    positive_test_only: bool = False,
    substance_use_only: bool = False,
    client_signature: str = "none",
    client_signature_says: str = "",
    satisfactory_progress: bool | None = None,
    interviewed: bool = True,
) -> Discharge:
    """End a stay. Refused while the next step is not arranged, or for a test's result alone. Announces Discharged.

    reason: as in transitions/discharge-reasons ("completed", "transferred", …). aftercare: what the plan for the
    time after says, key by key. next_to and next_at: the next appointment; else declined_says holds the person's
    words, or attempts how often they were tried. client_signature: under the plan for the time after, "signed",
    "refused" or "unable" (both with client_signature_says); none is assumed. satisfactory_progress: gathered from the
    objectives when None. The handoff stays open; follow-ups are on Today on their days; neither after a death.
    Raises NotAllowed, BadInput, Conflict.
    """
    stay = stays.episode_by_id(access, episode_id=episode.pk)
    if stay.ended_on is not None:
        raise Conflict(f"This stay ended on {stay.ended_on} already.")
    zone = ZoneInfo(stay.program.site.time_zone)
    holds(held(access, by, on, stay.program.site.state), credential, by, on)
    facts = DischargeFacts(
        reason=reason,
        on=on,
        admitted_on=stay.admitted_on,
        next_step=_next_step(next_at, declined_says, attempts),
        approved_by=by.name,
        credential=credential,
        next_on=next_at.astimezone(zone).date() if next_at else None,
        declined_says=declined_says,
        attempts=attempts,
        positive_test_only=positive_test_only,
        substance_use_only=substance_use_only,
        director_reason=director_reason,
        client_signature=_signature(client_signature),
        client_signature_says=client_signature_says,
        referred=next_at is not None,
        satisfactory_progress=_advanced(access, stay, on) if satisfactory_progress is None else satisfactory_progress,
        interviewed=interviewed,
    )
    policy = load(REASONS, on)
    ruling = _allowed(facts, policy, on)
    leaving = _leaving(facts, ruling.answer, aftercare, next_to, next_at)
    row = _written(access, stay, facts, ruling, leaving, by, policy)
    arrange(access, row, leaving, ruling.answer, policy, at)
    episodes.close_episode(access, episode=stay, on=on)
    announce(Discharged(row.pk, stay.pk, stay.subject_id, on.isoformat()))
    return row


def _allowed(facts: DischargeFacts, policy: Policy, on: date) -> Ruling[MayDischarge]:
    """The ruling, when it may be. Raises BadInput, or NotAllowed with what stands in the way."""
    try:
        ruling = may_discharge(facts, policy, load(FOLLOW_UP, on))
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}.") from None
    if not ruling.answer.may:
        # The first reason is the discharge's own; those after it say what stands in the way.
        raise NotAllowed(ruling.reasons[1:])
    return ruling


def _leaving(
    facts: DischargeFacts, answer: MayDischarge, aftercare: dict[str, Any], next_to: str, next_at: datetime | None
) -> Leaving:
    """What both papers say."""
    return Leaving(
        on=facts.on,
        says=answer.says,
        next_to=next_to,
        next_at=next_at,
        declined_says=facts.declined_says,
        aftercare=aftercare,
        approved_by=facts.approved_by,
        credential=facts.credential,
        signed=facts.client_signature,
        signed_says=facts.client_signature_says,
    )


def _written(
    access: Access,
    stay: Episode,
    facts: DischargeFacts,
    ruling: Ruling[MayDischarge],
    leaving: Leaving,
    by: Staff,
    policy: Policy,
) -> Discharge:
    """The discharge with its two papers and the ruling it rests on."""
    summary = summary_pdf(access, episode=stay, leaving=leaving)
    for_after = aftercare_pdf(access, episode=stay, leaving=leaving)
    return Discharge.objects.create(
        subject_id=stay.subject_id,
        episode=stay,
        on=facts.on,
        reason=facts.reason,
        teds=ruling.answer.teds,
        caloms=ruling.answer.caloms,
        director_reason=facts.director_reason,
        ruling={"answer": plain(ruling.answer), "facts": plain(facts), "policy": policy.ref},
        reasons=reasons(ruling.reasons),
        approved_by=by,
        credential=facts.credential,
        summary=_kept(stay, "discharge-summary", "Discharge summary", summary),
        aftercare=leaving.aftercare,
        aftercare_document=_kept(stay, "aftercare-plan", "Plan for the time after", for_after),
    )


def _signature(given: str) -> Signature:
    if given not in get_args(Signature):
        raise BadInput("client_signature", f"A signature is one of {', '.join(get_args(Signature))}.")
    return cast("Signature", given)


def _next_step(next_at: datetime | None, declined_says: str, attempts: int) -> NextStep:
    if next_at is not None:
        return "booked"
    if declined_says.strip():
        return "declined"
    return "unreached" if attempts else "none"


def _advanced(access: Access, stay: Episode, on: date) -> bool:
    """Whether any objective of the plan moved: what the state's report calls satisfactory progress."""
    return any(row.status in _ADVANCED for row in plans.progress_of(access, episode=stay, on=on))


def _kept(stay: Episode, kind: str, title: str, content: bytes) -> Document:
    return keep(subject=stay.subject, kind=kind, title=title, media_type=PDF, content=content)
