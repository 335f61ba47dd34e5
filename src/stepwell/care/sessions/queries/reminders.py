"""Who is expected tomorrow and may be reminded today, in which ways and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.rules.reminding import ReminderFacts, reminder_text
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import concerns, query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import NotAllowed
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.people import queries as people

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.episodes.models import Episode

REMINDERS = "reminders/appointment"


@dataclass(frozen=True)
class SafeWay:
    """A way the person said is safe. leave_message: whether words may be left where somebody else could hear them."""

    kind: str
    value: str
    leave_message: bool


@dataclass(frozen=True)
class Reminder:
    """Somebody to remind. starts: of their first session that day, on the site's clock. text: what may be said or
    written, word by word. not_before, not_after: the hours of the day of reminding in which it may reach them."""

    subject_id: int
    episode_id: int
    starts: datetime
    ways: tuple[SafeWay, ...]
    text: str
    not_before: datetime
    not_after: datetime


@query(Permission.SCHEDULE_READ)
def to_remind(access: Access, *, on: date) -> list[Reminder]:
    """Who is expected on the day after `on` and may be reminded on it, one reminder a person, the earliest first.

    Nobody on leave that day, nobody who has died or has left, nobody without a way that is safe on the day; what was
    called off or excused is not expected. Raises NotAllowed where the policy's words would reveal treatment. Source:
    reminders/appointment.
    """
    policy = load(REMINDERS, on)
    day = on + timedelta(days=1)
    away = episodes.away_on(access, on=day)
    first: dict[int, tuple[datetime, Episode]] = {}
    for starts, episode in _expected(access, day):
        here = episode.pk not in away and (episode.ended_on is None or episode.ended_on >= day)
        if here and (episode.subject_id not in first or starts < first[episode.subject_id][0]):
            first[episode.subject_id] = starts, episode
    reach = people.to_reach(access, subject_ids=list(first), on=on)
    found = [_reminder(one, *first[one.subject_id], on, policy) for one in reach]
    concerns(*(one.subject_id for one in found))
    return sorted((one for one in found if one.ways), key=lambda one: (one.starts, one.subject_id))


def _expected(access: Access, day: date) -> Iterator[tuple[datetime, Episode]]:
    """When each person is expected: at sessions they are on the roster of, and at meetings they have a seat in whose
    roster is not written yet."""
    rows = list(
        Participation.objects.select_related("session__split_from", "episode__program__site").filter(
            session__on=day, session__cancelled_at=None
        )
    )
    for row in rows:
        if row.outcome == "expected":
            yield row.session.starts_at.astimezone(_zone(row.episode)), row.episode
    decided = {(row.session.group_id, row.episode_id) for row in rows}
    decided |= {(row.session.split_from.group_id, row.episode_id) for row in rows if row.session.split_from is not None}
    off = Session.objects.filter(on=day, group__isnull=False).exclude(cancelled_at=None)
    called_off = set(off.values_list("group_id", flat=True))
    seats = scheduling.seats_on(access, on=day)
    moved = scheduling.starts_on(access, group_ids={seat.group_id for seat in seats}, on=day)
    for seat in seats:
        episode = seat.membership.episode
        if seat.group_id not in called_off and (seat.group_id, episode.pk) not in decided:
            yield datetime.combine(day, moved.get(seat.group_id, seat.group.starts), _zone(episode)), episode


def _reminder(one: people.Reach, starts: datetime, episode: Episode, on: date, policy: Policy) -> Reminder:
    site = episode.program.site
    worded = reminder_text(ReminderFacts(one.language, starts.time(), site.phone), policy)
    if not worded.answer:
        raise NotAllowed(worded.reasons)
    kinds = policy.rule("ways")["kinds"]
    ways = tuple(SafeWay(way.kind, way.value, way.leave_message) for way in one.ways if way.kind in kinds)
    hours = policy.rule("hours")
    not_before, not_after = (
        datetime.combine(on, time.fromisoformat(hours[name]), _zone(episode)) for name in ("not_before", "not_after")
    )
    return Reminder(one.subject_id, episode.pk, starts, ways, worded.answer, not_before, not_after)


def _zone(episode: Episode) -> ZoneInfo:
    return ZoneInfo(episode.program.site.time_zone)
