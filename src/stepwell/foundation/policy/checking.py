"""Checks whole folders of policies: what is wrong, file by file, as a list and not as the first fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.faults import PolicyError
from stepwell.foundation.policy.folders import Folder, search_path
from stepwell.foundation.policy.loading import versions
from stepwell.foundation.policy.lock import fault_of, locked
from stepwell.foundation.policy.reading import read
from stepwell.foundation.policy.vocabulary import judge, judge_cases


@dataclass(frozen=True)
class Checked:
    """What was read, and what is wrong with the folders."""

    policies: tuple[Policy, ...]
    faults: tuple[PolicyError, ...]


def check(folders: Sequence[Folder] | None = None) -> Checked:
    """Reads every policy on the search path and judges form, vocabulary, place, provenance and dates; of shipped
    released versions also LOCK, approval and cases. Never raises for what a file says."""
    path = search_path() if folders is None else tuple(folders)
    policies: list[Policy] = []
    faults: list[PolicyError] = []
    for folder in path:
        found, wrong = _folder(folder)
        policies += found
        faults += wrong
    return Checked(tuple(policies), tuple(faults))


def _folder(folder: Folder) -> tuple[list[Policy], list[PolicyError]]:
    policies: list[Policy] = []
    faults: list[PolicyError] = []
    for path in folder.every_file():
        try:
            policies.append(read(path, folder.origin))
        except PolicyError as fault:
            faults.append(fault)
        else:
            faults += judge(path)
    faults += _clashes(folder, policies)
    if folder.is_shipped:
        faults += _unreleasable(folder, policies)
    return policies, list({str(fault): fault for fault in faults}.values())


def _clashes(folder: Folder, policies: list[Policy]) -> Iterator[PolicyError]:
    for policy_id in sorted({one.id for one in policies}):
        try:
            if not versions(policy_id, [folder]):
                yield PolicyError(folder.path, f"{policy_id} does not stand under its own name")
        except PolicyError as fault:
            yield fault


def _unreleasable(folder: Folder, policies: list[Policy]) -> Iterator[PolicyError]:
    try:
        lines = locked(folder.path)
    except PolicyError as fault:
        yield fault
        return
    for one in policies:
        if one.status not in ("released", "retired"):
            continue
        if (fault_in_lock := fault_of(one, lines)) is not None:
            yield fault_in_lock
        if not one.approved_by:
            yield PolicyError(one.path, f"{one.ref} is {one.status} and names nobody in approved_by")
        yield from _cases(one)
    for gone in sorted(set(lines) - {one.ref for one in policies}):
        yield PolicyError(folder.path / "LOCK", f"{gone} is locked, and its file is not there")


def _cases(policy: Policy) -> Iterator[PolicyError]:
    cases = Path(policy.path).parent / "cases.yaml"
    if not cases.is_file():
        yield PolicyError(policy.path, f"{policy.ref} is {policy.status} and has no cases.yaml beside it")
        return
    try:
        yield from judge_cases(cases)
    except PolicyError as fault:
        yield fault
