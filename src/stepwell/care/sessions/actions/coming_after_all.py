"""Somebody who said that they cannot come can after all: expected again, where their place is free. And a place they
took for another time instead, given up again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import local_date, zone_of
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.sessions.actions.not_coming import AHEAD
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.queries.coming import EXCUSED, Coming, coming_of
from stepwell.care.sessions.said_before import BACK, BEGUN, SAID_BEFORE, TASK, about, place_of, role_for
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound
from stepwell.foundation.jobs import actions as jobs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

EXPECTED = "expected"


@action(Permission.SEAT_WRITE)
def come_after_all(access: Access, *, episode: Episode, key: str, at: datetime) -> bool:
    """The person takes back that they cannot come. False where they are expected already.

    key: as `coming_of` has it. A seat is theirs again where one is free, and on a roster they are expected; the task
    that they cannot come is done, or where somebody has done it already the team is told anew. The access must see
    every seat of the operator. Raises NotFound for what is not theirs, BadInput once it has begun, Conflict where it
    is off, no seat is free any more, they are elsewhere then, or staff excused them.
    """
    if access.subjects is not None:
        raise ValueError("Free places are counted of all seats.")
    one = _theirs(access, episode, key, at)
    if one is None:
        raise NotFound
    if one.off:
        raise Conflict("This meeting was called off. You need not do anything.")
    if one.starts <= at:
        raise BadInput("", BEGUN)
    taken = one.group_id is not None and scheduling.take_back_seat(
        access, episode=episode, group_id=one.group_id, on=one.on
    )
    expected = _expect(episode, one)
    if taken or expected:
        _tell(access, episode, one, at)
    return taken or expected


@action(Permission.SEAT_WRITE)
def give_up_time(access: Access, *, episode: Episode, key: str, at: datetime) -> bool:
    """The person gives up a place they took for one date alone. False where they gave it up before.

    Nobody is asked to look for another time: they come to the one that it was for. The access must see every seat, as
    above. Raises NotFound for what is not theirs or is more than one date, BadInput once it has begun.
    """
    place, one = place_of(key), _theirs(access, episode, key, at)
    if place is None or (one is None and place[1] < local_date(at, zone_of(access, episode.program))):
        raise NotFound
    if one is not None and one.starts <= at:
        raise BadInput("", BEGUN)
    given = scheduling.give_up_date(access, episode=episode, group_id=place[0], on=place[1])
    if given and one is not None and one.participation_id is not None:
        rows = Participation.objects.filter(pk=one.participation_id, outcome=EXPECTED)
        rows.update(outcome=EXCUSED, outcome_why=f"{SAID_BEFORE}: another time given up")
    return given


def _theirs(access: Access, episode: Episode, key: str, at: datetime) -> Coming | None:
    today = local_date(at, zone_of(access, episode.program))
    found = coming_of(access, episode=episode, from_on=today, to_on=today + AHEAD)
    return next((one for one in found if one.key == key), None)


def _expect(episode: Episode, one: Coming) -> bool:
    """Where a roster is written, back on it or added to it, as who has a seat is. False for no change."""
    row = Participation.objects.select_for_update().filter(pk=one.participation_id or 0).first()
    if row is None:
        session = Session.objects.filter(group=one.group_id, on=one.on, cancelled_at=None).first()
        if one.group_id is None or session is None:
            return False
        found = Participation.objects.get_or_create(
            session=session, subject_id=episode.subject_id, defaults={"episode": episode}
        )
        return found[1]
    if row.outcome != EXCUSED:
        return False
    if not row.outcome_why.startswith(SAID_BEFORE):
        raise Conflict("Your team has noted that you are excused. Write to them if you can come.")
    row.outcome, row.outcome_why = EXPECTED, ""
    row.save()
    return True


def _tell(access: Access, episode: Episode, one: Coming, at: datetime) -> None:
    """Nobody looks for another time any more; who has done so already hears that they come."""
    subject, what = episode.subject, about(episode, one.key)
    if jobs.finish_about(access, subject=subject, kind=TASK, about=what, at=at, outcome="They can come after all."):
        return
    begins = one.starts.astimezone(zone_of(access, episode.program))
    jobs.ask_for(
        access,
        subject=subject,
        kind=BACK,
        says=f"They can come after all on {begins:%a, %b} {begins.day}, {begins:%H:%M}, and are expected. "
        "See whether another time that was found for them still stands.",
        for_role=role_for(one.group_id),
        due_at=one.starts,
        about=what,
    )
