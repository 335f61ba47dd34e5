"""`./stepwell stop`: ends what serves this home, and waits until nothing runs."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import time

from stepwell.doors.cli.home import Home
from stepwell.doors.cli.locks import hold_for_life, is_free, locked
from stepwell.doors.cli.progress import doing
from stepwell.doors.cli.refusal import Refusal

PATIENCE = 40.0


def main(arguments: list[str]) -> int:
    """Asks each serving process to end, as Ctrl-C would. Raises Refusal when one does not."""
    argparse.ArgumentParser(prog="stepwell stop", description="Stops what runs on STEPWELL_HOME.").parse_args(arguments)
    home = Home.opened()
    asked = [process for process in serving(home) if _ask(process)]
    until = time.monotonic() + PATIENCE
    with doing("Stopping"):
        # Each stops its database before it ends, unless another command still uses it.
        while (left := serving(home)) and time.monotonic() < until:
            time.sleep(0.1)
    if left:
        raise Refusal(f"Process {left[0]} does not stop; end it with kill -9 {left[0]}.")
    print("Stopped." if asked else "Nothing was running.")
    return 0


def note_serving(home: Home) -> None:
    """Makes this process known to `stop`, for as long as it lives."""
    with locked(home.running / "starting.lock"):
        for path in home.running.glob("serving-*.lock"):
            if is_free(path):
                path.unlink()  # left by a process that is no more
        hold_for_life(home.running / f"serving-{os.getpid()}.lock")


def serving(home: Home) -> list[int]:
    """The processes that serve this home: each holds the lock of a file with its number."""
    held = [path for path in home.running.glob("serving-*.lock") if not is_free(path)]
    return [int(path.stem.removeprefix("serving-")) for path in held]


def _ask(process: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGTERM)
        return True
    return False
