"""Who may join a person's team: by credential and by how many people they carry already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stepwell.care.plans.rules.credentials import enough, of_classes
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

_ABOUT = ("credentials", "leads", "caseload", "outside", "words")


@dataclass(frozen=True)
class JoinFacts:
    """Somebody who may take a place on a team.

    credentials: kinds valid on the day in the site's state. load: people they are on the team of. own_maximum: people
    they carry at most. program_caseload: what the program plans for one member. room: others who could, as
    (name, load, maximum).
    """

    role: str
    credentials: tuple[str, ...]
    load: int
    own_maximum: int
    program_caseload: int
    room: tuple[tuple[str, int, int], ...] = ()


def roles(team: Policy) -> tuple[str, ...]:
    """The places on a team, in the policy's order. team: plans/team."""
    return tuple(rule for rule in team.rules if rule not in _ABOUT)


def place_of(words: str, team: Policy) -> str | None:
    """The place that is meant by a role in words, as "counselor" by "primary counselor"; None for an unknown one."""
    known = roles(team)
    plain = words.strip().casefold().replace(" ", "_").replace("-", "_")
    place = team.rule("words")["words"].get(plain, plain)
    return place if place in known else None


def maximum(role: str, own_maximum: int, program_caseload: int, team: Policy) -> int | None:
    """How many people the member carries at most in the role; None where the role carries no caseload."""
    rule = team.rule(role)
    if not rule["carries_caseload"]:
        return None
    return min(own_maximum, program_caseload) if rule["program_caseload"] else own_maximum


def may_join(facts: JoinFacts, team: Policy) -> Ruling[bool]:
    """Whether the member may take the place. team: plans/team; its rule of the role's name, and "caseload"."""
    against = tuple(_against(facts, team))
    if against:
        return Ruling(False, against)
    return Ruling(True, (team.reason(facts.role, {"credentials": list(facts.credentials), "load": facts.load}),))


def _against(facts: JoinFacts, team: Policy) -> Iterator[Reason]:
    rule = team.rule(facts.role)
    if not enough(facts.credentials, rule["classes"], team):
        asked = sorted(of_classes(rule["classes"], team))
        yield team.reason(facts.role, {"held": list(facts.credentials), "would_change": asked})
    most = maximum(facts.role, facts.own_maximum, facts.program_caseload, team)
    if most is not None and facts.load >= most:
        yield team.reason("caseload", _load(facts, most), says=_full(facts, most))


def _load(facts: JoinFacts, most: int) -> dict[str, object]:
    room = [{"name": name, "load": load, "maximum": top} for name, load, top in facts.room]
    return {"load": facts.load, "maximum": most, "would_change": room}


def _full(facts: JoinFacts, most: int) -> str:
    others = ", ".join(f"{name} ({load} of {top})" for name, load, top in facts.room)
    then = f"Room is with {others}." if others else "Nobody else has room; ask the program director."
    return f"They carry {facts.load} of {most} people already. {then}"
