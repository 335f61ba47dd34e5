"""Facts that come from outside: how strictly they are read, and how a rule refuses what types cannot say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

STRICT: Final = {"extra": "forbid", "strict": True}
"""Set as `__pydantic_config__` on a facts dataclass: no unknown key, no "3" for 3. Rules need no pydantic."""


class BadFacts(ValueError):
    """The facts have the right types and still cannot be ruled on.

    path: where, as "services[0].minutes" or "ratings.4A"; "" for the whole. expected: in plain words.
    got: what stood there, a value JSON can hold.
    """

    def __init__(self, path: str, expected: str, got: Any) -> None:
        super().__init__(f"{path or 'facts'}: expected {expected}, got {got!r}")
        self.path = path
        self.expected = expected
        self.got = got


@dataclass(frozen=True)
class Within:
    """A number's lowest and highest allowed value: `minutes: Annotated[int, Within(0, 1440)]`.

    The shell door reads it through the hook that pydantic looks for; rules that are called from Python are
    given typed, stored facts and are not checked again.
    """

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return {**handler(source), "ge": self.least, "le": self.most}


@dataclass(frozen=True)
class AtMost:
    """The longest allowed text or list: `name: Annotated[str, AtMost(100)]`."""

    items: int

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return {**handler(source), "max_length": self.items}


@dataclass(frozen=True)
class Dollars:
    """An amount of money, exact to the cent and not below nothing: `price: Annotated[Decimal, Dollars()]`."""

    most: int = 10_000_000

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return {**handler(source), "ge": 0, "le": self.most, "decimal_places": 2}
