"""`./stepwell demo`: everything, from nothing: database, tables, policies, demonstration clinics, pages."""

from __future__ import annotations

import argparse
import json
import os
from datetime import date

from stepwell.doors.cli import cluster, elsewhere
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.house import Login, with_clinics
from stepwell.doors.cli.locks import is_free
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.serve import address, free_port, in_foreground, port_number

HOST = "127.0.0.1"
"""The demonstration has printed passwords, so only this machine reaches it."""


def main(arguments: list[str]) -> int:
    """Builds what is missing, prints address and logins on stdout, serves until Ctrl-C."""
    reader = argparse.ArgumentParser(
        prog="stepwell demo", description="Runs Stepwell with five demonstration clinics and invented people."
    )
    reader.add_argument("--port", default=8000, type=port_number, help="default 8000; 0 for any free one")
    reader.add_argument("--no-serve", action="store_true", help="build, print and exit")
    reader.add_argument(
        "--weeks", default=os.environ.get("STEPWELL_DEMO_WEEKS", "12"), type=_weeks,
        help="weeks of treatment that lead up to today, when the clinics are built (default 12; 0: they stay empty)",
    )  # fmt: skip
    reader.add_argument(
        "--today", default=os.environ.get("STEPWELL_TODAY") or None, type=date.fromisoformat,
        help="the day the clinics are built up to, as 2026-03-04 (default STEPWELL_TODAY, else today)",
    )  # fmt: skip
    reader.add_argument("--json", action="store_true", help="print address and logins as JSON")
    reader.add_argument("--fresh", action="store_true", help="delete what an earlier start built, and start over")
    options = reader.parse_args(arguments)
    port = options.port if options.no_serve else free_port(HOST, options.port)
    home = Home.opened()
    if options.fresh:
        _start_over(home)

    def announce() -> None:
        print(_as_json(port, logins) if options.json else _as_text(port, logins), flush=True)

    with cluster.running(home) as urls:
        logins = one_a_role(with_clinics(home, urls, weeks=options.weeks, today=options.today))
        if options.no_serve:
            announce()
        else:
            in_foreground(home, urls, HOST, port, 1, announce)
    return 0


def _weeks(given: str) -> int:
    weeks = int(given)
    if not 0 <= weeks <= 52:
        raise argparse.ArgumentTypeError("0 to 52 weeks")
    return weeks


def one_a_role(logins: list[Login]) -> list[Login]:
    """The first login of each role, and each of the portal's, which say what they are there for; in the order given.
    The rest stand in `logins.json` of the home."""
    first: dict[str, Login] = {}
    for login in logins:
        first.setdefault(login["role"], login)
    return list(first.values())


def _start_over(home: Home) -> None:
    if elsewhere.is_configured():
        raise Refusal("--fresh deletes the embedded database only; drop and create the one of DATABASE_URL yourself.")
    if not is_free(home.running / "in-use.lock"):
        raise Refusal(f"Stepwell is running on {home.folder}; stop it first: ./stepwell stop")
    home.delete_contents()


def _as_json(port: int, logins: list[Login]) -> str:
    shown = [{"role": login["role"], "user": login["user"], "password": login["password"]} for login in logins]
    return json.dumps({"address": address(HOST, port), "logins": shown}, indent=1)


def _as_text(port: int, logins: list[Login]) -> str:
    width = {key: max((len(login[key]) for login in logins), default=0) for key in ("role", "user", "password")}
    lines = [
        f"Stepwell is at {address(HOST, port)}",
        "",
        "One login a role; people, numbers and events are invented:",
    ]
    for login in logins:
        row = "  ".join(login[key].ljust(width[key]) for key in ("role", "user", "password"))
        lines.append(f"  {row}  {login['operator']}".rstrip())
    return "\n".join(lines)
