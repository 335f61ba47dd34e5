"""A process of Stepwell's that does not outlive the one that started it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PARENT = "STEPWELL_PARENT"
"""In a child's environment: the process it belongs to."""

_PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Asks the kernel for this signal when the parent ends, however it ends (Linux; elsewhere nothing happens).

    A parent that ended before the asking is noticed too.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    parent = os.environ.get(PARENT)
    if parent and int(parent) != os.getppid():
        os.kill(os.getpid(), number)
