"""What the reading pages of a chart print: timeline, measures, coverage, trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from stepwell.care.measures import queries as of_measures
from stepwell.doors.drawing.lines import LineChart
from stepwell.doors.staff.assessment.questionnaire import Questionnaire, questionnaire
from stepwell.doors.staff.assessment.results import chart_of
from stepwell.doors.staff.assessment.saying import Flag, change_of, flags_of, score_of
from stepwell.doors.staff.chart.timeline import Moment, Timeline
from stepwell.doors.staff.chart.timeline import timeline as timeline_of
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate import trail as trails
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.gate.trail import Told, TrailPage
from stepwell.registry.coverage import queries as coverages

if TYPE_CHECKING:
    from stepwell.care.measures.models import Measure
    from stepwell.registry.coverage.models import (
        Coverage,
        Estimate,
        PaymentPlan,
        Referral,
        SlidingFee,
        Verification,
    )


@dataclass(frozen=True)
class Day:
    """What happened on a day, by the clinic's clock."""

    on: date
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class TimelinePage:
    """The timeline of one person."""

    head: Head
    line: Timeline
    days: tuple[Day, ...]


@dataclass(frozen=True)
class Giving:
    """One giving of an instrument."""

    measure: Measure
    score: str
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Instrument:
    """One instrument: its givings, the newest first, its line, and how it changed."""

    asked: Questionnaire
    givings: tuple[Giving, ...]
    chart: LineChart | None
    since_last: str
    since_first: str


@dataclass(frozen=True)
class Measures:
    """Every instrument the person was given, those given last first. others: instruments that were not given yet."""

    head: Head
    instruments: tuple[Instrument, ...]
    may_give: bool


@dataclass(frozen=True)
class Plan:
    """A health plan with what it said last and its referrals. parity: questions to the plan, in words."""

    coverage: Coverage
    said_last: Verification | None
    found: tuple[tuple[str, str], ...]
    unverified: tuple[str, ...]
    parity: tuple[str, ...]
    referrals: tuple[Referral, ...]


@dataclass(frozen=True)
class Parts:
    """An agreement to pay in parts: the day and amount of each."""

    agreed: PaymentPlan
    each: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True)
class Money:
    """Who pays, as far as the role may read."""

    head: Head
    plans: tuple[Plan, ...]
    estimates: tuple[Estimate, ...]
    fee: SlidingFee | None
    parts: tuple[Parts, ...]
    authorizations: bool
    may_write: bool
    may_ask: bool


@dataclass(frozen=True)
class Trail:
    """Who saw the record, and what was told to others."""

    head: Head
    page: TrailPage
    told: tuple[Told, ...]


@query(Permission.EPISODE_READ)
def timeline(
    access: Access, *, person_id: int, kinds: Sequence[str], before: datetime | None, now: datetime
) -> TimelinePage:
    """Gather the page. Raises NotFound, BadInput."""
    head = head_of(access, person_id=person_id, now=now)
    line = timeline_of(access, person_id=person_id, kinds=kinds, before=before, limit=40)
    # What has a day and no clock stands at noon UTC: its own day in any zone of the country.
    by_day = groupby(line.moments, key=lambda one: one.at.astimezone(head.zone).date())
    return TimelinePage(head, line, tuple(Day(on, tuple(of)) for on, of in by_day))


@query(Permission.NOTE_READ)
def measures(access: Access, *, person_id: int, now: datetime) -> Measures:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    rows = sorted(of_measures.all_given(access, subject=head.subject), key=lambda row: row.instrument)
    found = [
        _instrument(access, name, list(given), head) for name, given in groupby(rows, key=lambda row: row.instrument)
    ]
    found.sort(key=lambda one: one.givings[0].measure.at, reverse=True)
    return Measures(head, tuple(found), allowed(access.roles, Permission.MEASURE_GIVE))


@query(Permission.COVERAGE_READ)
def money(access: Access, *, person_id: int, now: datetime) -> Money:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    said = coverages.verifications_of(access, subject=head.subject)
    referred = coverages.referrals_of(access, subject=head.subject)
    plans = [
        _plan(
            row,
            next((one for one in said if one.coverage_id == row.pk), None),
            [one for one in referred if one.coverage_id == row.pk],
        )
        for row in coverages.in_force(access, subject=head.subject, on=head.today)
    ]
    return Money(
        head=head,
        plans=tuple(plans),
        estimates=tuple(coverages.estimates_of(access, subject=head.subject)),
        fee=coverages.sliding_fee_on(access, subject=head.subject, on=head.today),
        parts=tuple(map(_parts, coverages.payment_plans_of(access, subject=head.subject))),
        authorizations=allowed(access.roles, Permission.AUTHORIZATION_READ),
        may_write=allowed(access.roles, Permission.COVERAGE_WRITE),
        may_ask=bool(plans) and allowed(access.roles, Permission.AUTHORIZATION_WRITE),
    )


@query(Permission.TRAIL_OF_PERSON)
def trail(access: Access, *, person_id: int, before: int | None, with_system: bool, now: datetime) -> Trail:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    page = trails.trail_of(access, subject=head.subject, before=before, with_system=with_system, limit=40)
    return Trail(head, page, tuple(trails.disclosures_of(access, subject=head.subject)))


def _instrument(access: Access, name: str, rows: list[Measure], head: Head) -> Instrument:
    asked = questionnaire(name, head.today)
    last = rows[-1]
    return Instrument(
        asked=asked,
        givings=tuple(Giving(row, score_of(row), flags_of(row)) for row in reversed(rows)),
        chart=chart_of(asked, rows, head.zone),
        since_last=change_of(of_measures.changed_from(access, first=rows[-2], last=last)) if len(rows) > 1 else "",
        since_first=change_of(of_measures.changed_from(access, first=rows[0], last=last)) if len(rows) > 2 else "",
    )


def _plan(row: Coverage, last: Verification | None, referred: list[Referral]) -> Plan:
    found = tuple((name, _value(value)) for name, value in sorted(last.found.items())) if last else ()
    return Plan(
        coverage=row,
        said_last=last,
        found=found,
        unverified=tuple(str(one) for one in last.unverified) if last else (),
        parity=tuple(_flag(one) for one in last.parity_flags) if last else (),
        referrals=tuple(referred),
    )


def _parts(row: PaymentPlan) -> Parts:
    return Parts(
        row, tuple((date.fromisoformat(one["due_on"]), Decimal(str(one["amount"]))) for one in row.instalments)
    )


def _flag(one: object) -> str:
    return str(one.get("says", "")) if isinstance(one, dict) else str(one)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    return "not said" if value is None else str(value).replace("_", " ")
