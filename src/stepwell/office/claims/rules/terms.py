"""A payer's terms: what its contract says, and our defaults where the contract is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class Terms:
    """A payer's policy laid over `payers/default`; both are versions in force on the day of service."""

    payer: Policy
    default: Policy

    def value(self, rule_id: str, key: str) -> Any:
        """What the contract says, else what the default says. Raises UnknownRule or KeyError when neither
        does."""
        if rule_id in self.payer.rules and key in self.payer.rules[rule_id].values:
            return self.payer.rules[rule_id].values[key]
        return self.default.rule(rule_id)[key]

    def merged(self, rule_id: str) -> Mapping[str, Any]:
        """All values of a rule, the contract's over the default's."""
        values: dict[str, Any] = {}
        for policy in (self.default, self.payer):
            if rule_id in policy.rules:
                values |= policy.rules[rule_id].values
        return values

    def reason(self, rule_id: str, facts: Mapping[str, Any] | None = None, says: str = "") -> Reason:
        """A reason that cites the contract's rule where it has one, else the default's."""
        policy = self.payer if rule_id in self.payer.rules else self.default
        return policy.reason(rule_id, facts, says)
