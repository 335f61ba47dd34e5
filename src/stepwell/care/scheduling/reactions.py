"""What scheduling does when a stay pauses, goes on or ends, and when somebody has died."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from stepwell.care.scheduling.actions.leaving import free_seats, give_back_seats, leave_group
from stepwell.care.scheduling.models import Membership
from stepwell.care.scheduling.seating import LEAVE
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs.events import reacts_to
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.events import EpisodeClosed, LeaveBegan, LeaveEnded
from stepwell.registry.people import queries as people
from stepwell.registry.people.events import PersonDied

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@reacts_to(LeaveBegan)
def seats_pause(access: Access, event: LeaveBegan) -> None:
    """Seats of the days away are free for others; the person goes on belonging to the groups."""
    episode = episodes.episode_by_id(access, episode_id=event.episode_id)
    for leave in episodes.leaves(access, episode=episode):
        if leave.pk == event.leave_id:
            upper = leave.during.upper
            last = upper - timedelta(days=1) if upper else None
            free_seats(access, episode=episode, from_on=leave.during.lower, to_on=last, why=LEAVE)


@reacts_to(LeaveEnded)
def seats_go_on(access: Access, event: LeaveEnded) -> None:
    """Seats that are still free are the person's again; for the others somebody looks."""
    episode = episodes.episode_by_id(access, episode_id=event.episode_id)
    if episode.ended_on is None:
        give_back_seats(access, episode=episode, from_on=date.fromisoformat(event.on))


@reacts_to(EpisodeClosed)
def seats_end(access: Access, event: EpisodeClosed) -> None:
    """The stay's last day was its last in the groups."""
    episode = episodes.episode_by_id(access, episode_id=event.episode_id)
    leave_all(access, episode=episode, on=date.fromisoformat(event.on) + timedelta(days=1), why="stay ended")


@reacts_to(PersonDied)
def nobody_waits_for_them(access: Access, event: PersonDied) -> None:
    """No seat is kept and no group expects the person any more."""
    subject = people.person_of(access, subject_id=event.subject_id).subject
    death = people.death_of(access, subject=subject)
    if death is None:
        return
    for episode in episodes.episodes_of(access, subject=subject):
        leave_all(access, episode=episode, on=death.on, why="death")


@action(Permission.REACT)
def leave_all(access: Access, *, episode: Episode, on: date, why: str) -> int:
    """Leave every group from the day on. Returns how many were left; doing it again leaves none."""
    rows = list(Membership.objects.select_related("episode").filter(episode=episode, during__endswith__gt=on))
    for membership in rows:
        leave_group(access, membership=membership, on=on, why=why)
    return len(rows)
