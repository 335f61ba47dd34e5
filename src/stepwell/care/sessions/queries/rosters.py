"""Sessions of a day, who is on a roster, who was there when, relatives, outreach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.sessions.models import Guest, Outreach, Participation, Presence, Session
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotFound

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

_STAY = ("episode__program__site", "subject")


@query(Permission.SCHEDULE_READ)
def session_by_id(access: Access, *, session_id: int) -> Session:
    """One session with its program, leaders and what it was split off from. Raises NotFound."""
    rows = Session.objects.select_related(
        "program__site", "group", "leader", "co_leader", "room", "split_from__group", "split_from__room"
    )
    found = rows.filter(pk=session_id).first()
    if found is None:
        raise NotFound
    return found


@query(Permission.SCHEDULE_READ)
def sessions_on(access: Access, *, on: date) -> list[Session]:
    """Sessions of the day that were not called off, the earliest first."""
    rows = Session.objects.select_related("program__site", "group", "leader", "room")
    return list(rows.filter(on=on, cancelled_at=None).order_by("starts_at", "id"))


@query(Permission.SCHEDULE_READ)
def roster(access: Access, *, session: Session) -> list[Participation]:
    """Everyone on the roster, in the order they were put there, with session, stay and subject."""
    rows = Participation.objects.select_related("session__program__site", "session__leader", *_STAY)
    found = list(rows.filter(session=session).order_by("id"))
    concerns(*(row.subject_id for row in found))
    return found


@query(Permission.SCHEDULE_READ)
def participation_by_id(access: Access, *, participation_id: int) -> Participation:
    """One person on one roster. Raises NotFound."""
    rows = Participation.objects.select_related("session__program__site", "session__leader", *_STAY)
    found = rows.filter(pk=participation_id).first()
    if found is None:
        raise NotFound
    concerns(found.subject_id)
    return found


@query(Permission.SCHEDULE_READ)
def presences_of(access: Access, *, participation: Participation) -> list[Presence]:
    """The stretches somebody was there, in order; voided ones are left out."""
    return list(Presence.objects.filter(participation=participation, voided_at=None).order_by("during"))


@query(Permission.SCHEDULE_READ)
def guests_of(access: Access, *, participation: Participation) -> list[Guest]:
    """Relatives who take part; those whose consent does not hold on the day of the session are left out."""
    on = participation.session.on
    held = {one.pk for one in consents.in_force(access, subject=participation.subject, on=on)}
    rows = Guest.objects.select_related("relation").filter(participation=participation, consent__in=held)
    return list(rows.order_by("id"))


@query(Permission.EPISODE_READ)
def outreach_of(access: Access, *, episode: Episode) -> list[Outreach]:
    """Calls and messages after absences, the latest first."""
    return list(Outreach.objects.filter(episode=episode).order_by("-at", "-id"))
