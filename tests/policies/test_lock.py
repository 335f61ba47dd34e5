"""Released text is never edited: LOCK holds its hash, and the check compares."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stepwell.foundation.policy.checking import check
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.folders import SHIPPED, Folder, shipped_folder
from stepwell.foundation.policy.lock import add, locked
from tests.policies.folder import policy_text, write

CASES = "cases:\n  - {facts: {ask: days_per_week}, expect: {min: 3}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder like the shipped one, with one program that is released, locked and has cases."""
    write(tmp_path / "programs/evergreen/iop/v1.yaml", policy_text())
    write(tmp_path / "programs/evergreen/iop/cases.yaml", CASES)
    lock(tmp_path)
    return tmp_path


def lock(folder: Path) -> list[str]:
    return add(folder, check([Folder(folder, SHIPPED)]).policies)


def faults(folder: Path) -> list[str]:
    return [fault.message for fault in check([Folder(folder, SHIPPED)]).faults]


def test_what_is_shipped_has_no_fault() -> None:
    assert [str(fault) for fault in check([Folder(shipped_folder(), SHIPPED)]).faults] == []


def test_an_edited_released_file_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "policies"
    shutil.copytree(shipped_folder(), copy)
    lock(copy)
    before, lines = faults(copy), locked(copy)
    file = copy / "programs/trust-socal/iop/v1.yaml"
    file.write_text(file.read_text().replace("weeks: {min: 8, max: 16}", "weeks: {min: 8, max: 12}"))
    assert [message for message in faults(copy) if message not in before] == [
        "programs/trust-socal/iop@1 is released and was edited; undo that and write a new version"
    ]
    with pytest.raises(PolicyError, match="was edited"):
        lock(copy)
    assert locked(copy) == lines


def test_lock_adds_new_versions_and_keeps_the_lines_it_has(folder: Path) -> None:
    before = locked(folder)
    write(folder / "programs/evergreen/iop/v2.yaml", policy_text(version=2, effective="{from: 2026-07-01}"))
    assert faults(folder) == ["programs/evergreen/iop@2 is released and has no line in LOCK; run policies lock"]
    assert lock(folder) == ["programs/evergreen/iop@2"]
    after = locked(folder)
    assert before.items() < after.items()
    assert list(after) == sorted(after)
    assert faults(folder) == []


def test_a_locked_version_may_not_vanish(folder: Path) -> None:
    (folder / "programs/evergreen/iop/v1.yaml").unlink()
    assert faults(folder) == ["programs/evergreen/iop@1 is locked, and its file is not there"]


def test_a_line_that_is_none_is_refused(folder: Path) -> None:
    write(folder / "LOCK", "programs/evergreen/iop@1 md5:abc\n")
    assert "line 1" in faults(folder)[0]


def test_a_released_version_needs_cases_approval_and_its_own_place(folder: Path) -> None:
    (folder / "programs/evergreen/iop/cases.yaml").unlink()
    assert faults(folder) == ["programs/evergreen/iop@1 is released and has no cases.yaml beside it"]
    write(folder / "programs/evergreen/iop/cases.yaml", "cases:\n  - {fact: {}, expect: {}}\n")
    assert any("facts" in message for message in faults(folder))


def test_approval_is_named(tmp_path: Path) -> None:
    text = policy_text().replace("approved_by: [clinical_director]\n", "")
    write(tmp_path / "programs/evergreen/iop/v1.yaml", text)
    write(tmp_path / "programs/evergreen/iop/cases.yaml", CASES)
    lock(tmp_path)
    assert faults(tmp_path) == ["programs/evergreen/iop@1 is released and names nobody in approved_by"]


def test_a_draft_needs_neither_cases_nor_lock(tmp_path: Path) -> None:
    write(tmp_path / "programs/evergreen/iop/v1.yaml", policy_text(status="draft"))
    assert faults(tmp_path) == []
    assert lock(tmp_path) == []


def test_a_file_stands_under_its_own_name(tmp_path: Path) -> None:
    write(tmp_path / "programs/elsewhere/iop/v1.yaml", policy_text(status="draft"))
    assert faults(tmp_path) == ["programs/evergreen/iop does not stand under its own name"]
