"""One person's days week by week, their claims, and what they pay themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from stepwell.doors.staff.billing.days import DayShown, payer_name, shown
from stepwell.doors.staff.people.head import Head, head_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.office.claims import queries as claims
from stepwell.office.claims.models import Claim
from stepwell.registry.coverage import queries as coverages
from stepwell.registry.coverage.models import Coverage, Estimate, PaymentPlan, SlidingFee
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person

SELF_PAY = "payers/self-pay"
#: Long before any stay: all days of the person.
EVER = date(1990, 1, 1)


@dataclass(frozen=True)
class Week:
    """Seven days from a Monday on; None where nothing was attended. minutes: of the week."""

    monday: date
    days: tuple[DayShown | None, ...]
    minutes: int


@dataclass(frozen=True)
class Fees:
    """What the person pays themselves."""

    sliding: SlidingFee | None
    plans: tuple[PaymentPlan, ...]
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True)
class PersonBilling:
    """What the page prints. counts: days by state. fees: None for who may not read coverage."""

    head: Head
    weeks: tuple[Week, ...]
    days: tuple[DayShown, ...]
    counts: dict[str, int]
    claims: tuple[Claim, ...]
    coverages: tuple[tuple[Coverage, str], ...]
    fees: Fees | None
    may_write: bool
    may_set_fee: bool
    may_estimate: bool


@dataclass(frozen=True)
class ToClaim:
    """What making claims starts from: the person's days in order."""

    head: Head
    days: tuple[DayShown, ...]

    @property
    def first_billable(self) -> date | None:
        """The oldest day that could go on a claim."""
        return next((day.on for day in self.days if day.state == "billable"), None)

    @property
    def version(self) -> str:
        """Changes with every ruling and claim."""
        claimed = sum(day.state == "claimed" for day in self.days)
        return f"{claimed}-{max((day.ruled_at.isoformat() for day in self.days), default='')}"


@dataclass(frozen=True)
class ToSet:
    """What setting a fee or an estimate starts from."""

    head: Head
    coverages: tuple[tuple[Coverage, str], ...]
    fees: Fees


@query(Permission.BILLING_READ)
def whose(access: Access, *, starts_with: str) -> list[Person]:
    """People whose billing may be opened, by how a name starts."""
    return people.people(access, starts_with=starts_with)


@query(Permission.BILLING_READ)
def person_billing(access: Access, *, person_id: int, now: datetime) -> PersonBilling:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    days = _days(access, head)
    states = ("billable", "held", "claimed", "unpaid")
    reads = allowed(access.roles, Permission.COVERAGE_READ)
    return PersonBilling(
        head=head,
        weeks=_weeks(days),
        days=days,
        counts={state: sum(day.state == state for day in days) for state in states},
        claims=tuple(claims.claims_of(access, episode=head.episode)) if head.episode else (),
        coverages=_plans(access, head) if reads else (),
        fees=_fees(access, head) if reads else None,
        may_write=allowed(access.roles, Permission.BILLING_WRITE) and head.episode is not None,
        may_set_fee=allowed(access.roles, Permission.FEE_SET),
        may_estimate=allowed(access.roles, Permission.COVERAGE_WRITE),
    )


@query(Permission.BILLING_WRITE)
def to_claim(access: Access, *, person_id: int, now: datetime) -> ToClaim:
    """What making claims starts from. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    return ToClaim(head, _days(access, head))


@query(Permission.FEE_SET)
def to_set(access: Access, *, person_id: int, now: datetime) -> ToSet:
    """What setting a fee or agreeing on instalments starts from. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    return ToSet(head, _plans(access, head), _fees(access, head))


@query(Permission.COVERAGE_WRITE)
def to_estimate(access: Access, *, person_id: int, now: datetime) -> ToSet:
    """What an estimate starts from. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    return ToSet(head, _plans(access, head), _fees(access, head))


def _days(access: Access, head: Head) -> tuple[DayShown, ...]:
    rows = claims.days_at_hand(access, since=EVER, subject_id=head.subject.pk)
    return tuple(shown(access, row, head.person.pk) for row in sorted(rows, key=lambda row: row.on))


def _plans(access: Access, head: Head) -> tuple[tuple[Coverage, str], ...]:
    rows = coverages.in_force(access, subject=head.subject, on=head.today)
    return tuple((plan, payer_name(plan.payer, head.today)) for plan in rows)


def _fees(access: Access, head: Head) -> Fees:
    return Fees(
        sliding=coverages.sliding_fee_on(access, subject=head.subject, on=head.today),
        plans=tuple(coverages.payment_plans_of(access, subject=head.subject)),
        estimates=tuple(coverages.estimates_of(access, subject=head.subject)[:3]),
    )


def _weeks(days: tuple[DayShown, ...]) -> tuple[Week, ...]:
    by_week: dict[date, dict[int, DayShown]] = {}
    for day in days:
        by_week.setdefault(day.on - timedelta(days=day.on.weekday()), {})[day.on.weekday()] = day
    return tuple(
        Week(monday, tuple(of.get(place) for place in range(7)), sum(day.minutes for day in of.values()))
        for monday, of in sorted(by_week.items(), reverse=True)
    )
