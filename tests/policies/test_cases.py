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
    tests = [path.read_text() for path in (*TESTS.glob("rules/**/test_*.py"), *TESTS.glob("actions/**/test_*.py"))]
    assert any(_reads(text, _id(file)) for text in tests), f"no test reads the cases of {_id(file)}"


def test_a_test_that_reads_other_cases_of_the_kind_does_not_count() -> None:
    assert _reads('policy_cases("plans/team")', "plans/team")
    assert _reads('policy_cases("plans")', "plans/team")
    assert not _reads('policy_cases("plans/plan")', "plans/team")
    assert not _reads('load("plans/team") and policy_cases("fees")', "plans/team")


def _reads(text: str, policy_id: str) -> bool:
    """Whether a test takes in the cases of the policy: by its id, its kind, or a path put together of the two."""
    kind, _, name = policy_id.partition("/")
    asked = re.findall(r'policy_cases\("([^"]+)"', text)
    together = f'"{kind}" / ' in text and '"cases.yaml"' in text and f'"{name}"' in text
    return together or f"{policy_id}/cases.yaml" in text or any(f"{policy_id}/".startswith(f"{one}/") for one in asked)


def test_an_expectation_that_is_not_met_does_not_hold() -> None:
    assert not _holds({"min": 9}, {"min": 8})
    assert not _holds({"min": 9}, {})
    assert not _holds({"a": {"b": [1]}}, {"a": {"b": [1, 2]}})


def _holds(expected: Any, answer: Any) -> bool:
    """Every key that is expected is there with that value; further keys may be."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        return all(key in answer and _holds(value, answer[key]) for key, value in expected.items())
    return bool(expected == answer)
