"""What changes from one version of a policy to the next, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass

from stepwell.foundation.policy.document import Policy, Rule
from stepwell.registry.programs.rules.rule_words import values_in_words


@dataclass(frozen=True)
class Changed:
    """One rule that differs. how: added, changed or removed. before, after: its sentences; empty where it is not.
    values: each value that differs as (name, before, after) in words."""

    rule_id: str
    how: str
    before: str
    after: str
    values: tuple[tuple[str, str, str], ...]


def changes(now: Policy, later: Policy) -> tuple[Changed, ...]:
    """The rules that differ between two versions, by id in the order of the later one, those removed last."""
    found = [_changed(now.rules.get(rule_id), rule) for rule_id, rule in later.rules.items()]
    gone = [rule for rule_id, rule in now.rules.items() if rule_id not in later.rules]
    return (*(one for one in found if one), *(Changed(rule.id, "removed", rule.says, "", ()) for rule in gone))


def _changed(before: Rule | None, after: Rule) -> Changed | None:
    if before is None:
        return Changed(after.id, "added", "", after.says, ())
    was, will = dict(values_in_words(before.values)), dict(values_in_words(after.values))
    names = [*was, *(name for name in will if name not in was)]
    values = tuple((name, was.get(name, ""), will.get(name, "")) for name in names if was.get(name) != will.get(name))
    same = (before.says, before.warning, before.source) == (after.says, after.warning, after.source)
    return None if same and not values else Changed(after.id, "changed", before.says, after.says, values)
