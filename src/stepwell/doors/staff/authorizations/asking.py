"""Asking a payer for days: the plans of the person, the levels there are, and what the contract grants at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from stepwell.doors.staff.people.head import Head, head_of
from stepwell.doors.staff.shell.said import said
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.office.claims.contracts import terms_of
from stepwell.registry.coverage import queries as coverages
from stepwell.registry.coverage.models import Coverage
from stepwell.registry.episodes import queries as episodes
from stepwell.registry.episodes.queries import Step
from stepwell.registry.people import queries as people
from stepwell.registry.people.models import Person

LEVELS = ("1.0", "1.5", "1.7", "2.1", "2.5", "2.7")


@dataclass(frozen=True)
class Asking:
    """What the page prints. initial: what the contract and the stay suggest."""

    head: Head
    plans: tuple[Coverage, ...]
    levels: list[tuple[str, str]]
    initial: dict[str, Any]

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Plans as they are offered."""
        return [(plan.pk, f"{plan.plan_name}, member {plan.member_id}") for plan in self.plans]

    def plan(self, number: int) -> Coverage:
        """The plan of that number, one of the offered."""
        return next(plan for plan in self.plans if plan.pk == number)


@query(Permission.AUTHORIZATION_WRITE)
def whom(access: Access, *, starts_with: str) -> list[Person]:
    """People for whom days may be asked for, by how a name starts."""
    return people.people(access, starts_with=starts_with)


@query(Permission.AUTHORIZATION_WRITE)
def asking(access: Access, *, person_id: int, now: datetime) -> Asking:
    """Gather the page. Raises NotFound."""
    head = head_of(access, person_id=person_id, now=now)
    plans = tuple(coverages.in_force(access, subject=head.subject, on=head.today))
    stay = head.open_episode
    step = episodes.level_on(access, episode=stay, on=head.today) if stay else None
    return Asking(head, plans, [(level, said(level)) for level in LEVELS], _initial(plans, step, head.today))


def _initial(plans: tuple[Coverage, ...], step: Step | None, today: date) -> dict[str, Any]:
    """The contract's own first number of days, spread over the planned days a week."""
    found: dict[str, Any] = {"level": step.level if step else "2.1", "span_from": today}
    if not plans:
        return found
    contract = terms_of(plans[0].payer, today)
    terms, per_diem = contract.merged("authorization"), contract.merged("per-diem")
    units = int(terms.get("initial_days") or 0)
    a_week = max(step.days_per_week, 1) if step else 3
    found |= {"coverage": plans[0].pk, "code": per_diem.get("code", "")}
    if units:
        found |= {"units": units, "span_to": today + timedelta(days=-(-units // a_week) * 7 - 1)}
    return found
