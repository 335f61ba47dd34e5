"""How one field of a program's rules is read from the rule that says it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from stepwell.foundation.policy.document import Rule
from stepwell.registry.programs.rules.merging import ProgramPolicy
from stepwell.registry.programs.rules.shapes import Span

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Made = TypeVar("Made", bound="DataclassInstance")
Read = Callable[[ProgramPolicy, Rule], Any]
SPAN_KEYS = {"min", "max", "typical"}


@dataclass(frozen=True)
class Said:
    """Stands beside a field: `read` takes its value from the rule `rule_id`."""

    rule_id: str
    read: Read


def value(key: str) -> Read:
    """The value as it stands."""
    return lambda program, rule: program.value(rule.id, key)


def words(key: str) -> Read:
    """A list, as a tuple."""
    return lambda program, rule: tuple(program.value(rule.id, key) or ())


def span(key: str) -> Read:
    """{min, max, typical}, each of which may be missing."""
    return lambda program, rule: as_span(program.value(rule.id, key))


def as_span(given: Mapping[str, Any] | None) -> Span:
    """A Span of a mapping; open where nothing is given."""
    return Span(**{key: (given or {}).get(key) for key in SPAN_KEYS})


def made(kind: type[Made], given: Mapping[str, Any], **also: Any) -> Made:
    """A dataclass of a mapping: a list becomes a tuple, {min, max, typical} a Span. Keys that the dataclass does
    not have are left out; what is not given keeps its default."""
    names = {one.name for one in dataclasses.fields(kind)}
    values = {key: _plain(found) for key, found in given.items() if key in names}
    return kind(**{**values, **also})


def _plain(found: Any) -> Any:
    if isinstance(found, list):
        return tuple(found)
    return as_span(found) if isinstance(found, dict) and found.keys() <= SPAN_KEYS else found
