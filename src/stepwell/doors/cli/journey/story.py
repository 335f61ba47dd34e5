"""What a journey keeps: the clinic, the program's rules, the person, and the steps as they happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from stepwell.doors.cli.clinic import Clinic
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.actions import finish
from stepwell.foundation.kernel.ruling import Reason
from stepwell.registry.programs.rules.program import ProgramRules

if TYPE_CHECKING:
    from stepwell.care.placement.models import PlacementDecision
    from stepwell.care.scheduling.models import Group
    from stepwell.office.utilization.models import Authorization
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Person, Relation


@dataclass(frozen=True)
class Step:
    """One of the eighteen steps: what came out of it and why."""

    step: int
    name: str
    on: date
    result: Mapping[str, Any]
    reasons: Sequence[Reason | Mapping[str, Any]] = ()

    def printed(self) -> dict[str, Any]:
        """As JSON can hold it."""
        reasons = [asdict(reason) if isinstance(reason, Reason) else dict(reason) for reason in self.reasons]
        return {
            "step": self.step,
            "name": self.name,
            "on": self.on.isoformat(),
            "result": dict(self.result),
            "reasons": reasons,
        }


@dataclass
class Story:
    """A journey under way. `monday` is the Monday of the week the person is admitted in."""

    program: str
    clinic: Clinic
    rules: ProgramRules
    monday: date
    payer: str
    steps: list[Step] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    objectives: list[Any] = field(default_factory=list)

    person: Person = field(init=False)
    relative: Relation = field(init=False)
    therapist: Relation = field(init=False)
    coverage: Coverage = field(init=False)
    authorization: Authorization = field(init=False)
    decision: PlacementDecision = field(init=False)
    episode: Episode = field(init=False)
    groups: list[Group] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        return self.person.subject

    def by(self, role: Role, index: int = 0) -> Access:
        """The access of the clinic's member with that role."""
        return self.clinic.access(role, index)

    def at(self, on: date, hour: int = 10, minute: int = 0) -> datetime:
        """A moment on the site's clock."""
        return datetime.combine(on, time(hour, minute), ZoneInfo(self.clinic.site.time_zone)).astimezone(UTC)

    def day(self, week: int, weekday: int) -> date:
        """A day of a week of the stay; week 0 is the week of admission, weekday 0 is Monday."""
        return self.monday + timedelta(weeks=week, days=weekday)

    def done(self, on: date, hour: int, outcome: str) -> None:
        """The clinician has done what is due about the person; it leaves Today."""
        act = self.by(Role.CLINICIAN)
        for task in jobs.open_about(act, subject=self.subject):
            if task.for_role == Role.CLINICIAN:
                finish(act, task=task, at=self.at(on, hour), outcome=outcome)

    def tell(
        self,
        step: int,
        name: str,
        on: date,
        result: Mapping[str, Any],
        reasons: Sequence[Reason | Mapping[str, Any]] = (),
    ) -> None:
        """Keep a step."""
        self.steps.append(Step(step, name, on, result, reasons))


def consented(rows: list[Any]) -> list[dict[str, Any]]:
    """A reason for each signed consent: it holds every element it needs."""
    return [
        {
            "rule": "gate/consent#complete",
            "says": f"A {row.kind} consent holds every element it needs.",
            "source": "42 CFR 2.31, Consent requirements",
            "facts": {"consent": row.pk, "purposes": row.purposes, "categories": row.categories},
        }
        for row in rows
    ]
