"""A stay under a health plan, shortest way there: for the tests of what comes after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization import actions as utilization
from stepwell.office.utilization.models import Authorization
from stepwell.registry.coverage.models import Coverage
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Person
from tests.world import TODAY, World


@dataclass(frozen=True)
class Stay:
    """Somebody in treatment and their plan."""

    person: Person
    coverage: Coverage
    episode: Episode

    @property
    def subject(self) -> Subject:
        return self.person.subject


def insure(world: World, person: Person, payer: str = "payers/harbor-mutual") -> Coverage:
    """A health plan for the person."""
    with opened(world.access(Role.COORDINATOR)):
        return Coverage.objects.create(
            subject=person.subject,
            payer=payer,
            plan_name="Harbor Mutual PPO",
            member_id="HM123456789",
            group_number="GRP100",
            since=TODAY - timedelta(days=100),
        )


def in_treatment(
    world: World, *, payer: str = "payers/harbor-mutual", on: date = TODAY, person: Person | None = None
) -> Stay:
    """Amara (or who is given) under that payer's contract, admitted on the day at level 2.1 for nine hours."""
    person = person or world.amara()
    episode = episodes.open_episode(
        world.access(Role.COORDINATOR),
        subject=person.subject,
        program=world.a.program,
        on=on,
        level="2.1",
        weekly_hours=Decimal(9),
        days_per_week=3,
    )
    return Stay(person, insure(world, person, payer), episode)


def authorized(world: World, stay: Stay, *, units: int = 12, **granted: Any) -> Authorization:
    """An authorization asked for and granted before the stay began."""
    reviewer = world.access(Role.REVIEWER)
    span = {"span_from": TODAY, "span_to": TODAY + timedelta(days=40)}
    row = utilization.request(
        reviewer,
        subject=stay.subject,
        coverage=stay.coverage,
        code="H0015",
        level="2.1",
        units=units,
        at=world.at(TODAY - timedelta(days=5)),
        episode=stay.episode,
        **span,
    )
    given = {"number": "AUTH778899", "at": world.at(TODAY - timedelta(days=3)), "units": units, **span, **granted}
    utilization.grant(reviewer, authorization=row, **given)
    return row
