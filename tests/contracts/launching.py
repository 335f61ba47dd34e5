"""What the tests of the launcher share: a clean environment, short-lived homes, and a look at what still runs."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARRED = ("STEPWELL_", "DATABASE_URL", "DJANGO_", "PYTHON", "PYTEST_", "COV_")


def environment(home: Path | str, **more: str) -> dict[str, str]:
    """The environment of a person at a shell: nothing of this test run in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(BARRED)}
    # Clinics that are open and empty: what the launcher does does not hang on who is treated there.
    return kept | {"STEPWELL_HOME": str(home), "STEPWELL_DEMO_WEEKS": "0"} | more


def launch(
    home: Path | str, *arguments: str, seconds: float = 120, launcher: Path = ROOT / "stepwell", **more: str
) -> subprocess.CompletedProcess[str]:
    """`./stepwell ...` to its end."""
    return subprocess.run(
        [str(launcher), *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
    )


@contextmanager
def new_home() -> Iterator[Path]:
    """A path for a home, beneath a folder that the database's account may pass through; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="stepwell-home-"))
    folder.chmod(0o711)
    try:
        yield folder / "home"
    finally:
        for process in running_on(folder):
            os.kill(process, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(home: Path, command: str = "demo") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process group of its own, as a shell would start it: the process, and its address."""
    port = free_port()
    server = subprocess.Popen(
        [str(ROOT / "stepwell"), command, "--port", str(port)],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        process_group=0,
    )
    try:
        assert server.stdout
        first = server.stdout.readline()
        assert str(port) in first, server.communicate(timeout=10)
        yield server, f"http://127.0.0.1:{port}/"
    finally:
        if server.poll() is None:
            server.terminate()
        server.communicate(timeout=30)


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running_on(home: Path) -> list[int]:
    """The processes that belong to a home: by what they were started with, or by what they were told."""
    wanted = str(home).encode()
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal() or int(process.name) == os.getpid():
            continue
        try:
            told = (process / "cmdline").read_bytes() + b"\0" + (process / "environ").read_bytes()
        except OSError:
            continue
        if wanted in told:
            found.append(int(process.name))
    return found


def gone(home: Path, seconds: float = 15) -> bool:
    """Whether nothing runs on the home, now or within these seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not running_on(home):
            return True
        time.sleep(0.1)
    return False


def is_one_line(said: str) -> bool:
    """One line for a person, and no traceback."""
    return len(said.strip().splitlines()) == 1 and not any(word in said for word in ("Traceback", "Refusal:"))
