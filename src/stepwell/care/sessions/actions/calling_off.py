"""A session, or a meeting whose roster is not written yet, does not take place."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.scheduling.dated import terms_on
from stepwell.care.sessions.locking import has_reason, is_seen, is_signed, keep_change, locked, shape
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.telling import Concerned, offer_another, tell
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import Conflict

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import ChangedMeeting, Group
    from stepwell.foundation.jobs.models import Task

OFF = "does not take place"


@action(Permission.SESSION_CHANGE)
def cancel(
    access: Access, *, session: Session, why: str, at: datetime, make_up: bool = False, seen: int | None = None
) -> Session:
    """Call a session off; everyone expected is excused, seats of the date and everybody's time are free again.

    Who was expected is told (tasks, see tellings_of); make_up: and is offered another time. The week's hours expect it
    no more. seen: the version that was looked at. Raises Conflict when somebody has attended it, it was called off or
    changed in the meantime; BadInput without a reason.
    """
    has_reason(why)
    (session,) = locked(session)
    is_seen(session, seen)
    roster = list(Participation.objects.select_related("subject").filter(session=session))
    concerns(*(one.subject_id for one in roster))
    if any(one.outcome == "attended" for one in roster):
        raise Conflict("Somebody has attended this session; it took place.")
    if session.cancelled_at is not None:
        raise Conflict("This session was called off before.")
    if is_signed(session):
        raise Conflict("A note of this session is signed; it took place. Amend the note.")
    before = shape(session)
    session.cancelled_at, session.cancelled_why = at, why
    session.save()
    Participation.objects.filter(session=session, outcome="expected").update(outcome="excused", outcome_why="cancelled")
    if session.group is not None and not terms_on(session.group, session.on, lock=True).off:
        scheduling.call_off_meeting(access, group=session.group, on=session.on, why=why, at=at)
    scheduling.vacate(access, because=f"session:{session.pk}", at=at)
    keep_change(access, session, "called_off", why, at, before=before)
    expected = [Concerned(one.subject, f"participation:{one.pk}") for one in roster if one.outcome == "expected"]
    _tell_off(access, expected, session, at, make_up)
    return session


@action(Permission.SESSION_CHANGE)
def call_off(
    access: Access,
    *,
    group: Group,
    on: date,
    why: str,
    at: datetime,
    make_up: bool = False,
    seen: int | None = None,
) -> ChangedMeeting | Session:
    """Call off a group's meeting on a date, whether or not its roster is written; the session where there is one.

    As cancel. Raises Conflict, BadInput.
    """
    session = Session.objects.filter(group=group, on=on, cancelled_at=None).first()
    if session is not None:
        return cancel(access, session=session, why=why, at=at, make_up=make_up)
    has_reason(why)
    zone = zone_of(access, group.program)
    starts = terms_on(group, on, lock=True).meeting(zone).starts
    members = of_scheduling.members_on(access, group=group, on=on)
    row = scheduling.call_off_meeting(access, group=group, on=on, why=why, at=at, seen=seen)
    if Session.objects.filter(group=group, on=on, cancelled_at=None).exists():
        raise Conflict("Somebody opened the roster of this meeting at this moment. Look again.")
    concerned = [Concerned(one.subject, f"meeting:{group.pk}:{on.isoformat()}:{one.episode_id}") for one in members]
    tell(access, concerned, starts, OFF, zone, at)
    if make_up:
        offer_another(access, concerned, starts, zone)
    return row


def _tell_off(access: Access, concerned: list[Concerned], session: Session, at: datetime, make_up: bool) -> list[Task]:
    zone = zone_of(access, session.program)
    asked = tell(access, concerned, session.starts_at, OFF, zone, at)
    return asked + (offer_another(access, concerned, session.starts_at, zone) if make_up else [])
