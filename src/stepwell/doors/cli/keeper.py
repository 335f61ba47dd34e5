"""Keeps one PostgreSQL running for as long as some command uses it, and stops it then.

Run as a script of its own, by path: `keeper.py <in-use lock> <log> <uid>:<gid>|- <postgres> <argument>...`.

Every command that uses the database holds the shared lock of the in-use file. The kernel gives a lock back
when its holder ends, however it ends. The keeper waits for the lock alone: when it gets it, nobody is left.
A command that comes while PostgreSQL is being stopped waits for the shared lock and starts a new one.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
from types import FrameType
from typing import Any

PR_SET_PDEATHSIG = 1
PATIENCE = 30.0
"""Seconds for a clean stop; after that PostgreSQL is ended the hard way and recovers at its next start."""


class Ended(Exception):
    """PostgreSQL is gone, or the keeper was told to go."""


def main(arguments: list[str]) -> int:
    """Starts PostgreSQL, waits until nobody uses it, stops it."""
    in_use, log, account, *command = arguments
    lock = os.open(in_use, os.O_RDWR | os.O_CLOEXEC)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, _end)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.chdir("/")
    server: subprocess.Popen[bytes] | None = None
    try:
        with open(log, "ab") as words:
            server = _start(command, account, words.fileno())
        fcntl.flock(lock, fcntl.LOCK_EX)
    except Ended:
        pass
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if server:
            _stop(server)
    return 0


def _end(number: int, frame: FrameType | None) -> None:
    raise Ended


def _start(command: list[str], account: str, words: int) -> subprocess.Popen[bytes]:
    switch: dict[str, Any] = {}
    if account != "-":
        user, group = (int(part) for part in account.split(":"))
        switch = {"user": user, "group": group, "extra_groups": []}
    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, preexec_fn=_die_with_keeper, **switch
    )


def _die_with_keeper() -> None:
    # A killed keeper takes PostgreSQL along: SIGINT is its word for a quick and clean stop.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def _stop(server: subprocess.Popen[bytes]) -> None:
    for number, patience in ((signal.SIGINT, PATIENCE), (signal.SIGQUIT, 5.0), (signal.SIGKILL, None)):
        if server.poll() is not None:
            return
        server.send_signal(number)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
