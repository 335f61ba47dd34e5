"""The one folder that holds what Stepwell keeps on this machine: STEPWELL_HOME, default `.stepwell`."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from stepwell.doors.cli.refusal import Refusal

ROOT = Path(__file__).resolve().parents[4]
"""The checkout: where the launcher, `src` and `policies` are."""

MARKER = ".stepwell-home"
"""An empty file that says: this folder is Stepwell's, `--fresh` may delete in it."""

OURS = ("postgres", "postgres.making", "logs", "secrets.json", "prepared.json", "logins.json", "files", "simulated")
"""What `--fresh` deletes. The environment (`venv`) and the locks (`running`) stay."""

BEFOREHAND = ("lost+found", "policies", "venv")
"""What may be in a folder before it becomes Stepwell's: a disk's own, the operator's policies, the launcher's."""


class Home:
    """A folder of Stepwell's. `opened()` makes it or refuses; paths below it are plain attributes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "postgres"
        self.logs = folder / "logs"
        self.running = folder / "running"
        self.secrets_file = folder / "secrets.json"
        self.prepared_file = folder / "prepared.json"

    @classmethod
    def opened(cls, folder: Path | None = None) -> Home:
        """The home, made if it is missing. folder: default STEPWELL_HOME, else `.stepwell` in the checkout.

        Raises Refusal when it cannot be written to or belongs to something else.
        """
        chosen = folder or Path(os.environ.get("STEPWELL_HOME") or ROOT / ".stepwell")
        home = cls(chosen.expanduser().absolute())
        home._make()
        return home

    def _make(self) -> None:
        try:
            self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
            if not self.is_ours():
                if any(entry.name not in BEFOREHAND for entry in self.folder.iterdir()):
                    raise Refusal(
                        f"{self.folder} holds something that is not Stepwell's; "
                        "set STEPWELL_HOME to an empty or a new folder."
                    )
                (self.folder / MARKER).touch()
            self.logs.mkdir(mode=0o700, exist_ok=True)
            self.running.mkdir(mode=0o700, exist_ok=True)
            (self.running / "in-use.lock").touch()
        except OSError as error:
            raise cannot_write(self.folder, error) from None

    def is_ours(self) -> bool:
        """Whether the folder carries the marker of a Stepwell home."""
        return (self.folder / MARKER).is_file()

    def delete_contents(self) -> None:
        """Deletes what Stepwell made here. Raises Refusal for a folder without the marker."""
        if not self.is_ours():
            raise Refusal(f"{self.folder} is not a Stepwell folder; nothing was deleted.")
        try:
            for name in OURS:
                path = self.folder / name
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(self.folder, error) from None
        self._make()

    def secret(self, name: str) -> str:
        """A password or key of this home by its name, made at the first asking."""
        kept: dict[str, str] = read_json(self.secrets_file) or {}
        if name not in kept:
            kept[name] = secrets.token_urlsafe(32)
            write_private(self.secrets_file, json.dumps(kept, indent=1))
        return kept[name]


def read_json(path: Path) -> Any:
    """What a JSON file of the home holds; None when there is none or it is half-written."""
    try:
        return json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return None


def write_private(path: Path, text: str) -> None:
    """Writes a file whole or not at all, readable by its owner only. Raises Refusal."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        beside.replace(path)
    except OSError as error:
        raise cannot_write(path.parent, error) from None


def cannot_write(folder: Path, error: OSError) -> Refusal:
    """The one line for a folder that did not take what it was given."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(folder)
    why = os.strerror(error.errno) if error.errno else str(error)
    return Refusal(f"{folder} cannot be written to ({why}); set STEPWELL_HOME to a folder that can.")


def disk_full(folder: Path) -> Refusal:
    """The one line for a full disk."""
    return Refusal(f"The disk of {folder} is full; make room, or set STEPWELL_HOME to a folder on another disk.")
