"""A program's own rules over the field's defaults, by rule id; each rule keeps where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.foundation.kernel.ruling import Reason
from stepwell.foundation.policy.document import Policy, Rule
from stepwell.registry.programs.rules.shapes import Warned

FIELD_POLICY = "programs/field/iop"


@dataclass(frozen=True)
class ProgramPolicy:
    """Two policies read as one: where `own` is silent, `field` speaks."""

    own: Policy
    field: Policy

    def speaker(self, rule_id: str) -> Policy:
        """The policy whose rule holds."""
        return self.own if rule_id in self.own.rules else self.field

    def rule(self, rule_id: str) -> Rule:
        """The rule that holds. Raises UnknownRule when neither policy has it."""
        return self.speaker(rule_id).rule(rule_id)

    def is_silent(self, rule_id: str) -> bool:
        """True when the program says nothing of it and the field's default stands in."""
        return rule_id not in self.own.rules or self.own.rules[rule_id].is_field_default

    def value(self, rule_id: str, key: str) -> Any:
        """A value of the rule that holds; one that it leaves out is the field's. None when neither has it."""
        found = self.rule(rule_id).get(key)
        if found is None and rule_id in self.field.rules:
            return self.field.rules[rule_id].get(key)
        return found

    def family(self, prefix: str) -> list[Rule]:
        """The rules whose ids start with a prefix, as "level-": the field's order, then what only `own` has."""
        ids = [*self.field.rules, *(one for one in self.own.rules if one not in self.field.rules)]
        return [self.rule(one) for one in ids if one.startswith(prefix)]

    def all(self) -> Iterator[tuple[Policy, Rule]]:
        """Every rule that holds with the policy it stands in: own rules first, then the field's."""
        yield from ((self.own, rule) for rule in self.own.rules.values())
        yield from ((self.field, rule) for rule in self.field.rules.values() if rule.id not in self.own.rules)

    def reason(self, rule_id: str, facts: Mapping[str, Any] | None = None, says: str = "") -> Reason:
        """A Reason that cites the policy in which the rule stands."""
        return self.speaker(rule_id).reason(rule_id, facts, says)

    def warnings(self) -> tuple[Warned, ...]:
        """The named contradictions, in the order of the rules."""
        return tuple(_warned(policy, rule) for policy, rule in self.all() if rule.warning)


def _warned(policy: Policy, rule: Rule) -> Warned:
    name, _, says = rule.warning.partition(":")
    return Warned(name.strip(), says.strip(), f"{policy.ref}#{rule.id}", str(rule.source))
