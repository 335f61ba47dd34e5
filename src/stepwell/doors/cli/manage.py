"""`./stepwell manage ...`: Django's own commands, as the owner of the tables."""

from __future__ import annotations

import os

from django.core.management import execute_from_command_line

from stepwell.doors.cli import cluster, datafolder
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.surroundings import surroundings


def main(arguments: list[str]) -> int:
    """Runs one of Django's commands on the home's database; `./stepwell manage help` lists them."""
    home = Home.opened()
    with cluster.running(home) as urls:
        os.environ.update(surroundings(home, urls, owner=True))
        # dbshell wants a psql; the embedded PostgreSQL brings one.
        os.environ["PATH"] += os.pathsep + str(datafolder.PROGRAMS)
        execute_from_command_line(["stepwell manage", *arguments])
    return 0
