"""Reads the parts of a program that several rules make together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from stepwell.foundation.policy.document import Rule
from stepwell.registry.programs.rules.clinic import Authorization, Clinic, FeeBand, Payer, Payers, Price, Room, Site
from stepwell.registry.programs.rules.merging import ProgramPolicy
from stepwell.registry.programs.rules.said import made
from stepwell.registry.programs.rules.sessions import (
    AgendaPart,
    Curriculum,
    CurriculumSession,
    GroupCaps,
    HolisticOption,
    SessionKind,
    Topic,
)
from stepwell.registry.programs.rules.shapes import (
    AbsenceStep,
    Ages,
    Criteria,
    Daypart,
    Disorders,
    Factor,
    Factors,
    Level,
    Move,
    Phase,
    Testing,
    Track,
)


def clinic(_: ProgramPolicy, rule: Rule) -> Clinic:
    """The fictional clinic of the demonstration."""
    return made(Clinic, rule["clinic"])


def ages(_: ProgramPolicy, rule: Rule) -> Ages:
    """Whole years that the program takes."""
    given = rule["ages"]
    return Ages(given["min"], given.get("max"))


def sites(_: ProgramPolicy, rule: Rule) -> tuple[Site, ...]:
    """The sites with their rooms, in the order of the policy."""
    return tuple(_site(one) for one in rule["sites"])


def _site(given: Mapping[str, Any]) -> Site:
    address = given["address"]
    rooms = tuple(made(Room, room) for room in given["rooms"])
    return made(Site, given, rooms=rooms, street=address["street"], city=address["city"], zip=address["zip"])


def levels(program: ProgramPolicy, _: Rule) -> tuple[Level, ...]:
    """All levels of care around the program, the field's defaults among them."""
    return tuple(_level(rule) for rule in program.family("level-") if rule.id != "level-joins")


def _level(rule: Rule) -> Level:
    return made(Level, rule.values, rule=rule.id, suits=tuple(rule.get("for") or ()))


def moves(_: ProgramPolicy, rule: Rule) -> tuple[Move, ...]:
    """The ways from level to level."""
    return tuple(Move(one["from"], one["to"], one["way"]) for one in rule["moves"])


def phases(program: ProgramPolicy, rule: Rule) -> tuple[Phase, ...]:
    """The phases in order, each with what must be true to go on (rule phase-criteria)."""
    ways = {one["from"]: one for one in program.rule("phase-criteria")["criteria"]}
    return tuple(_phase(one, ways.get(one["key"])) for one in rule["phases"])


def _phase(given: Mapping[str, Any], way: Mapping[str, Any] | None) -> Phase:
    if way is None:
        return made(Phase, given)
    return made(Phase, given, next=way["to"], to_next=made(Criteria, way["needs"]))


def dayparts(_: ProgramPolicy, rule: Rule) -> tuple[Daypart, ...]:
    """The parts of the day by the site's clock."""
    return tuple(
        Daypart(one["key"], one["name"], time.fromisoformat(one["starts"]), time.fromisoformat(one["ends"]))
        for one in rule["dayparts"]
    )


def session_kinds(program: ProgramPolicy, numbers: Rule) -> tuple[SessionKind, ...]:
    """The kinds of session (rules kind-*) with who leads, minutes and cap (rule kinds-in-numbers)."""
    return tuple(
        made(SessionKind, {**numbers["kinds"][rule["kind"]], **rule.values}, rule=rule.id)
        for rule in program.family("kind-")
    )


def agenda(_: ProgramPolicy, rule: Rule) -> tuple[AgendaPart, ...]:
    """The parts of a group with their minutes."""
    return tuple(made(AgendaPart, one) for one in rule["agenda"])


def topics(_: ProgramPolicy, rule: Rule) -> tuple[Topic, ...]:
    """The topics of groups and education."""
    return tuple(made(Topic, one) for one in rule["topics"])


def curricula(program: ProgramPolicy, rule: Rule) -> tuple[Curriculum, ...]:
    """The named curricula, each from its rule curriculum-<key>. Raises UnknownRule when it is missing."""
    return tuple(_curriculum(program.rule(f"curriculum-{key}")) for key in rule["curricula"])


def _curriculum(rule: Rule) -> Curriculum:
    sessions = tuple(made(CurriculumSession, one, per_week=one.get("per_week")) for one in rule.get("sessions") or ())
    return made(Curriculum, rule.values, rule=rule.id, suits=tuple(rule["for"]), sessions=sessions)


def holistic(_: ProgramPolicy, rule: Rule) -> tuple[HolisticOption, ...]:
    """The holistic options; none counts by itself."""
    when = tuple(rule["counts_when"])
    return tuple(made(HolisticOption, one, counts=False, counts_when=when) for one in rule["options"])


def tracks(_: ProgramPolicy, rule: Rule) -> tuple[Track, ...]:
    """The tracks."""
    return tuple(made(Track, one) for one in rule["tracks"])


def disorders(_: ProgramPolicy, rule: Rule) -> Disorders:
    """What the program treats."""
    return made(Disorders, rule.values)


def factors(_: ProgramPolicy, rule: Rule) -> Factors:
    """Factors of fit or reasons for another start; they inform and never refuse."""
    listed = rule.get("factors") or rule.get("reasons") or ()
    return Factors(rule["use"], tuple(made(Factor, one) for one in listed))


def testing(program: ProgramPolicy, rule: Rule) -> Testing:
    """The stance on drug tests and how often (rule drug-testing-frequency)."""
    often = program.rule("drug-testing-frequency")
    numbers = {key: tuple(often[key].items()) for key in ("per_four_weeks", "floor_per_four_weeks")}
    return made(Testing, rule.values, **numbers)


def payers(_: ProgramPolicy, rule: Rule) -> Payers:
    """The payers named and how far the statement goes."""
    return Payers(rule["accepts"], tuple(made(Payer, one) for one in rule["payers"]))


def prices(program: ProgramPolicy, rule: Rule) -> tuple[Price, ...]:
    """All dated prices in US dollars, one for each site and service. Raises ValueError for a site that the
    program's own prices name and its sites do not."""
    sites_named = {one["key"] for one in program.rule("sites")["sites"]}
    for one in rule["prices"]:
        if rule.id in program.own.rules and one["site"] not in sites_named:
            raise ValueError(f"{one['site']} is none of the sites: {', '.join(sorted(sites_named))}")
    return tuple(
        Price(one["site"], service, amount, one["from"])
        for one in rule["prices"]
        for service, amount in one["amounts"].items()
    )


def fee_bands(_: ProgramPolicy, rule: Rule) -> tuple[FeeBand, ...]:
    """The bands of the sliding fee by percent of the poverty guideline; empty when there are none."""
    return tuple(made(FeeBand, one) for one in rule.get("bands") or ())


def authorization(program: ProgramPolicy, before: Rule) -> Authorization:
    """What is asked before admission (authorization-before) and later (authorization-later)."""
    later = program.rule("authorization-later")
    return made(Authorization, {**later.values, "referral": before["referral"], "before": before["authorization"]})


def absence_ladder(_: ProgramPolicy, rule: Rule) -> tuple[AbsenceStep, ...]:
    """What is done after absences, mildest first."""
    return tuple(made(AbsenceStep, {**one["after"], **one}) for one in rule["steps"])


def group_caps(program: ProgramPolicy, rule: Rule) -> GroupCaps:
    """How many people a group is planned for, may hold and needs."""
    return GroupCaps(*(program.value(rule.id, key) for key in ("soft_cap", "hard_cap", "min")))
