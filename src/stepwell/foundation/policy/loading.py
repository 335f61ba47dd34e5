"""Finds and reads policies: the operator's folder first, then what Stepwell ships."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date

from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.faults import NotInForce, PolicyError, UnknownPolicy
from stepwell.foundation.policy.folders import SHIPPED, Folder, search_path
from stepwell.foundation.policy.reading import read
from stepwell.foundation.policy.vocabulary import judge

__all__ = ["NotInForce", "PolicyError", "UnknownPolicy", "all_ids", "load", "unchanged", "version", "versions"]


_kept: ContextVar[dict[tuple[str, date], Policy] | None] = ContextVar("stepwell_policies", default=None)


def load(policy_id: str, on: date, folders: Sequence[Folder] | None = None) -> Policy:
    """The version of a policy in force on the day of service.

    on: the day the service was given, never the day of asking. folders: the search path; default the
    operator's folders and then the shipped one. Of a folder's versions the highest counts that has begun and
    not ended; a draft or reviewed version is used only where nothing released stands in its way. In the
    values numbers with a point are Decimal, dates are date, clock times text.
    Raises UnknownPolicy, NotInForce, PolicyError.
    """
    kept = _kept.get() if folders is None else None
    if kept is None:
        return _load(policy_id, on, search_path() if folders is None else tuple(folders))
    if (policy_id, on) not in kept:
        kept[policy_id, on] = _load(policy_id, on, search_path())
    return kept[policy_id, on]


@contextmanager
def unchanged() -> Iterator[None]:
    """Inside the block files of policies do not change, and are not looked at again: for work over many days."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def _load(policy_id: str, on: date, path: Sequence[Folder]) -> Policy:
    found = [version for folder in path for version in _of_folder(policy_id, folder)]
    if not found:
        raise UnknownPolicy(policy_id, f"no such policy{_perhaps(policy_id, path)}")
    in_force = [version for version in found if version.in_force(on)]
    if not in_force:
        raise NotInForce(policy_id, f"no version is in force on {on.isoformat()}")
    binding = [version for version in in_force if version.status in ("released", "retired")]
    first, *others = binding or in_force
    return replace(first, beneath=next((other for other in others if other.origin != first.origin), None))


def versions(policy_id: str, folders: Sequence[Folder] | None = None) -> tuple[Policy, ...]:
    """All versions of a policy, operator's first, in each folder the highest first. Raises PolicyError."""
    path = search_path() if folders is None else tuple(folders)
    return tuple(version for folder in path for version in _of_folder(policy_id, folder))


def version(ref: str, folders: Sequence[Folder] | None = None) -> Policy:
    """The version that a stored decision refers to, as "placement/fourth-edition@1", whether or not it is still in
    force: what was decided by it can be replayed. Also with the rule's name behind, as a reason has it. An operator's
    version stands before a shipped one of the same number. Raises UnknownPolicy, PolicyError.
    """
    policy_id, _, number = ref.partition("#")[0].partition("@")
    for found in versions(policy_id, folders):
        if str(found.version) == number:
            return found
    raise UnknownPolicy(ref, "no such version; released versions are never taken away")


def all_ids(folders: Sequence[Folder] | None = None) -> tuple[str, ...]:
    """The ids of all policies on the search path, sorted."""
    path = search_path() if folders is None else tuple(folders)
    return tuple(sorted({found for folder in path for found in folder.ids()} - {""}))


def _of_folder(policy_id: str, folder: Folder) -> list[Policy]:
    found: dict[int, Policy] = {}
    for path in folder.files(policy_id):
        version = read(path, SHIPPED if folder.is_shipped else folder.origin)
        if not folder.is_shipped:  # what is shipped was judged before it was released
            _refuse(judge(path))
        if version.id != policy_id:
            raise PolicyError(path, f"says it is {version.id!r}, but it stands under {policy_id!r}")
        if version.version in found:
            raise PolicyError(path, f"version {version.version} of {policy_id} is in this folder twice")
        if path.stem.removeprefix("v").isdigit() and path.stem != f"v{version.version}":
            raise PolicyError(path, f"says version {version.version}, but its name says {path.stem}")
        found[version.version] = version
    return [found[number] for number in sorted(found, reverse=True)]


def _refuse(faults: Sequence[PolicyError]) -> None:
    if faults:
        raise faults[0]


def _perhaps(policy_id: str, path: Sequence[Folder]) -> str:
    near = difflib.get_close_matches(policy_id, all_ids(path), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""
