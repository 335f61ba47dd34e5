"""Who came, and whether the treatment hours of the week were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from stepwell.care.sessions import queries as sessions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.policy.loading import load
from stepwell.office.reports.queries.census import DASHBOARD
from stepwell.office.reports.rules import counting
from stepwell.office.reports.rules.counting import Basis, Share, WeekShare
from stepwell.registry.episodes import queries as episodes

if TYPE_CHECKING:
    from stepwell.foundation.policy.document import Policy
    from stepwell.registry.episodes.models import Episode

SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class Attendance:
    """Show rate and hours kept, each over the whole period and week by week."""

    show_basis: Basis
    show: Share
    show_weeks: tuple[WeekShare, ...]
    hours_basis: Basis
    hours: Share
    hours_weeks: tuple[WeekShare, ...]


@dataclass(frozen=True)
class _Week:
    """A whole week of one stay. kept: None where there was leave in it."""

    monday: date
    kept: bool | None


@query(Permission.REPORT_READ)
def attendance(access: Access, *, from_on: date, to_on: date, site_id: int | None = None) -> Attendance:
    """Show rate, and weeks in which the hours were kept, by week. Eight reads at most, however many people there are.

    Only weeks that have ended by `to_on` count for the hours. site_id: one site only. Raises BadInput.
    """
    if to_on < from_on:
        raise BadInput("to_on", "The last day of a report cannot be before the first.")
    policy = load(DASHBOARD, to_on)
    found = episodes.every_stay_between(access, from_on=from_on, to_on=to_on, site_id=site_id)
    program_ids = sorted({stay.program_id for stay in found})
    came: dict[date, Counter[str]] = {monday: Counter() for monday in counting.mondays(from_on, to_on)}
    for day in sessions.came_by_day(access, program_ids=program_ids, from_on=from_on, to_on=to_on):
        came[day.on - timedelta(days=day.on.weekday())].update(day.outcomes)
    whole = sum(came.values(), Counter[str]())
    shown = counting.show(whole, policy)
    weeks = list(_weeks(access, found, from_on, to_on, program_ids, policy))
    judged = [week for week in weeks if week.kept is not None]
    away = len(weeks) - len(judged)
    undecided = whole["expected"]
    return Attendance(
        show_basis=counting.basis(
            policy,
            "show-rate",
            shown.of,
            "sessions",
            from_on,
            to_on,
            f"{undecided} not decided yet" if undecided else "",
        ),
        show=shown,
        show_weeks=tuple(WeekShare(monday, counting.show(of_week, policy)) for monday, of_week in came.items()),
        hours_basis=counting.basis(
            policy, "hours-kept", len(judged), "weeks", from_on, to_on, f"{away} with a day of leave" if away else ""
        ),
        hours=_share(judged),
        hours_weeks=tuple(
            WeekShare(monday, _share([one for one in judged if one.monday == monday])) for monday in came
        ),
    )


def _share(weeks: list[_Week]) -> Share:
    return Share(sum(bool(week.kept) for week in weeks), len(weeks))


def _weeks(
    access: Access, found: list[Episode], from_on: date, to_on: date, program_ids: list[int], policy: Policy
) -> Iterator[_Week]:
    """Every whole week of every stay in the period."""
    whole = [monday for monday in counting.mondays(from_on, to_on) if from_on <= monday and monday + SUNDAY <= to_on]
    if not whole or not found:
        return
    came = sessions.minutes_by_week(access, program_ids=program_ids, from_on=whole[0], to_on=whole[-1] + SUNDAY)
    for stay in found:
        for monday in whole:
            if stay.admitted_on <= monday and (stay.ended_on is None or monday + SUNDAY <= stay.ended_on):
                yield _week(stay, monday, came.get((stay.pk, monday), 0), policy)


def _week(stay: Episode, monday: date, minutes: int, policy: Policy) -> _Week:
    away = any(
        leave.during.lower <= monday + SUNDAY and (leave.during.upper is None or monday < leave.during.upper)
        for leave in stay.leaves.all()
    )
    if away:
        return _Week(monday, None)
    # What the level asks for on the last day of the week, as the guard of the week's hours has it; of a stay that
    # ends on that day the span ends with it.
    spans = sorted(stay.spans.all(), key=lambda span: span.during.lower)
    asked = [span.weekly_hours for span in spans if span.during.lower <= monday + SUNDAY]
    return _Week(monday, counting.kept(minutes, int(asked[-1] * 60) if asked else 0, policy))
