"""The cases beside the policies, and an engine asked in this process with the door's own strictness."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.yaml_text import parse


def policy_cases(*kinds: str) -> list[Any]:
    """One parameter set (facts, expect) for each case under policies/<kind>/, with a telling id."""
    files = sorted(path for kind in kinds for path in (shipped_folder() / kind).rglob("cases.yaml"))
    return [param for path in files for param in _params(path)]


def _params(path: Path) -> list[Any]:
    cases = parse(path.read_text(encoding="utf-8"), path)["cases"]
    return [
        pytest.param(case["facts"], case["expect"], id=f"{path.parent.name}-{case.get('id', number)}")
        for number, case in enumerate(cases)
    ]


def ruled(engine_name: str, facts: dict[str, Any]) -> dict[str, Any]:
    """What `decide <engine>` prints for the facts: {"ruling": ..., "reasons": ...}. Raises BadFacts."""
    from stepwell.doors.cli.decide.engine import engine
    from stepwell.doors.cli.decide.typed import facts_of, printable

    asked = engine(engine_name)
    raw = plain_json(facts)
    return printable(asked, asked.ask(facts_of(asked, json.loads(raw), raw)))


def plain_json(facts: Any) -> bytes:
    """Facts as JSON; dates and decimals as text."""
    return json.dumps(facts, default=_plain).encode()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
