"""Pages of somebody who arrives and does not look fit to take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stepwell.care.emergencies import queries as emergencies
from stepwell.care.emergencies.models import Arrival, ArrivalObservation, ArrivalStep
from stepwell.doors.staff.urgent.who import Moment, Picking, Who, moment_of, picking, who_of
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.registry.people import queries as people

#: What a look means, as it is said to whoever looks.
MEANS = {
    "join": ("met", "Welcome them in", "They take part today as always."),
    "observe": ("due", "Not the group today", "A quiet room, water and somebody with them; a safe way home."),
    "emergency": ("danger", "This is an emergency", "Call 911 now and stay with them."),
}


@dataclass(frozen=True)
class NewPage:
    """Before the first look. signs: (id, sentence)."""

    moment: Moment
    signs: tuple[tuple[str, str], ...]
    who: Who | None
    pick: Picking | None


@dataclass(frozen=True)
class Shown:
    """One look with its signs in words."""

    row: ArrivalObservation
    signs: tuple[str, ...]
    vitals: tuple[tuple[str, int], ...]
    kind: str
    says: str


@dataclass(frozen=True)
class Page:
    """One arrival. looks: the latest first. steps: in order. ride: how they went home, None while nobody knows."""

    moment: Moment
    row: Arrival
    who: Who
    signs: tuple[tuple[str, str], ...]
    ways: tuple[str, ...]
    looks: tuple[Shown, ...]
    steps: tuple[ArrivalStep, ...]
    ride: ArrivalStep | None

    @property
    def latest(self) -> Shown:
        """The look that counts now."""
        return self.looks[0]

    @property
    def means(self) -> tuple[str, str, str]:
        """Colour, headline and what to do."""
        return MEANS[self.latest.row.outcome]

    @property
    def charged(self) -> bool:
        """Whether the day is charged: not once a look kept them from joining."""
        return self.row.is_withdrawn or all(look.row.outcome == "join" for look in self.looks)


@query(Permission.EMERGENCY_WRITE)
def new(access: Access, *, person_id: int | None, words: str, now: datetime) -> NewPage:
    """What one may see, and who it is. Raises NotFound."""
    moment = moment_of(access, now)
    signs = tuple((one.id, one.says) for one in emergencies.signs(access, on=moment.today))
    who = who_of(access, person_id) if person_id else None
    return NewPage(moment, signs, who, None if who else picking(access, words=words, now=now))


@query(Permission.EMERGENCY_WRITE)
def page(access: Access, *, arrival_id: int, now: datetime) -> Page:
    """One arrival with its looks and steps. Raises NotFound."""
    row = emergencies.arrival_by_id(access, arrival_id=arrival_id)
    person = people.person(access, subject=row.subject)
    signs = {one.id: one.says for one in emergencies.signs(access, on=row.on)}
    looks = sorted(row.observations.all(), key=lambda one: (one.at, one.pk), reverse=True)
    steps = tuple(sorted(row.steps.all(), key=lambda one: (one.at, one.pk)))
    return Page(
        moment=moment_of(access, now),
        row=row,
        who=Who(person.pk, person.name, row.subject),
        signs=tuple(signs.items()),
        ways=tuple(emergencies.ways_home(access, on=row.on)),
        looks=tuple(_shown(one, signs) for one in looks),
        steps=steps,
        ride=next((step for step in reversed(steps) if step.kind == "ride"), None),
    )


def sees(access: Access, look: ArrivalObservation) -> bool:
    """Whether who wrote the look may open the arrival: those who read emergencies, and who wrote it first."""
    return allowed(access.roles, Permission.EMERGENCY_READ) or look.arrival.by == access.name


def _shown(row: ArrivalObservation, signs: dict[str, str]) -> Shown:
    kind, says, _ = MEANS[row.outcome]
    return Shown(row, tuple(signs.get(one, one) for one in row.seen), tuple(sorted(row.vitals.items())), kind, says)
