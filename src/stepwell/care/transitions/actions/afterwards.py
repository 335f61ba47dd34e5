"""After the discharge: the handoff until it is kept, declined or documented, and the follow-up calls."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from stepwell.care.transitions.events import FollowedUp, HandoffClosed
from stepwell.care.transitions.models import FollowUp, Handoff
from stepwell.care.transitions.policies import FOLLOW_UP
from stepwell.care.transitions.rules.handoff import HandoffFacts, State, may_close
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.jobs import actions as jobs
from stepwell.foundation.jobs.events import announce
from stepwell.foundation.policy.loading import load
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

OUTCOMES = ("kept", "declined", "documented")


@action(Permission.FOLLOW_UP)
def close_handoff(access: Access, *, handoff: Handoff, outcome: str, at: datetime, says: str = "") -> Handoff:
    """Close a handoff: the next appointment was kept, declined, or what came of it is documented.

    says: their words, or what was tried; needed for declined and documented. Raises NotAllowed, BadInput.
    """
    if outcome not in OUTCOMES:
        raise BadInput("outcome", f"A handoff ends in one of {', '.join(OUTCOMES)}.")
    row = Handoff.objects.select_for_update().get(pk=handoff.pk)
    facts = HandoffFacts(cast("State", row.outcome or "open"), cast("State", outcome), says)
    ruling = may_close(facts, load(FOLLOW_UP, at.date()))
    if not ruling.answer:
        raise NotAllowed(ruling.reasons)
    row.outcome, row.outcome_says, row.closed_at, row.closed_by = outcome, says, at, access.name
    row.save()
    jobs.finish_about(
        access, subject=row.subject, kind="close-handoff", about=f"handoff:{row.pk}", at=at, outcome=outcome
    )
    announce(HandoffClosed(row.pk, row.subject_id, outcome))
    return row


@action(Permission.FOLLOW_UP)
def follow_up(
    access: Access,
    *,
    follow_up: FollowUp,
    on: date,
    reached: bool,
    answers: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> FollowUp:
    """One attempt at a follow-up. Reached, it ends with the answers; else it ends when the attempts are used up.

    answers: what they said, as {"housing": "stable", "use_days": 0}. How many attempts: the program's policy.
    Raises Conflict when it has ended, NotAllowed after a death.
    """
    row = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("discharge__episode__program")
        .get(pk=follow_up.pk)
    )
    if row.done_on is not None:
        raise Conflict("This follow-up has ended. The next one is on the list when it is due.")
    if people.has_died(access, subject=row.subject):
        raise Conflict("This person has died; nobody calls any more.")
    if reached and not answers:
        raise BadInput("answers", "Write down what they said; one answer is enough.")
    program = row.discharge.episode.program
    site = programs.site_of(access, program=program)
    row.attempts += 1
    if reached:
        row.reached, row.answers, row.done_on = True, dict(answers or {}), on
    elif row.attempts >= programs.rules_of(access, program=program, on=on).follow_up_attempts:
        row.reached, row.done_on = False, on
    row.save()
    if row.done_on is not None:
        noon = at or datetime.combine(on, time(12), ZoneInfo(site.time_zone))
        outcome = "Reached" if row.reached else f"Not reached in {row.attempts} attempts"
        jobs.finish_about(
            access, subject=row.subject, kind="follow-up", about=f"follow-up:{row.pk}", at=noon, outcome=outcome
        )
        announce(FollowedUp(row.pk, row.subject_id, bool(row.reached)))
    return row
