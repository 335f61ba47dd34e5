"""What meets in a program: kinds of session, a group's agenda and size, topics, curricula, holistic options.

Minutes and weeks are whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.registry.programs.rules.shapes import OPEN, Span


@dataclass(frozen=True)
class SessionKind:
    """A kind of session: who may lead it at least, its minutes, the most people in it, and whether its minutes
    are treatment hours. part: "main" or "added". `rule` is the rule that offers it."""

    kind: str
    offered: bool
    part: str
    purposes: tuple[str, ...]
    lead: str
    counts: bool
    minutes: Span
    cap: int
    rule: str
    formats: tuple[str, ...] = ()
    per_week: Span = OPEN


@dataclass(frozen=True)
class AgendaPart:
    """One part of a group's agenda, in minutes."""

    part: str
    minutes: int


@dataclass(frozen=True)
class Topic:
    """A topic of groups or of education."""

    key: str
    name: str
    kind: str = "group"


@dataclass(frozen=True)
class CurriculumSession:
    """How often a curriculum holds a session: in all, and in a week of the given weeks."""

    key: str
    name: str
    count: int
    minutes: int
    weeks: Span
    per_week: int | None = None


@dataclass(frozen=True)
class Curriculum:
    """A named course of treatment for some disorders."""

    key: str
    name: str
    suits: tuple[str, ...]
    weeks: int
    therapist: tuple[str, ...]
    parts: tuple[str, ...]
    sessions: tuple[CurriculumSession, ...]
    rule: str


@dataclass(frozen=True)
class HolisticOption:
    """`counts` is False by itself; `counts_when` names what must both hold for it to be treatment time."""

    key: str
    name: str
    lead: str
    counts: bool
    counts_when: tuple[str, ...]


@dataclass(frozen=True)
class GroupCaps:
    """How many a group is planned for, may hold and needs."""

    soft: int
    hard: int
    min: int
