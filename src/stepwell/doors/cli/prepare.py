"""Run as a process of its own, as the owner: makes and changes the tables, then raises the wall around them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import django
from django.core.management import call_command
from django.db.migrations.state import ProjectState

from stepwell.doors.cli.urls import user_of


def main() -> None:
    """Migrations first, then grants and fences; both do nothing where nothing is to do."""
    django.setup()
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
    with one_model_at_a_time():
        call_command("migrate", interactive=False, verbosity=1)
    call_command("raise_wall", role=user_of(os.environ["STEPWELL_APP_URL"]))


@contextmanager
def one_model_at_a_time() -> Iterator[None]:
    """A step of a migration makes only the model anew that it changes, not every one that is related to it.

    Everything here is related through the operator: a hundred models for each of two hundred steps, nine tenths of the
    time. The tables come out the same, to the letter. The state is marked as Django marks its own shortcuts, so that a
    migration which runs Python code still sees every model new.
    """

    def only(state: Any, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        state.is_delayed = True
        return {(app_label, model_name)}

    with patch.object(ProjectState, "_find_reload_model", only):
        yield


if __name__ == "__main__":
    main()
