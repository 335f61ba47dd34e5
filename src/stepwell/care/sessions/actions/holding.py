"""Holding a group's meeting and scheduling other sessions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from stepwell.care.plans.clock import local_date, zone_of
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.scheduling.dated import terms_on
from stepwell.care.sessions.leading import Kind, are_at_work, is_room_of, is_staff_on, kind_of, led_by, offers_video
from stepwell.care.sessions.locking import leaders_and_room, take_time
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.provider import room_for
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action, concerns
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.kernel.ruling import Reason
from stepwell.registry.episodes import queries as episodes_of
from stepwell.registry.people import queries as people
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.care.scheduling.models import Group
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Staff
    from stepwell.registry.programs.models import Program, Room

MODES = ("in_person", "video")
GROUP = "group"


@action(Permission.SESSION_WRITE)
def hold_group(access: Access, *, group: Group, on: date, kind: str = GROUP) -> Session:
    """The group's meeting on the day, as it was changed for it, with everyone on its roster who has a seat then and
    is not on leave.

    Calling it again gives the same meeting and adds who has joined since; nobody is taken off. kind: of session,
    "group" or "education". Raises BadInput on a day the group does not meet, NotAllowed when the leader holds no
    credential for it on that day, Conflict when it was called off.
    """
    if on.weekday() != group.weekday or not group.since <= on <= group.until:
        raise BadInput("on", f"{group.name} does not meet on {on.isoformat()}.")
    session = _meeting(group, on) or _new_meeting(access, group, on, kind)
    # Who went along when it was split is expected there.
    here = Participation.objects.filter(Q(session=session) | Q(session__split_from=session))
    known = set(here.values_list("subject_id", flat=True))
    away = episodes_of.away_on(access, on=on)
    Participation.objects.bulk_create(
        Participation(subject_id=member.subject_id, session=session, episode=member.episode)
        for member in of_scheduling.members_on(access, group=group, on=on)
        if member.subject_id not in known and member.episode_id not in away
    )
    return session


@action(Permission.SESSION_WRITE)
def schedule(
    access: Access,
    *,
    program: Program,
    kind: str,
    starts_at: datetime,
    minutes: int,
    leader: Staff,
    episodes: list[Episode],
    room: Room | None = None,
    mode: str = "in_person",
    topic: str = "",
    modality: str = "",
    code: str = "",
    format: str = "",
    co_leader: Staff | None = None,
) -> Session:
    """A session that is no meeting of a group: individual, family, education, medication, case management, assessment.

    kind: of the program's policy. minutes: as long as that kind lasts. code: where it is billed by itself. Takes the
    time of the leaders, everyone in it and the room. Raises BadInput, NotAllowed when the leader may not lead it or
    the program does not offer it so, Conflict naming who or what is taken.
    """
    if starts_at.tzinfo is None or mode not in MODES:
        raise BadInput(
            "starts_at" if mode in MODES else "mode", f"Say when, with a zone, and one of {', '.join(MODES)}."
        )
    zone = zone_of(access, program)
    on = local_date(starts_at, zone)
    what = kind_of(access, program=program, kind=kind, on=on)
    _fits(what, minutes, len(episodes))
    if mode == "video":
        offers_video(programs.rules_of(access, program=program, on=on), what.kind)
    is_room_of(room, program)
    ends_at = starts_at + timedelta(minutes=minutes)
    are_at_work(access, [leader, co_leader], on=on, starts=starts_at, ends=ends_at)
    for episode in episodes:
        _can_come(access, episode, program, on)
    starts = starts_at.astimezone(zone)
    session = Session.objects.create(
        program=program,
        kind=what.kind,
        format=format,
        on=on,
        starts_at=starts,
        ends_at=ends_at,
        leader=leader,
        co_leader=co_leader,
        room=room,
        mode=mode,
        video_link=room_for(on, mode),
        topic=topic,
        modality=modality,
        counts=led_by(access, program=program, kind=what, leader=leader, on=on),
        code=code,
    )
    come = [("client", episode.subject_id) for episode in episodes]
    take_time(access, session, leaders_and_room(session) + come, starts)
    for episode in episodes:
        concerns(episode.subject_id)
        Participation.objects.create(subject_id=episode.subject_id, session=session, episode=episode)
    return session


def _meeting(group: Group, on: date) -> Session | None:
    return Session.objects.filter(group=group, on=on, cancelled_at=None).first()


def _new_meeting(access: Access, group: Group, on: date, kind: str) -> Session:
    what = kind_of(access, program=group.program, kind=kind, on=on)
    terms = terms_on(group, on, lock=True)
    if terms.off:
        raise Conflict(f"{group.name} on {on.isoformat()} was called off: {terms.why}")
    if terms.mode == "video":
        offers_video(programs.rules_of(access, program=group.program, on=on), what.kind)
    is_staff_on(access, staff=terms.leader, on=on)
    counts = led_by(access, program=group.program, kind=what, leader=terms.leader, on=on)
    zone = zone_of(access, group.program)
    try:
        with transaction.atomic():
            return Session.objects.create(
                program=group.program,
                group=group,
                kind=what.kind,
                on=on,
                starts_at=datetime.combine(on, terms.starts, zone),
                ends_at=datetime.combine(on, terms.ends, zone),
                leader=terms.leader,
                co_leader=terms.co_leader,
                room=terms.room,
                mode=terms.mode,
                video_link=room_for(on, terms.mode),
                topic=group.topic,
                modality=group.modality,
                counts=counts,
            )
    except IntegrityError:
        # Somebody held it in the same moment: it is the same meeting.
        found = _meeting(group, on)
        if found is None:
            raise
        return found


def _fits(kind: Kind, minutes: int, people_in_it: int) -> None:
    if not people_in_it:
        raise BadInput("episodes", "Say who the session is for.")
    if people_in_it > kind.cap:
        raise BadInput("episodes", f"At most {kind.cap} people take part in one session of this kind.")
    shortest, longest = kind.minutes_min or 1, kind.minutes_max or 24 * 60
    if not shortest <= minutes <= longest:
        raise BadInput("minutes", f"A session of this kind lasts {shortest} to {longest} minutes.")


def _can_come(access: Access, episode: Episode, program: Program, on: date) -> None:
    """In treatment at this program's site on the day, not on leave, alive."""
    if episode.admitted_on > on or (episode.ended_on is not None and episode.ended_on < on):
        raise BadInput("episodes", f"{episode.number} does not run on {on.isoformat()}.")
    if episode.program_id != program.pk:
        raise BadInput("episodes", f"{episode.number} is a stay in another program.")
    if people.has_died(access, subject=episode.subject):
        raise NotAllowed((Reason("care/sessions#death", "The person has died.", "Stepwell, 'Defaults for sessions'"),))
    if episodes_of.on_leave(access, episode=episode, on=on):
        raise Conflict(f"The person is on leave on {on.isoformat()}. End the leave first, or choose another day.")
