"""Who may lead a meeting in somebody's place, and who first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class StandInFacts:
    """Somebody who might stand in. leads: holds what this kind of session asks for. taken: is elsewhere at that time.
    minutes_that_day: leads already on the day. minutes: of the meeting."""

    leads: bool
    taken: bool
    away: bool
    minutes_that_day: int
    minutes: int


def may_stand_in(facts: StandInFacts, policy: Policy) -> Ruling[bool]:
    """Whether somebody may stand in. policy: scheduling/changes."""
    most: int = policy.rule("stand-in")["most_minutes_a_day"]
    together = facts.minutes_that_day + facts.minutes
    against = [
        says
        for holds, says in (
            (facts.leads, "They do not hold what this kind of session asks for."),
            (not facts.away, "They are away too."),
            (not facts.taken, "They are elsewhere at that time."),
            (together <= most, f"They would lead {together} minutes that day; the most is {most}."),
        )
        if not holds
    ]
    seen = {"minutes_that_day": facts.minutes_that_day, "most_minutes_a_day": most}
    if against:
        return Ruling(False, tuple(policy.reason("stand-in", seen, says) for says in against))
    return Ruling(True, (policy.reason("stand-in", seen),))


@dataclass(frozen=True)
class Named:
    """Who may stand in, with what they carry: minutes led that day, people on whose team they are."""

    staff_id: int
    name: str
    minutes_that_day: int
    caseload: int


def in_order(found: Iterable[Named]) -> tuple[Named, ...]:
    """Who leads least that day first, then who carries fewest people, then by name."""
    return tuple(sorted(found, key=lambda one: (one.minutes_that_day, one.caseload, one.name, one.staff_id)))
