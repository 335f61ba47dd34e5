"""Who was there for how long, as intervals; breaks; mending an interval that was written down wrong."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.sessions.actions.outcomes import record_outcome
from stepwell.care.sessions.locking import held
from stepwell.care.sessions.models import Break, Participation, Presence, Session
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict


@action(Permission.SESSION_WRITE)
def record_presence(access: Access, *, participation: Participation, starts: datetime, ends: datetime) -> Presence:
    """Somebody was there from a moment to a moment; who comes late or steps out has several stretches.

    The stretch lies inside the session. It makes the person one who attended. Raises BadInput, Conflict when it
    overlaps a stretch that is written down already.
    """
    session = held(participation.session)
    if not Participation.objects.filter(pk=participation.pk, session=session).exists():
        raise Conflict("They went to another session in the meantime. Write it down there.")
    _inside(session, starts, ends)
    try:
        with transaction.atomic():
            row = Presence.objects.create(
                subject_id=participation.subject_id, participation=participation, during=DateTimeTZRange(starts, ends)
            )
    except IntegrityError:
        raise Conflict(
            "They are written down as present in that time already, here or elsewhere. Void that first."
        ) from None
    if participation.outcome != "attended":
        record_outcome(access, participation=participation, outcome="attended", at=ends)
    return row


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
