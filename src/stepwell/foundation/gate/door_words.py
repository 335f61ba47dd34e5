"""What people are told that a door was used for: "Read the plan", never the name of a function."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stepwell.foundation.gate.opening import DOORS, DOORS_SAY
from stepwell.foundation.policy.yaml_text import parse

_FILE = Path(__file__).with_suffix(".yaml")
_ENDS = re.compile(r"[.:;](?:\s|$)|\s\(|,?\s\"")


@dataclass(frozen=True)
class _Words:
    """The words by a door's name, or by the beginning of it: see the file."""

    about: dict[str, str]
    read: dict[str, str]
    wrote: dict[str, str]


def words_of(door: str) -> str:
    """The plain words of a door as the trail names it, without "stepwell.": "Read the plan"; of an act its own first
    sentence. A door that is no more is told by its area."""
    own = _words().read.get(door) or _words().wrote.get(door)
    if own:
        return own
    kind, _ = DOORS.get(f"stepwell.{door}", ("query", None))
    said = _ENDS.split(" ".join(DOORS_SAY.get(f"stepwell.{door}", "").split()), maxsplit=1)[0]
    if kind == "action" and said:
        return said.replace("`", "")
    return f"Read {_about(door)}"


def is_act(door: str) -> bool:
    """Whether the door writes."""
    return DOORS.get(f"stepwell.{door}", ("query", None))[0] == "action"


def doors_about(word: str) -> list[str]:
    """The doors, without "stepwell.", whose plain words contain the text, whatever its case; sorted."""
    wanted = word.casefold()
    known = [name.removeprefix("stepwell.") for name in DOORS]
    return sorted(door for door in known if wanted in words_of(door).casefold())


def _about(door: str) -> str:
    parts, about = door.split("."), _words().about
    tried = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((about[name] for name in tried if name in about), "the record")


@lru_cache(maxsize=1)
def _words() -> _Words:
    return _Words(**parse(_FILE.read_text(encoding="utf-8"), _FILE))
