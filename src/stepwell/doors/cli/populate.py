"""Run as a process of its own, as the application: builds the demonstration clinics, writes down who may log in."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import django

from stepwell.doors.cli.home import read_json, write_private


def main(logins_file: str, weeks: str, today: str = "") -> None:
    """logins_file: where the logins go, as a JSON list of role, user, password and operator. weeks: of treatment that
    lead up to today. today: a day as 2026-03-04, where it is not the real one."""
    django.setup()
    from stepwell.doors.cli import world
    from stepwell.doors.cli.demonstration.story import Setting, moment

    known = read_json(Path(logins_file)) or []
    setting = Setting(moment(date.fromisoformat(today) if today else None), int(weeks))
    logins = world.build(setting, known)
    write_private(Path(logins_file), json.dumps(logins, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
