"""A policy as rules read it: dated, sourced, numbered. No files here; `loading` makes these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stepwell.foundation.kernel.ruling import Reason


class UnknownRule(LookupError):
    """A policy was asked for a rule that it does not have."""


@dataclass(frozen=True)
class Source:
    """Where a rule comes from. claim: "operator" (the page says it of its own program), "general" (of such
    programs in general), "field-default" (the page is silent, the field's habit is used), "own" (our
    default), "regulation" (law or payer's rule), "published" (paper, form or manual)."""

    cite: str
    claim: str
    section: str = ""
    id: str = ""
    text: str = ""

    def __str__(self) -> str:
        return f"{self.cite}, {self.section}" if self.section else self.cite


@dataclass(frozen=True)
class Rule:
    """One sentence a program, payer or instrument follows, and the values in it (the keys of its YAML).

    `also` are further sources, when a rule rests on more than one.
    """

    id: str
    says: str
    source: Source
    values: Mapping[str, Any]
    warning: str = ""
    also: tuple[Source, ...] = ()

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    @property
    def is_field_default(self) -> bool:
        """True when the operator's page is silent and the field's habit stands in."""
        return self.source.claim == "field-default"


@dataclass(frozen=True)
class Policy:
    """One version of a policy. `origin` is "shipped" or the operator's folder it came from; `beneath` is the
    policy that an operator's file stands in front of, so that both provenances can be shown."""

    id: str
    version: int
    status: str
    effective_from: date
    effective_to: date | None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    origin: str = "shipped"
    title: str = ""
    sources: tuple[Source, ...] = ()
    approved_by: tuple[str, ...] = ()
    path: str = ""
    beneath: Policy | None = None

    @property
    def ref(self) -> str:
        """The reference a stored decision keeps: "programs/trust-socal/iop@1"."""
        return f"{self.id}@{self.version}"

    @property
    def kind(self) -> str:
        """The first word of the id: "programs", "placement", "payers", ..."""
        return self.id.partition("/")[0]

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises UnknownRule."""
        try:
            return self.rules[rule_id]
        except KeyError:
            raise UnknownRule(f"{self.ref} has no rule {rule_id!r}") from None

    def in_force(self, on: date) -> bool:
        """Whether service on that day falls into the version's dates (both ends included)."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def reason(self, rule_id: str, facts: Mapping[str, Any] | None = None, says: str = "") -> Reason:
        """A Reason that cites the rule; `says` replaces its sentence where the facts make it more exact."""
        rule = self.rule(rule_id)
        return Reason(f"{self.ref}#{rule.id}", says or rule.says, str(rule.source), dict(facts or {}))
