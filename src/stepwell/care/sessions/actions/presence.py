"""Who was there for how long, as intervals; breaks; mending an interval that was written down wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.sessions.actions.outcomes import record_outcome
from stepwell.care.sessions.locking import held
from stepwell.care.sessions.models import Break, Participation, Presence, Session
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict


@action(Permission.SESSION_WRITE)
def record_presence(access: Access, *, participation: Participation, starts: datetime, ends: datetime) -> Presence:
    """Somebody was there from a moment to a moment; who comes late or steps out has several stretches.

    The stretch lies inside the session. It makes the person one who attended. Raises BadInput, Conflict when it
    overlaps a stretch that is written down already.
    """
    (row,) = _were_there(access, participation.session, [(participation, starts, ends)])
    return row


@action(Permission.SESSION_WRITE)
def record_presences(
    access: Access, *, session: Session, there: Sequence[tuple[Participation, datetime, datetime]]
) -> list[Presence]:
    """As `record_presence` for several on one roster, a stretch each: all are written down or none."""
    concerns(*(one.subject_id for one, _, _ in there))
    return _were_there(access, session, there)


def _were_there(
    access: Access, session: Session, there: Sequence[tuple[Participation, datetime, datetime]]
) -> list[Presence]:
    session = held(session)
    wanted = {one.pk for one, _, _ in there}
    if Participation.objects.filter(pk__in=wanted, session=session).count() != len(wanted):
        raise Conflict("They went to another session in the meantime. Write it down there.")
    for _, starts, ends in there:
        _inside(session, starts, ends)
    rows = [
        Presence(subject_id=one.subject_id, participation=one, during=DateTimeTZRange(starts, ends))
        for one, starts, ends in there
    ]
    try:
        with transaction.atomic():
            Presence.objects.bulk_create(rows)
    except IntegrityError:
        raise Conflict(
            "They are written down as present in that time already, here or elsewhere. Void that first."
        ) from None
    for one, _, ends in there:
        # Somebody of whom nobody had said anything has no work to end.
        if one.outcome not in ("attended", "expected"):
            record_outcome(access, participation=one, outcome="attended", at=ends)
    expected = [one for one, _, _ in there if one.outcome == "expected"]
    for one in expected:
        one.outcome, one.outcome_why = "attended", ""
    Participation.objects.filter(pk__in=[one.pk for one in expected]).update(outcome="attended", outcome_why="")
    return rows


@action(Permission.SESSION_WRITE)
def void_presence(access: Access, *, presence: Presence, why: str, at: datetime) -> Presence:
    """A stretch was written down wrong; it stays readable and counts no more. Raises BadInput, Conflict."""
    if not why.strip():
        raise BadInput("why", "Say what was wrong with it.")
    if not Presence.objects.filter(pk=presence.pk, voided_at=None).update(voided_at=at, voided_why=why):
        raise Conflict("This stretch was voided before.")
    presence.refresh_from_db()
    return presence


@action(Permission.SESSION_WRITE)
def record_break(access: Access, *, session: Session, starts: datetime, ends: datetime) -> Break:
    """A break for everyone in the session; the policy says up to how long it counts. Raises BadInput, Conflict."""
    # One at a time: the session's row is locked, for breaks are only added and have no constraint of their own.
    session = held(session)
    _inside(session, starts, ends)
    during = DateTimeTZRange(starts, ends)
    if Break.objects.filter(session=session, during__overlap=during).exists():
        raise Conflict("There is a break in that time already.")
    return Break.objects.create(session=session, during=during)


def _inside(session: Session, starts: datetime, ends: datetime) -> None:
    if starts.tzinfo is None or ends.tzinfo is None or ends <= starts:
        raise BadInput("ends", "Write a moment and a later one, both with their zone.")
    if session.cancelled_at is not None:
        raise Conflict("This session was called off.")
    if starts < session.starts_at or session.ends_at < ends:
        raise BadInput(
            "starts",
            f"The time lies inside the session, {session.starts_at.isoformat()} to {session.ends_at.isoformat()}.",
        )
