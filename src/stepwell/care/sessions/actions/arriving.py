"""Who comes though nobody expected them, and who leaves before the end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.sessions.locking import is_on, is_signed, locked, take_time
from stepwell.care.sessions.models import Participation, Presence, Session
from stepwell.care.sessions.rules.counting import HERE
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@action(Permission.SESSION_WRITE)
def came_unplanned(access: Access, *, session: Session, episode: Episode, since: datetime) -> Participation:
    """Somebody in treatment came though they had no seat; they are on the roster as expected, and their time is taken.

    since: from when on, inside the session. It may hold more people than its cap then: the room says so, and the
    session is split. Adding somebody again is the same row; one who was excused is expected again. Raises NotAllowed
    when a note is signed or the person has died, Conflict when they are elsewhere, BadInput outside a stay.
    """
    (session,) = locked(session)
    is_on(session)
    if since.tzinfo is None or not session.starts_at <= since < session.ends_at:
        raise BadInput("since", "They came while the session ran: a moment inside it, with its zone.")
    on = session.on
    if not episode.admitted_on <= on <= (episode.ended_on or on) or episode.program_id != session.program_id:
        raise BadInput("episode", f"{episode.number} is no stay of this program on {on.isoformat()}.")
    if people.has_died(access, subject=episode.subject):
        raise NotAllowed((Reason("care/sessions#death", "The person has died.", "Stepwell, 'Defaults for sessions'"),))
    if episodes.on_leave(access, episode=episode, on=on):
        raise Conflict("The person is on leave on that day. End the leave first.")
    row = Participation.objects.filter(session=session, subject_id=episode.subject_id).first()
    if row is not None and row.outcome in HERE:
        return row
    if is_signed(session):
        says = "The note of this session is signed. Amend it to say who came."
        raise NotAllowed((Reason("scheduling/changes#signed", says, "Stepwell, 'Defaults for sessions'"),))
    if row is not None:
        row.outcome, row.outcome_why = "expected", ""
        row.save()
        return row
    take_time(access, session, [("client", episode.subject_id)], since)
    return Participation.objects.create(subject_id=episode.subject_id, session=session, episode=episode)


@action(Permission.SESSION_WRITE)
def left_early(access: Access, *, participation: Participation, ends: datetime, at: datetime) -> list[Presence]:
    """Somebody who is written down as there left at a moment; what was written after it is voided, the rest stays.

    Returns the stretches that are left, in order. Raises BadInput when no minute would change.
    """
    locked(participation.session)
    rows = Presence.objects.filter(participation=participation, voided_at=None)
    after = list(rows.filter(during__endswith__gt=ends))
    if ends.tzinfo is None or not after:
        raise BadInput("ends", "They are not written down as there after that moment.")
    if not rows.filter(during__startswith__lt=ends).exists():
        raise BadInput("ends", "Then they were not there at all. Void the stretch and say what became of them.")
    for one in after:
        Presence.objects.filter(pk=one.pk).update(voided_at=at, voided_why="left early")
        if one.during.lower < ends:
            Presence.objects.create(
                subject_id=one.subject_id,
                participation=participation,
                during=DateTimeTZRange(one.during.lower, ends),
            )
    return list(Presence.objects.filter(participation=participation, voided_at=None).order_by("during"))
