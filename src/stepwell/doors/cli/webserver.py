"""Run as a process of its own: granian, which serves the pages from processes of its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from stepwell.doors.cli.lifelines import PARENT, die_with_parent

THREADS = 8
"""Requests that one process answers at once; each holds a database connection."""


def serve(host: str, port: int, workers: int) -> None:
    """Serves until told to stop. host, port: where to listen. workers: processes that answer."""
    die_with_parent()
    os.environ[PARENT] = str(os.getpid())
    Server(
        "stepwell.doors.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve(target_loader=_load)


def _load(target: str) -> Callable[..., Any]:
    """In the answering process: bound to granian's life, since granian killed hard leaves its processes behind."""
    die_with_parent(signal.SIGKILL)
    from stepwell.doors.wsgi import application

    return application


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
