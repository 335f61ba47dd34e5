"""What each text of a claim file may hold, said once beside the field, and read from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

from stepwell.foundation.wire.x12.characters import BASIC, EXTENDED, folded

Part = TypeVar("Part")


@dataclass(frozen=True)
class Text:
    """A text of `low` to `high` characters; on a tuple, each of its texts.

    upper: written in capitals, as names and codes are. drop: punctuation people type and X12 does not carry.
    optional: may be empty.
    """

    low: int
    high: int
    upper: bool = True
    drop: str = ""
    optional: bool = False

    @property
    def allowed(self) -> frozenset[str]:
        """The characters that may be written."""
        return BASIC if self.upper else EXTENDED

    def normal(self, text: str) -> str:
        """The text as it is written."""
        plain = folded(text.translate({ord(c): None for c in self.drop}))
        return plain.upper() if self.upper else plain


def normal(part: Part) -> Part:
    """A claim file, or a part of one, with every text as it will be written (folded, capitals)."""
    if isinstance(part, tuple):
        return cast(Part, tuple(normal(p) for p in part))
    if not is_dataclass(part) or isinstance(part, type):
        return part
    kind: Any = type(part)
    rules = texts_of(kind)
    changed = {
        f.name: _spoken(value, rules[f.name]) if f.name in rules else normal(value)
        for f in fields(part)
        for value in (getattr(part, f.name),)
    }
    return replace(part, **changed)


def texts(part: Any, path: str = "") -> Iterator[tuple[str, str, Text]]:
    """Every text of a claim file with its path ("claims[0].subscriber.member_id") and its rule."""
    if isinstance(part, tuple):
        for number, item in enumerate(part):
            yield from texts(item, f"{path}[{number}]")
    elif is_dataclass(part):
        kind: Any = type(part)
        rules = texts_of(kind)
        for f in fields(part):
            here, value = f"{path}.{f.name}".lstrip("."), getattr(part, f.name)
            if f.name not in rules:
                yield from texts(value, here)
            elif isinstance(value, tuple):
                yield from ((f"{here}[{n}]", text, rules[f.name]) for n, text in enumerate(value))
            else:
                yield here, value, rules[f.name]


@cache
def texts_of(kind: Any) -> dict[str, Text]:
    """The text rules of a dataclass, by field name."""
    hints = get_type_hints(kind, include_extras=True)
    marks = {name: getattr(hint, "__metadata__", ()) for name, hint in hints.items()}
    return {name: mark for name, found in marks.items() for mark in found if isinstance(mark, Text)}


def _spoken(value: Any, rule: Text) -> Any:
    return tuple(rule.normal(v) for v in value) if isinstance(value, tuple) else rule.normal(value)
