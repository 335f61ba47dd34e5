"""Run as a process of its own, as the application: builds the demonstration clinics, writes down who may log in."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import django

from stepwell.doors.cli.home import read_json, write_private


def main(logins_file: str) -> None:
    """logins_file: where the logins go, as a JSON list of role, user, password and operator."""
    django.setup()
    from stepwell.doors.cli import world

    known = read_json(Path(logins_file)) or []
    logins = world.build(datetime.now(UTC).astimezone().date(), known)
    write_private(Path(logins_file), json.dumps(logins, indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
