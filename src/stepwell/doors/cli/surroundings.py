"""What Stepwell's own processes find in their environment: addresses, key, paths. Nothing else tells them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stepwell.doors.cli.home import ROOT, Home
from stepwell.doors.cli.urls import Urls


def surroundings(home: Home, urls: Urls, *, owner: bool = False) -> dict[str, str]:
    """The environment for a process that works on the database.

    owner: True for migrations and the wall only. Any other process never learns the owner's address.
    """
    ours = {
        "DJANGO_SETTINGS_MODULE": "stepwell.doors.settings",
        "PYTHONPATH": _with_source(os.environ.get("PYTHONPATH", "")),
        "STEPWELL_HOME": str(home.folder),
        "STEPWELL_SECRET_KEY": home.secret("sessions"),
        "STEPWELL_APP_URL": urls.app,
    }
    if owner:
        ours |= {"STEPWELL_OWNER_URL": urls.owner, "STEPWELL_AS": "owner"}
    barred = ("DATABASE_URL", "STEPWELL_APP_DATABASE_URL", "STEPWELL_OWNER_URL", "STEPWELL_AS")
    return {name: value for name, value in os.environ.items() if name not in barred} | ours


def _with_source(path: str) -> str:
    source = str(ROOT / "src")
    others = [part for part in path.split(os.pathsep) if part and Path(part) != Path(source)]
    return os.pathsep.join([source, *others])


@contextmanager
def django_ready(home: Home, urls: Urls, *, owner: bool = False) -> Iterator[None]:
    """Django set up in this process on that database; its connections are closed after the block.

    One block at a time; one after another, each on a database of its own, is fine.
    """
    before, ours = dict(os.environ), surroundings(home, urls, owner=owner)
    os.environ.clear()
    os.environ.update(ours)
    import django
    from django.db import connections

    django.setup()
    from stepwell.doors.settings import database

    # Settings are read once in a process; a second database in the same process is told to the connection.
    connections["default"].close()
    connections["default"].settings_dict.update(database(urls.owner if owner else urls.app))
    try:
        yield
    finally:
        connections.close_all()
        # Jobs ran in threads of their own; their connections end with what is left of those threads.
        gc.collect()
        os.environ.clear()
        os.environ.update(before)
