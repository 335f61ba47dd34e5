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
    """Where a rule comes from. claim: "operator" (the page says it of its own program), "general" (of programs
    in general), "field-default" (the page is silent and the field's habit is used), "own" (our default)."""

    cite: str
    claim: str
    section: str = ""

    def __str__(self) -> str:
        return f"{self.cite}, {self.section}" if self.section else self.cite


@dataclass(frozen=True)
class Rule:
    """One sentence a program, payer or instrument follows, and the values in it (the keys of its YAML)."""

    id: str
    says: str
    source: Source
    values: Mapping[str, Any]
    warning: str = ""

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)


@dataclass(frozen=True)
class Policy:
    """One released version of a policy. `origin` is "shipped" or the operator's folder it came from."""

    id: str
    version: int
    status: str
    effective_from: date
    effective_to: date | None
    rules: Mapping[str, Rule] = field(default_factory=dict)
    origin: str = "shipped"
    title: str = ""

    @property
    def ref(self) -> str:
        """The reference a stored decision keeps: "programs/trust-socal/iop@1"."""
        return f"{self.id}@{self.version}"

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises UnknownRule."""
        try:
            return self.rules[rule_id]
        except KeyError:
            raise UnknownRule(f"{self.ref} has no rule {rule_id!r}") from None

    def reason(self, rule_id: str, facts: Mapping[str, Any] | None = None, says: str = "") -> Reason:
        """A Reason that cites the rule; `says` replaces its sentence where the facts make it more exact."""
        rule = self.rule(rule_id)
        return Reason(f"{self.ref}#{rule.id}", says or rule.says, str(rule.source), dict(facts or {}))
