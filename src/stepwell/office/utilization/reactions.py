"""What utilization does when a stay pauses, goes on or ends: the payer is told before it finds out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import action
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.jobs.events import reacts_to
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization import asking
from stepwell.office.utilization.models import Authorization
from stepwell.office.utilization.rules.deadlines import DEADLINES
from stepwell.office.utilization.spans import history, standing_grant
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.events import EpisodeClosed, LeaveBegan, LeaveEnded, LevelChanged

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode


@reacts_to(LeaveBegan)
def pause_with_the_payer(access: Access, event: LeaveBegan) -> None:
    """Units are not used while the person is away; the payer must hear it."""
    says = f"Tell the payer that treatment pauses since {event.on}; ask whether {{number}} keeps its days."
    tell_payer(access, episode_id=event.episode_id, on=event.on, kind="payer-leave-began", says=says, deadline="leave")


@reacts_to(LeaveEnded)
def resume_with_the_payer(access: Access, event: LeaveEnded) -> None:
    """The days that paused may lie behind the end date now."""
    says = (
        f"Tell the payer that treatment goes on since {event.on}; ask to move the end of {{number}} by the days away."
    )
    tell_payer(access, episode_id=event.episode_id, on=event.on, kind="payer-leave-ended", says=says, deadline="leave")


@reacts_to(LevelChanged)
def tell_of_the_level(access: Access, event: LevelChanged) -> None:
    """Days are granted for a level: another one wants another authorization. Fewer days at the same level do not."""
    says = f"Tell the payer that the level is {event.level} since {event.on}; {{number}} was granted for {{level}}."
    tell_payer(
        access, episode_id=event.episode_id, on=event.on, kind="payer-level-changed", says=says, deadline="level",
        but_for_level=event.level,
    )  # fmt: skip


@reacts_to(EpisodeClosed)
def give_back_what_is_left(access: Access, event: EpisodeClosed) -> None:
    """A stay has ended: open authorizations are closed with the payer."""
    says = f"Tell the payer that the stay ended on {event.on} and close {{number}}."
    tell_payer(access, episode_id=event.episode_id, on=event.on, kind="payer-stay-ended", says=says, deadline="ended")


@action(Permission.REACT)
def tell_payer(
    access: Access, *, episode_id: int, on: str, kind: str, says: str, deadline: str, but_for_level: str = ""
) -> int:
    """Ask the reviewer to tell the payer of each authorization that covers the day. Returns how many.

    says: "{number}" and "{level}" in it become what was granted. deadline: a rule of `deadlines/utilization`.
    but_for_level: authorizations of that level need not be told of.
    """
    episode = episodes.episode_by_id(access, episode_id=episode_id)
    day = date.fromisoformat(on)
    due = _morning(episode, day) + timedelta(days=load(DEADLINES, day).rule(deadline)["days"])
    rows = list(Authorization.objects.select_related("subject").filter(episode=episode).order_by("id"))
    told = 0
    for row in rows:
        grant = standing_grant(history([row])[row.pk])
        if grant is not None and grant.span_from <= day <= grant.span_to and row.level != but_for_level:
            asking.ask(access, row, kind, says.format(number=grant.number, level=row.level), due)
            told += 1
    return told


def _morning(episode: Episode, day: date) -> datetime:
    """Nine o'clock by the site's clock: the office is open."""
    return datetime.combine(day, time(9), ZoneInfo(episode.program.site.time_zone))
