"""What the pages of programs print: the list, and one program's rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.roles import allowed
from stepwell.foundation.policy.loading import PolicyError
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.models import Program, Site
from stepwell.registry.programs.page import Cited, ProgramPage, RuleLine, program_page

#: Whose word a source is.
CLAIMS = {
    "operator": "said of the operator's own program",
    "general": "said of such programs in general",
    "field-default": "the field's habit",
    "own": "our own default, yours to change",
    "regulation": "regulation",
    "published": "published research",
}


@dataclass(frozen=True)
class Running:
    """A program in the list."""

    program: Program
    page: ProgramPage
    ended: bool


@dataclass(frozen=True)
class AtSite:
    """A site and what it runs."""

    site: Site
    programs: tuple[Running, ...]


@dataclass(frozen=True)
class Index:
    """Programs by site."""

    today: date
    sites: tuple[AtSite, ...]
    may_write: bool


@dataclass(frozen=True)
class Group:
    """Rules that stand under one heading."""

    key: str
    title: str
    about: str
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class ProgramRules:
    """One program on a day, as far as the words that were asked for are in its rules. said: what was asked and could
    not be shown so."""

    today: date
    program: Program
    site: Site
    page: ProgramPage
    groups: tuple[Group, ...]
    warnings: tuple[RuleLine, ...]
    found: int
    words: str
    said: str

    @property
    def own_policy(self) -> bool:
        """Whether the operator's own folder speaks."""
        return self.page.provenance.origin != "shipped"


@query(Permission.PROGRAM_READ)
def index(access: Access, *, now: datetime) -> Index:
    """Every program by its site. One read."""
    running = programs.programs(access)
    zone = ZoneInfo(running[0].site.time_zone) if running else ZoneInfo("UTC")
    today = now.astimezone(zone).date()
    sites = []
    for _, same in groupby(running, key=lambda one: one.site_id):
        here = list(same)
        sites.append(AtSite(here[0].site, tuple(_running(access, one, today) for one in here)))
    return Index(today, tuple(sites), allowed(access.roles, Permission.PROGRAM_WRITE))


def _running(access: Access, program: Program, today: date) -> Running:
    on = max(today, program.since)
    return Running(program, program_page(access, program=program, on=on), bool(program.until and program.until < today))


@query(Permission.PROGRAM_READ)
def program(access: Access, *, program_id: int, words: str, on: date | None, now: datetime) -> ProgramRules:
    """One program's rules on a day, those that have every word. Raises NotFound. One read."""
    found = programs.program_by_id(access, program_id=program_id)
    today = now.astimezone(ZoneInfo(found.site.time_zone)).date()
    said = ""
    try:
        page = program_page(access, program=found, on=on or max(today, found.since))
    except PolicyError:
        said = f"Nothing was in force on {on:%b} {on.day}, {on.year}; this is what holds today." if on else ""
        page = program_page(access, program=found, on=today)
    groups = (
        Group("own", "What the program follows", "Its own rules.", _with(page.rules, words, own=True)),
        Group(
            "field",
            "Where its page is silent",
            "The field's habit stands in until the operator decides.",
            _with(page.rules, words, own=False),
        ),
    )
    return ProgramRules(
        today=today,
        program=found,
        site=found.site,
        page=page,
        groups=tuple(group for group in groups if group.rules),
        warnings=tuple(line for line in page.warnings if matches(line, words)),
        found=sum(len(group.rules) for group in groups),
        words=words,
        said=said,
    )


def _with(lines: Iterable[RuleLine], words: str, *, own: bool) -> tuple[RuleLine, ...]:
    return tuple(line for line in lines if line.own is own and matches(line, words))


def matches(line: RuleLine, words: str) -> bool:
    """Whether every word stands somewhere in the rule: its sentence, values, warning, source or name."""
    text = " ".join(
        (
            line.id,
            line.id.replace("-", " "),
            line.says,
            line.warning,
            *(f"{name} {value}" for name, value in line.values),
        )
    )
    text = " ".join((text, *(_cited(one) for one in (line.source, *line.also)))).casefold()
    return all(word in text for word in words.casefold().split())


def _cited(one: Cited) -> str:
    return f"{one.cite} {one.section} {CLAIMS.get(one.claim, one.claim)}"
