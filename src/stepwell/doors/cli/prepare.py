"""Run as a process of its own, as the owner: makes and changes the tables, then raises the wall around them."""

from __future__ import annotations

import gc
import os

import django
from django.core.management import call_command

from stepwell.doors.cli.urls import user_of


def main() -> None:
    """Migrations first, then grants and fences; both do nothing where nothing is to do."""
    django.setup()
    # Each migration makes the models it knows anew, thousands of them; looking for garbage takes a fifth of the time.
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    call_command("migrate", interactive=False, verbosity=1)
    call_command("raise_wall", role=user_of(os.environ["STEPWELL_APP_URL"]))


if __name__ == "__main__":
    main()
