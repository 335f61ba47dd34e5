"""What the story of one clinic keeps: the clinic, its clock and chance, its blocks of groups, its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stepwell.doors.cli.clinic import Clinic
from stepwell.doors.cli.demonstration.chances import Chances
from stepwell.doors.cli.demonstration.clock import Clock
from stepwell.doors.cli.demonstration.cohort import Way
from stepwell.doors.cli.demonstration.rates import Rates, read
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.refusals import Refused
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs.events import apart_with_events
from stepwell.registry.people.models import Staff
from stepwell.registry.programs.rules.program import ProgramRules

if TYPE_CHECKING:
    from stepwell.care.admissions.models import Enquiry, IntakeAppointment
    from stepwell.care.placement.models import Assessment, Diagnosis, PlacementDecision
    from stepwell.care.plans.models import Objective, Plan
    from stepwell.care.scheduling.models import Group
    from stepwell.office.utilization.models import Authorization
    from stepwell.registry.coverage.models import Coverage
    from stepwell.registry.episodes.models import Episode
    from stepwell.registry.people.models import Person, Relation

#: The credential each role of the cast signs by.
SIGNS_BY = {Role.COUNSELOR: "CADC", Role.CLINICIAN: "LMFT", Role.PRESCRIBER: "MD"}
SECOND_CLINICIAN = "LCSW"


@dataclass(frozen=True)
class Block:
    """A part of a day of the week with its groups one after the other; leaders: which counselor leads each."""

    daypart: int
    weekday: int
    groups: tuple[Group, ...]
    leaders: tuple[int, ...]


@dataclass
class Client:
    """Somebody of the story and what has become of them so far. Fields are set as the way goes on."""

    number: int
    way: Way
    draw: Chances
    blocks: list[Block] = field(default_factory=list)
    days: int = 3
    #: How well it goes, 0 to 1; weekly measures and objectives follow it.
    steady: float = 0.0
    level: str = "2.1"
    stages: set[str] = field(default_factory=set)

    person: Person = field(init=False)
    enquiry: Enquiry = field(init=False)
    appointment: IntakeAppointment | None = None
    relative: Relation | None = None
    former: Relation | None = None
    consents: dict[str, Any] = field(default_factory=dict)
    coverage: Coverage | None = None
    authorization: Authorization | None = None
    granted: int = 0
    used: int = 0
    renewing_on: date | None = None
    assessment: Assessment | None = None
    diagnosis: Diagnosis | None = None
    decision: PlacementDecision | None = None
    episode: Episode | None = None
    plan: Plan | None = None
    objectives: list[Objective] = field(default_factory=list)
    review_on: date | None = None
    claimed_to: date | None = None
    away_from: date | None = None
    away_until: date | None = None
    last_measure: date | None = None
    last_test: date | None = None
    last_alone: date | None = None
    medication: Any = None
    ended: bool = False

    @property
    def subject(self) -> Subject:
        return self.person.subject

    @property
    def name(self) -> str:
        return self.way.who.full

    @property
    def stay(self) -> Episode:
        """The stay; only for those who were admitted."""
        assert self.episode is not None
        return self.episode

    def has(self, script: str) -> bool:
        """Whether that is to happen to this one, and has not yet; asking for it is doing it."""
        if script in self.way.script and script not in self.stages:
            self.stages.add(script)
            return True
        return False

    def is_treated(self, on: date) -> bool:
        """In a stay that runs on the day, and not away."""
        if self.episode is None or self.ended or self.episode.admitted_on > on:
            return False
        return not (
            self.away_from is not None and self.away_from <= on and (self.away_until is None or on < self.away_until)
        )


@dataclass
class Scene:
    """One clinic's story. first, last: its first and last day; now: the moment it ends at."""

    clinic: Clinic
    rules: ProgramRules
    clock: Clock
    chances: Chances
    rates: Rates
    first: date
    last: date
    now: datetime
    #: The first clinic: everything there is to see. scripted: whether the sure things happen.
    rich: bool = False
    scripted: bool = True
    clients: list[Client] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)
    last_block: tuple[date, int] | None = None
    refusals: list[str] = field(default_factory=list)
    slots: dict[tuple[str, date], list[tuple[int, int]]] = field(default_factory=dict)
    _access: dict[tuple[Role, int], Access] = field(default_factory=dict)

    @property
    def days_between_talks(self) -> int:
        """How often somebody is seen alone: every other week, in the other demonstration clinics every fourth."""
        return 28 if self.scripted and not self.rich else 14

    def by(self, role: Role, index: int = 0) -> Access:
        """The access of the clinic's member with that role."""
        key = (role, index)
        if key not in self._access:
            self._access[key] = self.clinic.access(role, index)
        return self._access[key]

    def staff(self, role: Role, index: int = 0) -> Staff:
        """The clinic's member with that role."""
        return self.clinic.staff[role][index]

    def count(self, what: str, times: int = 1) -> None:
        """Remember that it happened, for the story's summary."""
        self.told[what] = self.told.get(what, 0) + times

    @contextmanager
    def going_on(self, what: str, client: Client | None = None) -> Iterator[None]:
        """A step that may be refused: then it has not happened, is counted and kept in words, and the day goes on.

        Who is refused before the stay has begun goes no further.
        """
        was_there = client is not None and client.episode is not None
        try:
            with apart_with_events():
                yield
        except Refused as refusal:
            self.count("refused")
            self.refusals.append(f"{self.clock.today} {what}: {client.name if client else ''} {refusal.says}")
            if client is not None and not was_there:
                client.ended, client.episode = True, None

    def before_end(self, days: int) -> date:
        """The day so many days before the last."""
        return self.last - timedelta(days=days)

    def words(self, kind: str, draw: Chances) -> str:
        """A sentence of a kind."""
        said: str = draw.choice(read("sayings")[kind])
        return said


def credential_of(role: Role, index: int) -> str:
    """The credential that the member of the cast with that role signs by."""
    return SECOND_CLINICIAN if role == Role.CLINICIAN and index else SIGNS_BY[role]
