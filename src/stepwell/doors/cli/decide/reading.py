"""JSON read strictly: one document, valid UTF-8, no repeated key, no number that JSON does not have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from stepwell.foundation.kernel.facts import BadFacts

LONGEST_NUMBER = 40  # digits; anything longer is no minute, dollar or count
DEEPEST = 40  # levels; no engine's facts go deeper than six
SHOWN = 80  # characters of a wrong text that are shown back


@dataclass(frozen=True)
class Refused:
    """Stands in a parsed document where something was that JSON facts may not hold."""

    expected: str
    got: str


class Keyed(dict[str, Any]):
    """An object that remembers the first key it was given twice."""

    doubled: str | None = None


def document(raw: bytes) -> Any:
    """The facts as plain Python values. Raises BadFacts with the path of the first thing that is wrong."""
    if not raw.strip():
        raise BadFacts("", "facts as one JSON document on standard input", "nothing")
    try:
        parsed = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=lambda text: Refused("a number that JSON has", text),
        )
    except UnicodeDecodeError as wrong:
        raise BadFacts("", "text in UTF-8", f"a wrong byte at position {wrong.start}") from None
    except json.JSONDecodeError as wrong:
        raise BadFacts("", "one JSON document", f"{wrong.msg}, line {wrong.lineno}") from None
    except RecursionError:
        _too_deep()
    for path, value, depth in _walk(parsed):
        _refuse(path, value, depth)
    return parsed


def shown(value: Any) -> Any:
    """A wrong value as it is shown back: short, and always something JSON can hold."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return f"an object with {len(value)} keys"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _object(pairs: list[tuple[str, Any]]) -> Keyed:
    made = Keyed()
    for key, value in pairs:
        if key in made and made.doubled is None:
            made.doubled = key
        made[key] = value
    return made


def _whole(text: str) -> Any:
    if len(text) > LONGEST_NUMBER:
        return Refused(f"a number of at most {LONGEST_NUMBER} digits", f"{len(text)} digits")
    return int(text)


def _fraction(text: str) -> Any:
    number = float(text)
    if len(text) > LONGEST_NUMBER or number in (float("inf"), float("-inf")):
        return Refused(f"a number of at most {LONGEST_NUMBER} digits", text[:SHOWN])
    return number


def _walk(parsed: Any) -> Iterator[tuple[str, Any, int]]:
    """Every value with its path and depth, in the order of the document."""
    waiting: list[tuple[str, Any, int]] = [("", parsed, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        yield path, value, depth
        inside: list[tuple[str, Any, int]] = []
        if isinstance(value, dict):
            inside = [(f"{path}.{key}" if path else key, item, depth + 1) for key, item in value.items()]
        elif isinstance(value, list):
            inside = [(f"{path}[{place}]", item, depth + 1) for place, item in enumerate(value)]
        waiting.extend(reversed(inside))


def _refuse(path: str, value: Any, depth: int) -> None:
    if depth > DEEPEST:
        _too_deep()
    if isinstance(value, Refused):
        raise BadFacts(path, value.expected, value.got)
    if isinstance(value, Keyed) and value.doubled is not None:
        doubled = f"{path}.{value.doubled}" if path else value.doubled
        raise BadFacts(doubled, "each key once", "the same key twice")


def _too_deep() -> NoReturn:
    raise BadFacts("", f"JSON of at most {DEEPEST} levels", "deeper nesting")
