"""Somebody admitted, assessed and diagnosed, with a team's staff at hand: for the tests of care."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from stepwell.care.placement import actions as placement
from stepwell.care.placement.models import Diagnosis
from stepwell.care.plans import actions as plans
from stepwell.care.plans import queries as of_plans
from stepwell.care.plans.models import Objective, Plan
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.episodes.models import Episode
from stepwell.registry.people.models import Person
from tests.world import TODAY, World

RATINGS = {
    "1A": "0", "1B": "0", "1C": "ANY", "2A": "0", "2B": "0", "3A": "ANY", "3B": "0",
    "4A": "B", "4B": "B", "5A": "A", "5B": "0", "5C": "0",
}  # fmt: skip


@dataclass
class CareStay:
    """A person in treatment with one diagnosis."""

    world: World
    person: Person
    episode: Episode
    diagnosis: Diagnosis

    @property
    def subject(self) -> Subject:
        return self.person.subject

    @property
    def objective(self) -> Objective:
        """The first objective of the plan in force."""
        return of_plans.objectives_in_force(self.world.access(Role.COUNSELOR), episode=self.episode, on=TODAY)[0]


def in_care(world: World, person: Person | None = None, on: date = TODAY) -> CareStay:
    """Amara (or who is given), admitted at level 2.1 with a diagnosed alcohol use disorder."""
    person = person or world.amara()
    clinician = world.a.staff[Role.CLINICIAN][0]
    assessment = placement.begin_assessment(
        world.access(Role.COUNSELOR), subject=person.subject, by=world.a.staff[Role.COUNSELOR][0], on=on
    )
    placement.rate(world.access(Role.COUNSELOR), assessment=assessment, ratings=RATINGS)
    diagnosis = placement.diagnose(
        world.access(Role.CLINICIAN),
        assessment=assessment,
        by=clinician,
        on=on,
        substance="alcohol",
        criteria=["larger-or-longer", "cut-down", "craving", "roles"],
        principal=True,
    )
    episode = episodes.open_episode(
        world.access(Role.COORDINATOR),
        subject=person.subject,
        program=world.a.program,
        on=on,
        level="2.1",
        weekly_hours=Decimal(9),
        days_per_week=3,
    )
    return CareStay(world, person, episode, diagnosis)


def problem(stay: CareStay, **changed: Any) -> dict[str, Any]:
    """A problem with one goal, one objective and one intervention."""
    intervention = {
        "modality": "CBT",
        "session_kind": "group",
        "per_week": 3,
        "minutes": 90,
        "weeks": 8,
        "responsible": stay.world.a.staff[Role.COUNSELOR][0],
    }
    objective = {
        "behaviour": "Uses two skills before the evening",
        "measure": "BAM use days",
        "baseline": "4",
        "target": "0",
        "target_on": TODAY + timedelta(weeks=8),
        "interventions": [intervention],
    }
    return {
        "dimension": "D4",
        "diagnosis": stay.diagnosis,
        "says": "Drinks on most evenings",
        "evidence": "Four criteria at intake",
        "goals": [{"quote": "I want my evenings back.", "objectives": [objective]}],
        **changed,
    }


def drafted(stay: CareStay, **changed: Any) -> Plan:
    """A plan for eight weeks of nine hours."""
    on = changed.pop("on", TODAY)
    given = {
        "level_path": [{"level": "2.1", "weeks": 8}],
        "weekly_hours": Decimal(9),
        "days_per_week": 3,
        "est_end_on": on + timedelta(weeks=8),
        "problems": [problem(stay)],
    }
    return plans.draft_plan(stay.world.access(Role.COUNSELOR), episode=stay.episode, on=on, **{**given, **changed})


def sign(stay: CareStay, plan: Plan, on: date = TODAY) -> None:
    """The person and the clinician sign."""
    at = stay.world.at(on, 11)
    plans.sign_plan(stay.world.access(Role.COUNSELOR), plan=plan, signer="client", name=stay.person.name, at=at)
    clinician = stay.world.a.staff[Role.CLINICIAN][0].name
    act = stay.world.access(Role.CLINICIAN)
    plans.sign_plan(act, plan=plan, signer="clinician", name=clinician, credential="LMFT", at=at)


def with_plan(world: World, person: Person | None = None) -> CareStay:
    """In care, with a plan in force."""
    stay = in_care(world, person)
    sign(stay, drafted(stay))
    return stay
