"""The door itself: arguments, standard input and output, exit codes. Never a traceback for wrong facts."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from stepwell.doors.cli.decide.engine import Engine, engine, engine_names
from stepwell.doors.cli.decide.reading import document, shown
from stepwell.foundation.kernel.facts import BadFacts

DONE = 0
WRONG = 2
UNREAD = 141  # what a shell reports for a process whose reader went away

USAGE = """\
stepwell decide <engine> < facts.json    the ruling and its reasons, as JSON
stepwell decide --schema <engine>        JSON Schema of facts and ruling, with examples

engines: {engines}
"""


def main(argv: list[str]) -> int:
    """Runs `decide` with its arguments (without the program's name) and returns the exit code: 0 or 2."""
    try:
        answer, code = _answer(argv), DONE
    except BadFacts as wrong:
        error = {"path": wrong.path, "expected": wrong.expected, "got": shown(wrong.got)}
        answer, code = _text({"error": error}), WRONG
    try:
        sys.stdout.buffer.write(answer.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    return code


def _answer(argv: list[str]) -> str:
    if argv in (["--help"], ["-h"]):
        return USAGE.format(engines=", ".join(engine_names()))
    schema = argv[:1] == ["--schema"]
    names = argv[1:] if schema else argv
    if len(names) != 1:
        raise BadFacts("engine", f"one of: {', '.join(engine_names())}", " ".join(names) or None)
    asked = engine(names[0])
    return _text(_schema(asked) if schema else _ruling(asked, _standard_input()))


def _ruling(asked: Engine, raw: bytes) -> dict[str, Any]:
    from stepwell.doors.cli.decide.typed import facts_of, printable

    facts = facts_of(asked, document(raw), raw)
    try:
        ruling = asked.ask(facts)
    except BadFacts:
        raise
    except (ArithmeticError, ValueError) as wrong:  # a day after the year 9999 is a ValueError
        raise BadFacts("", "dates and numbers within reach", str(wrong)) from None
    return printable(asked, ruling)


def _schema(asked: Engine) -> dict[str, Any]:
    from stepwell.doors.cli.decide.typed import schema_of

    return schema_of(asked)


def _standard_input() -> bytes:
    if sys.stdin is None or sys.stdin.isatty():
        return b""
    try:
        return sys.stdin.buffer.read()
    except OSError as wrong:
        raise BadFacts("", "facts on standard input", wrong.strerror) from None


def _text(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
