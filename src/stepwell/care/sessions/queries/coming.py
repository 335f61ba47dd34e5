"""What comes for one person: each meeting as it really is, where, with whom, how to join. For their own pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.models import Participation
from stepwell.care.sessions.said_before import key_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission

if TYPE_CHECKING:
    from stepwell.care.scheduling.queries import DatedMeeting
    from stepwell.foundation.gate.models import Subject
    from stepwell.registry.episodes.models import Episode

GROUP, FAMILY, EXCUSED = "group", "family", "excused"


@dataclass(frozen=True)
class Coming:
    """One appointment. key: "meeting-<group>-<date>" or "session-<id>". kind: group, family, individual, …
    mode: in_person or video. link: of the video room, once it is open. off: called off. not_coming: they said so.
    outcome: expected, attended, no_show or excused; expected while no roster is written."""

    key: str
    group_id: int | None
    session_id: int | None
    participation_id: int | None
    on: date
    kind: str
    name: str
    starts: datetime
    ends: datetime
    mode: str
    room: str
    leader: str
    link: str
    off: bool
    not_coming: bool
    outcome: str

    @property
    def stands(self) -> bool:
        """Whether they are expected."""
        return not self.off and not self.not_coming


@query(Permission.SCHEDULE_READ)
def coming_of(access: Access, *, episode: Episode, from_on: date, to_on: date) -> list[Coming]:
    """The person's meetings from a day to a day, both included, in order, with those that were called off or that they
    said they cannot come to. Five reads."""
    rows = Participation.objects.select_related(
        "session__group", "session__leader", "session__room", "session__split_from"
    ).filter(episode=episode, session__on__range=(from_on, to_on))
    found: dict[str, Coming] = {}
    for row in rows.order_by("id"):
        one = _written(row)
        if one.key not in found or not found[one.key].stands:
            found[one.key] = one
    seats = scheduling.places_of(access, episode=episode, from_on=from_on, to_on=to_on)
    open_seats = {place: held for place, held in seats.items() if key_of(*place) not in found}
    if open_seats:
        met = scheduling.dated_meetings_of(access, programs=[episode.program], from_on=from_on, to_on=to_on)
        for each in met:
            place = (each.group.pk, each.on)
            if place in open_seats:
                found[key_of(*place)] = _seated(each, not_coming=not open_seats[place])
    return sorted(found.values(), key=lambda one: (one.starts, one.key))


@query(Permission.SCHEDULE_READ)
def family_meetings(access: Access, *, subject: Subject, from_on: date, to_on: date) -> list[Coming]:
    """Family sessions of the person from a day to a day, both included, in order. One read."""
    rows = Participation.objects.select_related(
        "session__group", "session__leader", "session__room", "session__split_from"
    ).filter(subject=subject, session__kind=FAMILY, session__on__range=(from_on, to_on))
    return sorted((_written(row) for row in rows), key=lambda one: (one.starts, one.key))


def _written(row: Participation) -> Coming:
    session = row.session
    group_id = session.group_id or (session.split_from.group_id if session.split_from else None)
    return Coming(
        key=key_of(group_id, session.on) if group_id else f"session-{session.pk}",
        group_id=group_id,
        session_id=session.pk,
        participation_id=row.pk,
        on=session.on,
        kind=session.kind,
        name=session.group.name if session.group else session.topic,
        starts=session.starts_at,
        ends=session.ends_at,
        mode=session.mode,
        room=session.room.name if session.room else "",
        leader=session.leader.name,
        link=session.video_link,
        off=session.cancelled_at is not None,
        not_coming=row.outcome == EXCUSED,
        outcome=row.outcome,
    )


def _seated(one: DatedMeeting, *, not_coming: bool) -> Coming:
    return Coming(
        key=key_of(one.group.pk, one.on),
        group_id=one.group.pk,
        session_id=None,
        participation_id=None,
        on=one.on,
        kind=GROUP,
        name=one.group.name,
        starts=one.starts,
        ends=one.ends,
        mode=one.mode,
        room=one.room.name if one.room else "",
        leader=one.leader.name,
        link="",
        off=one.off,
        not_coming=not_coming,
        outcome="expected",
    )
