"""Who is in treatment, by level and site, today and week by week; and which seats are free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.scheduling.queries import DaypartSeats
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.policy.loading import load
from stepwell.office.reports.rules import counting
from stepwell.office.reports.rules.counting import Basis
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.programs import queries as programs

if TYPE_CHECKING:
    from stepwell.registry.episodes.models import Episode

DASHBOARD = "reports/dashboard"


@dataclass(frozen=True)
class LevelCount:
    """People at one level of care in one program. level: empty where a stay has none that day."""

    site_id: int
    site: str
    program_id: int
    program: str
    level: str
    people: int
    on_leave: int


@dataclass(frozen=True)
class CensusDay:
    """People on a day, by level and by site."""

    on: date
    people: int
    by_level: dict[str, int]
    by_site: dict[str, int]


@dataclass(frozen=True)
class Census:
    """The census of today in rows, and of each week's Monday (the last one: of today)."""

    basis: Basis
    rows: tuple[LevelCount, ...]
    weeks: tuple[CensusDay, ...]


@dataclass(frozen=True)
class SiteSeats:
    """Free seats of one program by its parts of the day."""

    site_id: int
    site: str
    program_id: int
    program: str
    dayparts: tuple[DaypartSeats, ...]


@dataclass(frozen=True)
class FreeSeats:
    """Free seats of every program. basis.n: of all of them together."""

    basis: Basis
    programs: tuple[SiteSeats, ...]


@query(Permission.REPORT_READ)
def census(access: Access, *, from_on: date, to_on: date, site_id: int | None = None) -> Census:
    """People in treatment on `to_on` by level and site, and the same on each Monday from `from_on` on. Three reads.

    site_id: one site only. Raises BadInput.
    """
    if to_on < from_on:
        raise BadInput("to_on", "The last day of a report cannot be before the first.")
    first = counting.mondays(from_on, to_on)[0]
    found = episodes.every_stay_between(access, from_on=first, to_on=to_on, site_id=site_id)
    policy = load(DASHBOARD, to_on)
    days = [*(monday for monday in counting.mondays(from_on, to_on) if monday < to_on), to_on]
    here = [stay for stay in found if _here(stay, to_on)]
    basis = counting.basis(policy, "census", len(here), "people", from_on, to_on)
    return Census(basis, _rows(here, to_on), tuple(_day(found, on) for on in days))


@query(Permission.REPORT_READ)
def free_seats(access: Access, *, on: date, site_id: int | None = None) -> FreeSeats:
    """Free seats of every program by its parts of the day, on the day and later. Three reads however many programs."""
    running = [
        each
        for each in programs.programs(access)
        if (site_id is None or each.site_id == site_id) and (each.until is None or each.until >= on)
    ]
    found = scheduling.free_seats_of(access, running=running, on=on)
    rows = tuple(SiteSeats(each.site_id, each.site.name, each.pk, each.name, tuple(found[each.pk])) for each in running)
    free = sum(part.free for row in rows for part in row.dayparts)
    basis = counting.basis(load(DASHBOARD, on), "free-seats", free, "seats", on, on)
    return FreeSeats(basis, rows)


def _here(stay: Episode, on: date) -> bool:
    return stay.admitted_on <= on and (stay.ended_on is None or on <= stay.ended_on)


def _level(stay: Episode, on: date) -> str:
    """The level of the span that holds the day: the last day of a stay is the last of its span."""
    return next((span.level for span in stay.spans.all() if _holds(span.during, on)), "")


def _holds(during: object, on: date) -> bool:
    lower, upper = getattr(during, "lower", None), getattr(during, "upper", None)
    return lower is not None and lower <= on and (upper is None or on < upper)


def _rows(here: Sequence[Episode], on: date) -> tuple[LevelCount, ...]:
    groups: dict[tuple[str, int, str], list[Episode]] = {}
    for stay in here:
        groups.setdefault((stay.program.site.name, stay.program_id, _level(stay, on)), []).append(stay)
    return tuple(
        LevelCount(
            site_id=same[0].program.site_id,
            site=site,
            program_id=program_id,
            program=same[0].program.name,
            level=level,
            people=len(same),
            on_leave=sum(any(_holds(leave.during, on) for leave in stay.leaves.all()) for stay in same),
        )
        for (site, program_id, level), same in sorted(groups.items())
    )


def _day(found: Sequence[Episode], on: date) -> CensusDay:
    here = [stay for stay in found if _here(stay, on)]
    levels = Counter(_level(stay, on) for stay in here)
    sites = Counter(stay.program.site.name for stay in here)
    return CensusDay(on, len(here), dict(sorted(levels.items())), dict(sorted(sites.items())))
