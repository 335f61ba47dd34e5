"""Run as a process of its own: works off the job table, reactions and the timetable."""

from __future__ import annotations

import signal

import django
from django.core.management import call_command

from stepwell.doors.cli.lifelines import die_with_parent


def main() -> None:
    """Works until told to stop; a job under way gets a few seconds, and is retried if it did not end in them."""
    # Told to stop, it would wait for a database that ends at the same time.
    die_with_parent(signal.SIGKILL)
    django.setup()
    call_command("procrastinate", "worker", "--shutdown-graceful-timeout", "3")


if __name__ == "__main__":
    main()
