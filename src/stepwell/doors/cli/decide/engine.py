"""What an engine is, and where the engines are found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling

ENGINES = Path(__file__).parent / "engines"


@dataclass(frozen=True)
class Engine:
    """A rule that can be asked.

    facts: the frozen dataclass (or union of them) that the JSON is read into. answer: the frozen dataclass of
    the ruling. ask: takes the facts, loads the policies it needs and asks the rule; raises BadFacts for what
    types cannot say. examples: JSON-ready facts that run.
    """

    name: str
    facts: Any
    answer: Any
    ask: Callable[[Any], Ruling[Any]]
    examples: tuple[dict[str, Any], ...]


def engine_names() -> tuple[str, ...]:
    """The engines that exist, in alphabetical order."""
    found = (path.stem for path in ENGINES.glob("[a-z]*.py"))
    return tuple(sorted(name.replace("_", "-") for name in found))


def engine(name: str) -> Engine:
    """The engine of that name; only its own rules are imported. Raises BadFacts at path "engine"."""
    known = engine_names()
    if name not in known:
        raise BadFacts("engine", f"one of: {', '.join(known)}", name)
    module = import_module(f"stepwell.doors.cli.decide.engines.{name.replace('-', '_')}")
    found: Engine = module.ENGINE
    return found
