"""The demonstration clinics, served from a folder of their own and stopped again: for the bench and the pictures."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Seconds for the server and the database to end by themselves.
GOING_DOWN = 30.0


@dataclass(frozen=True)
class Login:
    """One printed login of a demonstration clinic; role is as in the code ("case_manager")."""

    role: str
    user: str
    password: str
    clinic: str


@dataclass(frozen=True)
class Demonstration:
    """Where it answers (no slash at the end), and its logins, those of a clinic together."""

    address: str
    logins: tuple[Login, ...]

    def login(self, role: str, clinic: str = "") -> Login:
        """The first login of that role, at the clinic whose name begins so. Raises LookupError."""
        for login in self.logins:
            if login.role == role and login.clinic.lower().startswith(clinic.lower()):
                return login
        raise LookupError(f"the demonstration has no {role} at {clinic or 'any clinic'}")


@contextmanager
def served(home: Path | None = None, environment: Mapping[str, str] | None = None) -> Iterator[Demonstration]:
    """A demonstration on a free port, stopped after the block.

    home: the folder to keep it in, so that the next start is quick; default one that goes with the block.
    environment: settings for the server beside ours. Raises RuntimeError when it does not come up.
    """
    with ExitStack() as stack:
        if home is None:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="stepwell-demo-")))
            scratch.chmod(0o711)  # started by root, PostgreSQL runs as another account and must pass
            home = scratch / "home"
        ours = {"STEPWELL_HOME": str(home), **(environment or {})}
        barred = ("DATABASE_URL", "STEPWELL_APP_DATABASE_URL", "STEPWELL_POLICIES")
        process = subprocess.Popen(
            [str(ROOT / "stepwell"), "demo", "--port", "0", "--json"],
            env={name: value for name, value in os.environ.items() if name not in barred} | ours,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        stack.callback(_stop, process)
        yield Demonstration(_address(process), _logins(home))


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("}"):
            return str(json.loads(said)["address"]).rstrip("/")
    raise RuntimeError(f"the demonstration did not come up (exit {process.wait()})")


def _logins(home: Path) -> tuple[Login, ...]:
    kept = json.loads((home / "logins.json").read_text())
    return tuple(Login(one["role"], one["user"], one["password"], one["operator"]) for one in kept)


def _stop(process: subprocess.Popen[str]) -> None:
    """As Ctrl-C does; whoever does not go in time is ended with the processes it started."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
    try:
        process.wait(GOING_DOWN)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
