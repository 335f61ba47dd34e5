"""Brings a database up to this checkout: tables, wall, policies checked, demonstration clinics. Skips what is done."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg import sql

from stepwell.doors.cli import cluster, elsewhere
from stepwell.doors.cli.home import ROOT, Home, disk_full, read_json, write_private
from stepwell.doors.cli.locks import locked
from stepwell.doors.cli.progress import doing
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.surroundings import django_ready, surroundings
from stepwell.doors.cli.urls import Urls, without_password
from stepwell.foundation.policy.folders import search_path

TEMPLATE = "stepwell_template_"

ROOM = 32_000_000
"""Bytes PostgreSQL wants free to write at all, two of its log segments; with less, whatever failed failed of that."""


class Login(TypedDict):
    """Who may log in to a demonstration clinic, and as what."""

    role: str
    user: str
    password: str
    operator: str


def migrated(home: Home, urls: Urls) -> None:
    """Tables and wall as this checkout wants them; nothing is run when that was done already. Raises Refusal."""
    with locked(home.running / "building.lock"):
        _once(home, "tables", f"{_identity(urls)} {fingerprint(tables=True)}", lambda: _migrate(home, urls))


def with_clinics(home: Home, urls: Urls, *, weeks: int = 12, today: date | None = None) -> list[Login]:
    """As `migrated`, with the policies checked and the demonstration clinics built: their logins. Raises Refusal.

    weeks: of treatment that lead up to today, where the clinics are not there yet; 0 leaves them empty. today: the
    real one where none is given.
    """
    migrated(home, urls)
    logins_file = home.folder / "logins.json"
    with locked(home.running / "building.lock"):
        _once(home, "policies", fingerprint(), lambda: _check_policies(home, urls))
        if read_json(logins_file) is None:
            _forget(home, "clinics")
        _once(
            home,
            "clinics",
            f"{_identity(urls)} {fingerprint()}",
            lambda: _populate(home, urls, logins_file, weeks, today),
        )
        logins: list[Login] = read_json(logins_file)
        return logins


@contextmanager
def standing(*, scratch: str | None = None) -> Iterator[Urls]:
    """The home's database up to date and Django set up on it in this process, as the application.

    scratch: a name; then it is an empty, migrated database of that name, dropped after the block.
    """
    home = Home.opened()
    with cluster.running(home) as urls:
        if scratch is None:
            migrated(home, urls)
            with django_ready(home, urls):
                yield urls
            return
        name = template(home, urls)
        with cluster.scratch(urls, scratch, template=name) as ours, django_ready(home, ours):
            yield ours


def template(home: Home, urls: Urls) -> str:
    """The name of an empty, migrated database to copy: that takes a tenth of a second, migrating takes seconds."""
    with locked(home.running / "building.lock"), psycopg.connect(urls.owner, autocommit=True) as connection:
        prefix = f"{TEMPLATE}{cluster.number(connection)}_"
        name = prefix + fingerprint(tables=True)[:12]
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        ).fetchall()
        if (name,) in found:
            return name
        for (old,) in found:
            cluster.drop(connection, str(old))
        making = f"{prefix}making"
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        _migrate(home, urls.to(making))
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
        )
        return name


@cache
def fingerprint(*, tables: bool = False) -> str:
    """What this checkout is: a hash over lock, code, templates and policies. Another one means: look again.

    tables: only over what makes tables and wall, so that a reworded page does not ask for migrations.
    """
    digest = hashlib.sha256((ROOT / "requirements.lock").read_bytes())
    for tree in (ROOT / "src", *(folder.path for folder in search_path())):
        for path in sorted(tree.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and (not tables or _makes_tables(path)):
                digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _makes_tables(path: Path) -> bool:
    return path.name == "models.py" or bool({"migrations", "gate"} & set(path.parts))


def _identity(urls: Urls) -> str:
    place = without_password(urls.owner) if elsewhere.is_configured() else "embedded"
    with psycopg.connect(urls.owner, connect_timeout=10) as connection:
        return f"{place} {cluster.number(connection)}"


def _once(home: Home, work: str, state: str, do: Callable[[], None]) -> None:
    """Does the work unless it was done for this state of checkout and database already."""
    done: dict[str, str] = read_json(home.prepared_file) or {}
    if done.get(work) == state:
        return
    do()
    write_private(home.prepared_file, json.dumps(done | {work: state}, indent=1))


def _forget(home: Home, work: str) -> None:
    done: dict[str, str] = read_json(home.prepared_file) or {}
    write_private(home.prepared_file, json.dumps({name: at for name, at in done.items() if name != work}))


def _migrate(home: Home, urls: Urls) -> None:
    with doing("Making the tables"):
        _run(home, urls, "tables", ["stepwell.doors.cli.prepare"], owner=True)


def _check_policies(home: Home, urls: Urls) -> None:
    with doing("Checking the policies"):
        _run(home, urls, "policies", ["stepwell.doors.cli.policies", "check"])


def _populate(home: Home, urls: Urls, logins_file: Path, weeks: int, today: date | None) -> None:
    with doing("Building the demonstration clinics"):
        given = [str(logins_file), str(weeks), today.isoformat() if today else ""]
        _run(home, urls, "clinics", ["stepwell.doors.cli.populate", *given])


def _run(home: Home, urls: Urls, name: str, module: list[str], *, owner: bool = False) -> None:
    log = home.logs / f"{name}.log"
    with log.open("wb") as words:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", *module],
            env=surroundings(home, urls, owner=owner),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            check=False,
        )
    if ended.returncode:
        if shutil.disk_usage(home.folder).free < ROOM:
            raise disk_full(home.folder)
        said = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        if name == "policies":
            raise Refusal("A policy has a fault; ./stepwell policies check says which and where.")
        raise Refusal(f"The {name} could not be made ready: {said[-1] if said else 'no word of why'} (see {log}).")
