"""The command line: finds the command, and turns whatever goes wrong into one line."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from types import FrameType

from stepwell.doors.cli.progress import say
from stepwell.doors.cli.refusal import Refusal

COMMANDS = {
    "demo": "run Stepwell with five demonstration clinics; prints address and logins",
    "test": "run everything the build runs; name stages to run only those, --list shows them",
    "check": "format, lint, types and import law only",
    "serve": "run Stepwell on your own data",
    "stop": "stop what runs on this home",
    "decide": "ask a rule engine: facts as JSON in, a ruling with reasons out",
    "policies": "check policies, or show one with its sources",
    "journey": "take one synthetic person the whole way, in a scratch database",
    "simulate": "live through a year of one program with synthetic people, in a scratch database",
    "trace": "walk a claim back to the minutes, the plan and the consent behind it",
    "manage": "Django's own commands, as the owner of the tables",
}
"""Each is a module of this package with a `main(arguments) -> exit code`."""

MODULES = {"test": "checks", "check": "checks"}
"""Where the module is not called like the command."""


class Interrupted(BaseException):
    """A signal asked us to end; number is the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main(arguments: list[str]) -> int:
    """Runs a command; 0 when it did its work, 2 when it was typed wrongly, else what the refusal says."""
    if not arguments or arguments[0] in ("help", "--help", "-h"):
        print(help_text())
        return 0
    command, *rest = arguments
    if command not in COMMANDS:
        say(f"stepwell: there is no command {command!r}; ./stepwell --help lists them.")
        return 2
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # nohup has its way; Ctrl-C always ends everything, also what a script has put into the background.
        if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)
    try:
        return _run(command, rest)
    except Refusal as refusal:
        say(f"stepwell: {refusal}")
        return refusal.code
    except Interrupted as interrupted:
        say("Stopped.")
        return 128 + interrupted.number
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        say(f"stepwell: {type(error).__name__}: {_first_line(error)} (all of it in {_write_down()})")
        return 1


def help_text() -> str:
    """What `./stepwell` prints."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name.ljust(width)}  {does}" for name, does in COMMANDS.items()]
    return "\n".join(
        [
            "Stepwell runs an intensive outpatient program, from the first call to the last follow-up.",
            "",
            "usage: ./stepwell <command> [options]      ./stepwell <command> --help",
            "",
            *lines,
            "",
            "Data is in STEPWELL_HOME (default ./.stepwell). With DATABASE_URL (owner) and",
            "STEPWELL_APP_DATABASE_URL (application) Stepwell runs on a PostgreSQL of your own, 15 or newer.",
        ]
    )


def _run(command: str, rest: list[str]) -> int:
    module = importlib.import_module(f"stepwell.doors.cli.{MODULES.get(command, command)}")
    if command == "check":
        rest = ["--static", *rest]
    code: int | None = module.main(rest)
    return code or 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    # Once is enough: what is being put away must not be interrupted again.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Interrupted(number)


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "no message")


def _write_down() -> Path:
    name = f"error-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    for folder in (Path(os.environ.get("STEPWELL_HOME", ".stepwell")) / "logs", Path(tempfile.gettempdir())):
        try:
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            continue
        with os.fdopen(descriptor, "w") as file:
            traceback.print_exc(file=file)
        return folder / name
    return Path(os.devnull)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
