"""When somebody was there, and will be, as the rule of treatment hours takes it. Called inside an open gate."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from stepwell.care.plans import queries as plans
from stepwell.care.plans.clock import zone_of
from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions.models import Participation, Session
from stepwell.care.sessions.rules.counting import HOLISTIC, hours_kind, shared_time
from stepwell.care.sessions.rules.hours import BREAK
from stepwell.care.sessions.rules.hours_facts import Present
from stepwell.care.sessions.rules.intervals import Stretch, stretch, union
from stepwell.foundation.gate.access import Access

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

HOURS = "scheduling/treatment-hours"


def there(row: Participation) -> list[Stretch]:
    """The stretches somebody was in the session, in UTC and in order; voided ones are left out."""
    return union(stretch(one.during.lower, one.during.upper) for one in row.presences.all() if one.voided_at is None)


def breaks_in(session: Session) -> list[Stretch]:
    """The breaks of the session, in UTC."""
    return union(stretch(one.during.lower, one.during.upper) for one in session.breaks.all())


def present_of(access: Access, episode: Episode, rows: Iterable[Participation], on: date) -> list[Present]:
    """What somebody attended, breaks beside it, on the site's clock. on: the day whose plan says what is on it."""
    rows = list(rows)
    holistic = any(row.session.kind == HOLISTIC for row in rows)
    on_plan = holistic and plans.plans_session_kind(access, episode=episode, kind=HOLISTIC, on=on)
    return present_in(rows, zone_of(access, episode.program), on_plan=on_plan)


def present_in(rows: Iterable[Participation], zone: ZoneInfo, *, on_plan: bool) -> list[Present]:
    """The same of rows whose site's zone is known. on_plan: whether holistic sessions are on the person's plan."""
    found: list[Present] = []
    for row in rows:
        for one in there(row):
            found.append(_present(row.session, one, zone, on_plan))
            found += [_local(part, zone, BREAK) for part in shared_time(one, breaks_in(row.session))]
    return found


def coming(access: Access, episode: Episode, from_on: date, to_on: date) -> list[Present]:
    """What is planned from a day to a day: seats in groups that were not held or called off yet, and sessions
    somebody is expected at."""
    zone = zone_of(access, episode.program)
    rows = Participation.objects.select_related("session__split_from").filter(
        episode=episode, session__on__range=(from_on, to_on), session__cancelled_at=None
    )
    # Who went along when a group was split is counted where they went.
    decided = {(row.session.group_id, row.session.on) for row in rows}
    decided |= {(row.session.split_from.group_id, row.session.on) for row in rows if row.session.split_from is not None}
    called_off = set(
        Session.objects.filter(on__range=(from_on, to_on), group__isnull=False)
        .exclude(cancelled_at=None)
        .values_list("group_id", "on")
    )
    found = [
        _present(row.session, stretch(row.session.starts_at, row.session.ends_at), zone, True)
        for row in rows
        if row.outcome == "expected"
    ]
    for one in scheduling.planned_meetings(access, episode=episode, from_on=from_on, to_on=to_on):
        if (one.group_id, one.on) not in decided | called_off:
            found.append(Present(one.starts.astimezone(zone), one.ends.astimezone(zone)))
    return found


def _present(session: Session, one: Stretch, zone: ZoneInfo, on_plan: bool) -> Present:
    kind = hours_kind(session.kind, session.counts)
    return Present(*_on_clock(one, zone), kind=kind, therapist_led=session.counts, on_plan=on_plan)


def _local(one: Stretch, zone: ZoneInfo, kind: str) -> Present:
    return Present(*_on_clock(one, zone), kind=kind)


def _on_clock(one: Stretch, zone: ZoneInfo) -> Stretch:
    return one[0].astimezone(zone), one[1].astimezone(zone)
