"""Says on stderr what is being done, once it takes longer than a moment."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 1.5
"""Seconds of silence: a person waits that long without wondering."""

REMINDER = 10.0
"""Seconds between signs of life."""


def say(line: str) -> None:
    """One line for the person at the shell; stdout is for the command's answer."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Announces `what` when the block takes longer than a moment, and says when it is done.

    what: a phrase such as "Starting PostgreSQL".
    """
    began = time.monotonic()
    done = threading.Event()
    talker = threading.Thread(target=_talk, args=(what, began, done), daemon=True)
    talker.start()
    try:
        yield
    finally:
        done.set()
        talker.join()


def _talk(what: str, began: float, done: threading.Event) -> None:
    if done.wait(PATIENCE):
        return
    say(f"{what} ...")
    while not done.wait(REMINDER):
        say(f"  still at it, {time.monotonic() - began:.0f} s")
    say(f"  {time.monotonic() - began:.1f} s")
