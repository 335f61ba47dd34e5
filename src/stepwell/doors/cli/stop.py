"""`./stepwell stop`: ends what serves this home, and waits until nothing runs."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import time

from stepwell.doors.cli import datafolder
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.locks import is_free
from stepwell.doors.cli.progress import doing
from stepwell.doors.cli.refusal import Refusal

PATIENCE = 40.0


def main(arguments: list[str]) -> int:
    """Asks each serving process to end, as Ctrl-C would. Raises Refusal when one does not."""
    argparse.ArgumentParser(prog="stepwell stop", description="Stops what runs on STEPWELL_HOME.").parse_args(arguments)
    home = Home.opened()
    asked = [process for process in _serving(home) if _ask(process)]
    until = time.monotonic() + PATIENCE
    with doing("Stopping"):
        while time.monotonic() < until and (_serving(home) or (asked and _database_alone(home))):
            time.sleep(0.1)
    left = _serving(home)
    if left:
        raise Refusal(f"Process {left[0]} does not stop; end it with kill -9 {left[0]}.")
    print("Stopped." if asked else "Nothing was running.")
    return 0


def _serving(home: Home) -> list[int]:
    """The processes that serve this home: each holds the lock of a file with its number."""
    found = []
    for path in home.running.glob("serving-*.lock"):
        if is_free(path):
            path.unlink(missing_ok=True)
        else:
            found.append(int(path.stem.removeprefix("serving-")))
    return found


def _ask(process: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)
        return True
    return False


def _database_alone(home: Home) -> bool:
    # Other commands may still use it; then it is theirs to stop.
    return datafolder.postmaster(home.data) is not None and is_free(home.running / "in-use.lock")
