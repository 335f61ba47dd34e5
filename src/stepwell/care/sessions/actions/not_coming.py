"""Somebody says beforehand that they cannot come: the seat is free for others, and the team is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from stepwell.care.plans.clock import local_date, zone_of
from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.scheduling.seating import NOT_COMING
from stepwell.care.sessions.models import Participation
from stepwell.care.sessions.queries.coming import EXCUSED, Coming, coming_of
from stepwell.care.sessions.said_before import BACK, BEGUN, SAID_BEFORE, TASK, about, role_for
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound
from stepwell.foundation.jobs import actions as jobs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

#: How far ahead somebody may say it.
AHEAD = timedelta(weeks=8)
MOST = 80


@action(Permission.SEAT_WRITE)
def cannot_come(access: Access, *, episode: Episode, key: str, at: datetime, why: str = "") -> Coming:
    """The person says that they cannot come to a meeting of theirs. Returns it as it was.

    key: as `coming_of` has it. why: free words, may be empty; cut at 80 characters. The seat is freed, so that somebody
    else may have it; on a roster they are excused. Whoever keeps seats is asked to look, before the meeting begins.
    Raises NotFound for what is not theirs, BadInput once it has begun, Conflict when it was said before or it is off.
    """
    house = Access.system(access.operator_id)
    zone = zone_of(house, episode.program)
    today = local_date(at, zone)
    every = coming_of(house, episode=episode, from_on=today, to_on=today + AHEAD)
    one = next((each for each in every if each.key == key), None)
    if one is None:
        raise NotFound
    if one.not_coming:
        raise Conflict("You told us this already. Nothing was done twice.")
    if one.off:
        raise Conflict("This meeting was called off. You need not do anything.")
    if one.starts <= at or one.outcome != "expected":
        raise BadInput("why", BEGUN)
    words = " ".join(why.replace("\x00", "").split())[:MOST]
    if one.participation_id is not None:
        Participation.objects.filter(pk=one.participation_id).update(
            outcome=EXCUSED, outcome_why=f"{SAID_BEFORE}: {words}".removesuffix(": ")[:100]
        )
    if one.group_id is not None:
        group = of_scheduling.group_by_id(house, group_id=one.group_id)
        scheduling.free_seats(house, episode=episode, from_on=one.on, to_on=one.on, why=NOT_COMING, group=group)
    begins = one.starts.astimezone(zone)
    says = f"They cannot come on {begins:%a, %b} {begins.day}, {begins:%H:%M}" + (f": {words}" if words else "")
    jobs.ask_for(
        house,
        subject=episode.subject,
        kind=TASK,
        says=f"{says}. See whether another time fits, and whether they need help.",
        for_role=role_for(one.group_id),
        due_at=one.starts,
        about=about(episode, one.key),
    )
    jobs.finish_about(
        house, subject=episode.subject, kind=BACK, about=about(episode, one.key), at=at, outcome="They cannot come."
    )
    return one
