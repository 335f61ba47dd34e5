"""Everything a program follows on a day, for people: each rule with its values, its source and its warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.policy.document import Policy, Rule, Source
from stepwell.foundation.policy.loading import load, versions
from stepwell.registry.programs.rules.changing import Changed, changes
from stepwell.registry.programs.rules.merging import FIELD_POLICY, ProgramPolicy
from stepwell.registry.programs.rules.program import program_rules
from stepwell.registry.programs.rules.rule_words import values_in_words

if TYPE_CHECKING:
    from stepwell.registry.programs.models import Program

BINDING = ("released", "retired")


@dataclass(frozen=True)
class Cited:
    """A source. claim: operator, general, field-default, own, regulation or published."""

    cite: str
    section: str
    claim: str


@dataclass(frozen=True)
class Instead:
    """What the shipped policy says where the operator's own stands in front of it."""

    ref: str
    says: str
    source: Cited


@dataclass(frozen=True)
class RuleLine:
    """One rule. values: (name, in words). policy: the version it stands in; own: whether in the program's own policy,
    else a default of the field. silent: the page says nothing and the field's habit stands in."""

    id: str
    says: str
    values: tuple[tuple[str, str], ...]
    source: Cited
    also: tuple[Cited, ...]
    warning: str
    policy: str
    own: bool
    silent: bool
    instead_of: Instead | None


@dataclass(frozen=True)
class Provenance:
    """Where a policy comes from. origin: "shipped" or the operator's folder."""

    policy: str
    version: int
    title: str
    status: str
    effective_from: date
    effective_to: date | None
    origin: str
    approved_by: tuple[str, ...]


@dataclass(frozen=True)
class Next:
    """The version that comes next, and what changes with it."""

    provenance: Provenance
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class ProgramPage:
    """A program's rules on a day. beneath: what the operator's own file stands in front of. left_out: rules of it that
    the operator's file does not have. next: None while no later version is there."""

    program_id: int
    name: str
    site: str
    on: date
    provenance: Provenance
    beneath: Provenance | None
    left_out: tuple[str, ...]
    rules: tuple[RuleLine, ...]
    warnings: tuple[RuleLine, ...]
    next: Next | None


@query(Permission.PROGRAM_READ)
def program_page(access: Access, *, program: Program, on: date) -> ProgramPage:
    """Every rule that holds on the day: the program's own first, then the field's where it is silent. No read when
    the program came with its site."""
    read = program_rules(load(program.policy_id, on), load(FIELD_POLICY, on)).source
    own = read.own
    lines = tuple(_line(read, speaker, rule) for speaker, rule in read.all())
    return ProgramPage(
        program_id=program.pk,
        name=program.name,
        site=program.site.name,
        on=on,
        provenance=_provenance(own),
        beneath=_provenance(own.beneath) if own.beneath else None,
        left_out=tuple(sorted(set(own.beneath.rules) - set(own.rules))) if own.beneath else (),
        rules=lines,
        warnings=tuple(line for line in lines if line.warning),
        next=_next(own, versions(program.policy_id), on),
    )


def _next(own: Policy, every: Sequence[Policy], on: date) -> Next | None:
    """The earliest later version, from the folder that is in force; a draft is no announcement."""
    later = [
        one for one in every if one.effective_from > on and one.status in BINDING and one.origin == own.origin
    ] or [one for one in every if one.effective_from > on and one.status in BINDING]
    if not later:
        return None
    coming = min(later, key=lambda one: (one.effective_from, -one.version))
    return Next(_provenance(coming), changes(own, coming))


def _line(read: ProgramPolicy, speaker: Policy, rule: Rule) -> RuleLine:
    beneath = read.own.beneath
    under = beneath.rules.get(rule.id) if beneath and speaker is read.own else None
    return RuleLine(
        id=rule.id,
        says=rule.says,
        values=values_in_words(rule.values),
        source=_cited(rule.source),
        also=tuple(map(_cited, rule.also)),
        warning=rule.warning,
        policy=speaker.ref,
        own=speaker is read.own,
        silent=read.is_silent(rule.id),
        instead_of=Instead(beneath.ref, under.says, _cited(under.source)) if beneath and under else None,
    )


def _cited(source: Source) -> Cited:
    return Cited(source.cite, source.section, source.claim)


def _provenance(policy: Policy) -> Provenance:
    return Provenance(
        policy.id,
        policy.version,
        policy.title,
        policy.status,
        policy.effective_from,
        policy.effective_to,
        policy.origin,
        policy.approved_by,
    )
