"""LOCK: the content hash of every released version. Released text is never edited; a new version is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.faults import PolicyError

LOCKED = ("released", "retired")
_LINE = re.compile(r"(?P<ref>[^\s@]+@[0-9]+) sha256:(?P<digest>[0-9a-f]{64})")


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal text."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def locked(folder: Path) -> dict[str, str]:
    """The digests in the folder's LOCK by reference ("programs/aliya/iop@1"); empty when there is no LOCK.

    Raises PolicyError for a line that is not one, or that names a version twice.
    """
    lock = folder / "LOCK"
    found: dict[str, str] = {}
    for number, line in enumerate(lock.read_text().splitlines() if lock.is_file() else [], start=1):
        parts = _LINE.fullmatch(line)
        if parts is None or parts["ref"] in found:
            raise PolicyError(lock, f"line {number} is not `<policy>@<version> sha256:<hash>`, or is there twice")
        found[parts["ref"]] = parts["digest"]
    return found


def fault_of(policy: Policy, lines: Mapping[str, str]) -> PolicyError | None:
    """What LOCK holds against a version: no line for it, or another content; None when it agrees."""
    if policy.status not in LOCKED:
        return None
    if policy.ref not in lines:
        return PolicyError(policy.path, f"{policy.ref} is {policy.status} and has no line in LOCK; run policies lock")
    if lines[policy.ref] != digest(Path(policy.path)):
        return PolicyError(
            policy.path, f"{policy.ref} is {policy.status} and was edited; undo that and write a new version"
        )
    return None


def add(folder: Path, policies: Collection[Policy]) -> list[str]:
    """Writes lines for released versions that have none, sorted, and returns the new references.

    A line that is there is never changed: raises PolicyError, and writes nothing, when a version was edited.
    """
    lines = locked(folder)
    new = {one.ref: digest(Path(one.path)) for one in policies if one.status in LOCKED and one.ref not in lines}
    for one in policies:
        fault = fault_of(one, {**lines, **new})
        if fault is not None:
            raise fault
    if new:
        text = "".join(f"{ref} sha256:{found}\n" for ref, found in sorted({**lines, **new}.items()))
        (folder / "LOCK").write_text(text)
    return sorted(new)
