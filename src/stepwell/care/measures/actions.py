"""Giving an instrument: score it by its policy, keep the answers as given, ask for what the score asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from stepwell.care.measures.events import MeasureGiven
from stepwell.care.measures.models import Measure
from stepwell.care.measures.rules.answers import Given
from stepwell.care.measures.rules.follow_up import FollowUp, follow_ups
from stepwell.care.measures.rules.scales import ScaleScore
from stepwell.care.measures.rules.score import score
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import PolicyError, load


@action(Permission.MEASURE_GIVE)
def give(
    access: Access,
    *,
    subject: Subject,
    instrument: str,
    answers: Sequence[Given],
    at: datetime,
    given_by: str,
    sitting: UUID | None = None,
    opened_by: Measure | None = None,
) -> Measure:
    """Score and keep one giving of an instrument. Announces MeasureGiven.

    instrument: an id such as "phq-9". answers: one an item, None for an open one. sitting: joins instruments that
    are given together; a new one where none is given. opened_by: the giving that asked for this one; its sitting
    goes on. What the score asks for becomes work that is due: PHQ-9 question 9 above 0 opens the C-SSRS at once,
    which only the C-SSRS in the same sitting finishes. Raises BadInput. Source: the instrument's policy.
    """
    together = _sitting(subject, sitting, opened_by)
    try:
        policy = load(f"instruments/{instrument}", at.date())
        ruling = score(answers, policy)
    except PolicyError as fault:
        raise BadInput("instrument", fault.message) from None
    except BadFacts as fault:
        raise BadInput(fault.path, f"Expected {fault.expected}; got {fault.got!r}.") from None
    found = ruling.answer
    measure = Measure.objects.create(
        subject=subject,
        instrument=instrument,
        policy_ref=policy.ref,
        at=at,
        given_by=given_by,
        sitting=together,
        opened_by=opened_by,
        answers=list(answers),
        score=found.score,
        band=found.band or "",
        flags=list(found.flags),
        scores=dict(found.scores) if isinstance(found, ScaleScore) else None,
        reasons=[asdict(reason) for reason in ruling.reasons],
    )
    for step in follow_ups(found, policy):
        _ask_for(access, measure, step)
    jobs.finish_about(
        access,
        subject=subject,
        kind=f"open-{instrument}",
        about=f"sitting:{together}",
        at=at,
        outcome=f"Given; {measure.band or 'scored'}.",
    )
    announce(MeasureGiven(measure.pk, subject.pk, instrument))
    return measure


def _sitting(subject: Subject, sitting: UUID | None, opened_by: Measure | None) -> UUID:
    """The sitting that is meant: one person's alone, and the opener's where there is one."""
    if opened_by is not None:
        if opened_by.subject_id != subject.pk:
            raise BadInput("opened_by", "It was opened in another person's sitting; name this person's.")
        if sitting not in (None, opened_by.sitting):
            raise BadInput("sitting", "Give it in the sitting that opened it.")
        return opened_by.sitting
    if sitting is not None and Measure.objects.filter(sitting=sitting).exclude(subject=subject).exists():
        raise BadInput("sitting", "That is another person's sitting; leave it out to begin a new one.")
    return sitting or uuid4()


def _ask_for(access: Access, measure: Measure, step: FollowUp) -> None:
    """Put one thing that follows on Today; an instrument that was given in this sitting already is not owed."""
    given = Measure.objects.filter(sitting=measure.sitting, instrument=step.instrument or "")
    if given.exists():
        return
    jobs.ask_for(
        access,
        subject=measure.subject,
        kind=f"open-{step.instrument}" if step.instrument else str(step.task),
        says=step.says,
        for_role=Role.CLINICIAN,
        due_at=measure.at + timedelta(hours=step.due_hours),
        about=f"sitting:{measure.sitting}" if step.instrument else f"measure:{measure.pk}",
    )
