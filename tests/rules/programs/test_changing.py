"""What changes with the next version, rule by rule, and values in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from stepwell.foundation.policy.document import Policy, Rule, Source
from stepwell.registry.programs.rules.changing import Changed, changes
from stepwell.registry.programs.rules.rule_words import in_words

SOURCE = Source("Somebody, 'A page'", "operator")


def policy(version, **rules):
    made = {name: Rule(name, says, SOURCE, values) for name, (says, values) in rules.items()}
    return Policy("programs/x/iop", version, "released", date(2026, version, 1), None, made)


def test_added_changed_and_removed_with_both_sentences():
    now = policy(1, days=("Three days.", {"days": {"min": 3, "max": 5}}), kept=("Same.", {"a": 1}), gone=("Went.", {}))
    later = policy(
        2, new=("New.", {"b": True}), days=("Four days.", {"days": {"min": 4, "max": 5}}), kept=("Same.", {"a": 1})
    )
    assert changes(now, later) == (
        Changed("new", "added", "", "New.", ()),
        Changed("days", "changed", "Three days.", "Four days.", (("days", "3 to 5", "4 to 5"),)),
        Changed("gone", "removed", "Went.", "", ()),
    )


def test_a_value_alone_is_a_change_and_nothing_else_is_none():
    now, later = policy(1, a=("Same.", {"x": 1, "y": 2})), policy(2, a=("Same.", {"x": 1, "z": 2}))
    assert changes(now, later)[0].values == (("y", "2", ""), ("z", "", "2"))
    assert changes(now, now) == ()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"min": 3, "max": 5}, "3 to 5"),
        ({"min": 9}, "at least 9"),
        ({"max": 3}, "at most 3"),
        ({"min": 2, "max": 2}, "2"),
        ({"min": 8, "max": 10, "typical": 9}, "8 to 10 (typically 9)"),
        ([], "none"),
        (["group", "family_session"], "group, family session"),
        ([{"from": "3.7", "to": "2.1"}], "from: 3.7; to: 2.1"),
        (True, "yes"),
        (None, "none"),
        (Decimal("9.50"), "9.5"),
        (Decimal("90"), "90"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_values_in_words(value, said):
    assert in_words(value) == said
