"""What sessions do when somebody is away, has left or has died: nobody waits for them."""

from __future__ import annotations

from datetime import date, datetime

from stepwell.care.plans.clock import start_of, zone_of
from stepwell.care.sessions.actions.calling_off import cancel
from stepwell.care.sessions.models import Participation
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs.events import reacts_to
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.events import EpisodeClosed, LeaveBegan
from stepwell.registry.people import queries as people
from stepwell.registry.people.events import PersonDied


@reacts_to(LeaveBegan)
def excuse_on_leave(access: Access, event: LeaveBegan) -> None:
    """Nobody on leave is expected, nor missed."""
    excuse_from(access, episode_id=event.episode_id, on=date.fromisoformat(event.on), why="leave")


@reacts_to(EpisodeClosed)
def excuse_who_left(access: Access, event: EpisodeClosed) -> None:
    """The last day of the stay still counts; nobody is expected after it."""
    excuse_from(access, episode_id=event.episode_id, on=date.fromisoformat(event.on), why="left", same_day=False)


@reacts_to(PersonDied)
def excuse_who_died(access: Access, event: PersonDied) -> None:
    """Nobody calls because somebody who has died did not come."""
    excuse_dead(access, subject_id=event.subject_id)


@action(Permission.REACT)
def excuse_from(access: Access, *, episode_id: int, on: date, why: str, same_day: bool = True) -> int:
    """Excuse somebody from every session from the day on, or after it, and call off those that are theirs alone.

    Returns how many.
    """
    episode = episodes.episode_by_id(access, episode_id=episode_id)
    at = start_of(on, zone_of(access, episode.program))
    rows = Participation.objects.select_related("session").filter(episode=episode, outcome="expected")
    rows = rows.filter(session__on__gte=on) if same_day else rows.filter(session__on__gt=on)
    return sum(_excuse(access, row, why, at) for row in rows.order_by("id"))


@action(Permission.REACT)
def excuse_dead(access: Access, *, subject_id: int) -> int:
    """Excuse somebody who has died from every session from that day on. Returns how many."""
    subject = Subject.objects.get(pk=subject_id)
    death = people.death_of(access, subject=subject)
    if death is None:
        return 0
    stays = episodes.episodes_of(access, subject=subject)
    return sum(excuse_from(access, episode_id=stay.pk, on=death.on, why="died") for stay in stays)


def _excuse(access: Access, row: Participation, why: str, at: datetime) -> int:
    row.outcome, row.outcome_why = "excused", why
    row.save()
    session = row.session
    alone = not Participation.objects.filter(session=session).exclude(outcome="excused").exists()
    if session.group_id is None and alone and session.cancelled_at is None:
        cancel(access, session=session, why=f"The person cannot come: {why}.", at=at)
    return 1
