"""Who is here, and which seats are free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse

from stepwell.care.scheduling.queries import DaypartSeats
from stepwell.doors.drawing.bars import Bar, BarChart
from stepwell.doors.drawing.cohort import Cohort, CohortWeek
from stepwell.doors.staff.dashboard.asking import Asked, asked
from stepwell.doors.staff.dashboard.part import Block, Part, Rows, Told, about
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.office.reports import queries as reports
from stepwell.office.reports.queries import Census, CensusDay, FreeSeats


def level_name(code: str) -> str:
    """A level as short as a picture has room for."""
    return said(code).removeprefix("Level ") if code else "no level that day"


@query(Permission.REPORT_READ)
def census(access: Access, *, given: Mapping[str, str], now: datetime) -> Part:
    """People in treatment by level and site, on the last day and week by week."""
    question = asked(access, given=given, now=now)
    found = reports.census(access, from_on=question.from_on, to_on=question.to_on, site_id=question.site_id)
    empty = "" if any(day.people for day in found.weeks) else "Nobody was in treatment in this period."
    blocks = (_cohort(found, question), *([_by_site(found, question)] if found.rows else []))
    return Part("census", "Census", question, () if empty else blocks, empty)


def _levels(found: Census) -> list[str]:
    codes = {code for day in found.weeks for code in day.by_level}
    return sorted(codes | {row.level for row in found.rows})


def _cohort(found: Census, question: Asked) -> Block:
    levels = _levels(found)
    weeks = tuple(
        CohortWeek(monday, tuple((code, day.by_level.get(code, 0)) for code in levels))
        for monday, day in _by_week(found.weeks).items()
    )
    today = found.weeks[-1]
    away = sum(row.on_leave for row in found.rows)
    cohort = Cohort(
        about=about("People in treatment by level of care", found.basis, question, "people"),
        levels=tuple((code, level_name(code)) for code in levels),
        weeks=weeks,
        today=question.to_on,
    )
    figures = (
        Told("In treatment", str(today.people), f"on {question.to_on:%b} {question.to_on.day}"),
        *(Told(level_name(code), str(today.by_level.get(code, 0))) for code in levels),
        Told("Of them on leave", str(away)),
    )
    return Block(
        figures=figures,
        cohort=cohort,
        few=found.basis.few
        if found.basis.n
        else f"Nobody is in treatment on {question.to_on:%b} {question.to_on.day}.",
        rule=found.basis.rule,
    )


def _by_week(days: Sequence[CensusDay]) -> dict[date, CensusDay]:
    """The last count of each week by its Monday."""
    return {day.on - timedelta(days=day.on.weekday()): day for day in days}


def _by_site(found: Census, question: Asked) -> Block:
    levels = _levels(found)
    sites = list(dict.fromkeys(row.site for row in found.rows))
    count = Counter[tuple[str, str]]()
    for row in found.rows:
        count[row.site, row.level] += row.people
    bars = tuple(Bar(site, tuple(count[site, code] for code in levels)) for site in sites)
    rows = tuple(
        (row.site, row.program, level_name(row.level), str(row.people), str(row.on_leave)) for row in found.rows
    )
    chart = BarChart(
        about("People in treatment by site", found.basis, question, "people"), tuple(map(level_name, levels)), bars
    )
    return Block(
        bars=chart,
        rows=Rows("Site, program and level", ("Site", "Program", "Level", "People", "On leave"), rows),
    )


@query(Permission.REPORT_READ)
def seats(access: Access, *, given: Mapping[str, str], now: datetime) -> Part:
    """Free seats of every program by its parts of the day, from today on."""
    question = asked(access, given=given, now=now)
    found = reports.free_seats(access, on=question.today, site_id=question.site_id)
    names = list(dict.fromkeys(part.name for program in found.programs for part in program.dayparts))
    empty = "" if names else "No program holds groups yet. Open a group to have seats."
    more = ((reverse("programs"), "Programs and their groups"),)
    return Part("seats", "Free seats", question, () if empty else (_seats(found, names, question),), empty, more)


def _seats(found: FreeSeats, names: list[str], question: Asked) -> Block:
    each = [(row, {part.name: part for part in row.dayparts}) for row in found.programs]
    several = len({row.program for row, _ in each}) > 1
    bars = tuple(
        Bar(f"{row.site}: {row.program}" if several else row.site, tuple(_free(parts, name) for name in names))
        for row, parts in each
    )
    rows = tuple(
        (row.site, row.program, part.name.capitalize(), str(part.groups), str(part.free))
        for row, parts in each
        for part in parts.values()
    )
    return Block(
        figures=(
            Told("Free seats", str(found.basis.n), "in all programs shown"),
            *(Told(name.capitalize(), str(sum(_free(parts, name) for _, parts in each))) for name in names),
        ),
        bars=BarChart(about("Free seats by part of the day", found.basis, question, "seats"), tuple(names), bars),
        rows=Rows("Free seats", ("Site", "Program", "Part of the day", "Groups with a free seat", "Free seats"), rows),
        rule=found.basis.rule,
    )


def _free(parts: Mapping[str, DaypartSeats], name: str) -> int:
    part = parts.get(name)
    return part.free if part else 0
