"""Where policies live: the operator's folders first, then what Stepwell ships."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from stepwell.foundation.policy.faults import PolicyError

SHIPPED = "shipped"
_VERSIONED = re.compile(r"v[1-9][0-9]*\.yaml")
_NAMED = re.compile(r"^policy:\s*[\"']?([^\s\"'#]+)", re.MULTILINE)


@dataclass(frozen=True)
class Folder:
    """One place on the search path. `origin` is "shipped" or the operator's folder as written."""

    path: Path
    origin: str

    @property
    def is_shipped(self) -> bool:
        return self.origin == SHIPPED

    def files(self, policy_id: str) -> list[Path]:
        """The files that hold versions of a policy, in the order of their names.

        What is shipped stands under its id. In an operator's folder a file may stand anywhere: its `policy:`
        line says what it is, so a program is one file dropped in.
        """
        if not self.is_shipped:
            return [path for path in self.every_file() if _names(path) == policy_id]
        return _standing_under(self.path, policy_id)

    def every_file(self) -> Iterator[Path]:
        """Every policy file in the folder (not cases, not schemas), sorted."""
        for path in sorted(self.path.rglob("*.yaml")):
            if path.name != "cases.yaml" and path.relative_to(self.path).parts[0] != "schema":
                yield path

    def ids(self) -> set[str]:
        """The ids of all policies in the folder."""
        return {_id_of(self.path, path) if self.is_shipped else _names(path) for path in self.every_file()}


def shipped_folder() -> Path:
    """The policies that come with Stepwell: in the package of a wheel, else at the root of the checkout."""
    package = Path(__file__).resolve().parents[2]
    inside = package / "policies"
    return inside if inside.is_dir() else package.parents[1] / "policies"


def search_path() -> tuple[Folder, ...]:
    """The operator's folders (STEPWELL_POLICIES, else policies/ in STEPWELL_HOME if there), then shipped.

    Raises PolicyError when STEPWELL_POLICIES names a folder that is not there.
    """
    return (*_operator_folders(), Folder(shipped_folder(), SHIPPED))


def _operator_folders() -> tuple[Folder, ...]:
    named = os.environ.get("STEPWELL_POLICIES", "")
    if named:
        paths = [Path(part) for part in named.split(os.pathsep) if part]
        for path in paths:
            if not path.is_dir():
                raise PolicyError(path, "STEPWELL_POLICIES names this folder, and it is not there")
        return tuple(Folder(path, str(path)) for path in paths)
    home = Path(os.environ.get("STEPWELL_HOME") or ".stepwell") / "policies"
    return (Folder(home, str(home)),) if home.is_dir() else ()


def _standing_under(root: Path, policy_id: str) -> list[Path]:
    if ".." in policy_id.split("/") or policy_id.startswith("/"):
        return []
    here = root / policy_id
    versions = sorted(path for path in here.glob("v*.yaml") if _VERSIONED.fullmatch(path.name))
    single = root / f"{policy_id}.yaml"
    return [*versions, *([single] if single.is_file() else [])]


def _id_of(root: Path, path: Path) -> str:
    inside = path.relative_to(root)
    return (inside.parent if _VERSIONED.fullmatch(path.name) else inside.with_suffix("")).as_posix()


def _names(path: Path) -> str:
    """The id that a file's own `policy:` line names; empty when it has none or is no file that can be read."""
    try:
        seen = path.stat()
        return _names_cached(path, seen.st_mtime_ns, seen.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=1024)
def _names_cached(path: Path, _changed: int, _size: int) -> str:
    found = _NAMED.search(path.read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else ""
