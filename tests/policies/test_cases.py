"""Every cases.yaml is run: by a runner here, or by the tests of the area whose kind it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.loading import load, versions
from stepwell.foundation.policy.yaml_text import parse
from tests.policies.runners import runner

FILES = sorted(shipped_folder().rglob("cases.yaml"))
TESTS = Path(__file__).parents[1]


def _id(file: Path) -> str:
    return file.parent.relative_to(shipped_folder()).as_posix()


def _cases() -> list[Any]:
    return [
        pytest.param(_id(file), case, id=f"{_id(file)}:{case.get('id', number)}")
        for file in FILES
        if runner(_id(file))
        for number, case in enumerate(parse(file.read_text(encoding="utf-8"), file)["cases"])
    ]


@pytest.mark.parametrize(("policy_id", "case"), _cases())
def test_a_case_gets_the_ruling_it_expects(policy_id: str, case: dict[str, Any]) -> None:
    on = case.get("on") or max(one.effective_from for one in versions(policy_id))
    ask = runner(policy_id)
    assert ask is not None
    answer = ask(load(policy_id, on), case["facts"])
    assert _holds(case["expect"], answer), f"expected {case['expect']}, got {answer}"


@pytest.mark.parametrize("file", [file for file in FILES if not runner(_id(file))], ids=_id)
def test_cases_without_a_runner_are_run_by_their_own_area(file: Path) -> None:
    kind = _id(file).partition("/")[0]
    reading = [
        path
        for path in [*TESTS.glob("rules/**/test_*.py"), *TESTS.glob("actions/**/test_*.py")]
        if re.search(r"policy_cases\(|cases\.yaml", path.read_text()) and f'"{kind}' in path.read_text()
    ]
    assert reading, f"no test reads the cases of {_id(file)}"


def test_an_expectation_that_is_not_met_does_not_hold() -> None:
    assert not _holds({"min": 9}, {"min": 8})
    assert not _holds({"min": 9}, {})
    assert not _holds({"a": {"b": [1]}}, {"a": {"b": [1, 2]}})


def _holds(expected: Any, answer: Any) -> bool:
    """Every key that is expected is there with that value; further keys may be."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        return all(key in answer and _holds(value, answer[key]) for key, value in expected.items())
    return bool(expected == answer)
