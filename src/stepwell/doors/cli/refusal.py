"""How the command line says no: one line, what to do, and an exit code."""

from __future__ import annotations


class Refusal(Exception):
    """Something stands in the way that the person at the shell can put right.

    message: one line that says what is wrong and what to do. code: the exit code, 1 unless said otherwise;
    2 is for a command that was typed wrongly.
    """

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(" ".join(message.split()))
        self.code = code
