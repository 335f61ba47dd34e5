"""The database a command works on: the embedded PostgreSQL of the home, or the operator's own."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from stepwell.doors.cli import elsewhere, embedded
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.urls import Urls, to_database

SCRATCH = "scratch_"


@contextmanager
def running(home: Home, *, durable: bool = True) -> Iterator[Urls]:
    """The addresses of a database that answers, for as long as the block runs.

    With DATABASE_URL it is the operator's; without, the embedded one of the home, which all commands of that
    home share and the last of them stops. durable: False only for data that is thrown away.
    Raises Refusal with the one line that says what to do.
    """
    if elsewhere.is_configured():
        yield elsewhere.configured(home)
        return
    with embedded.running(home, durable=durable) as urls:
        yield urls


@contextmanager
def scratch(urls: Urls, name: str, *, template: str | None = None) -> Iterator[Urls]:
    """An empty database on the same server, dropped after the block, with whatever is still connected to it.

    name: lower-case letters, digits and underscores; the database gets a name of its own made from it.
    template: an existing database to copy, to which nobody may be connected. One that a killed command left
    behind is dropped by the next.
    """
    if not re.fullmatch(r"[a-z0-9_]{1,30}", name):
        raise ValueError(f"not a name for a scratch database: {name!r}")
    with psycopg.connect(urls.owner, autocommit=True, connect_timeout=10) as connection:
        database = f"{_prefix(connection)}{name}_{secrets.token_hex(4)}"
        # The lock lives as long as this session: who can take it knows that the database is left behind.
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [database])
        _drop_left_behind(connection)
        words = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database))
        if template:
            words += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        try:
            connection.execute(words)
        except psycopg.errors.InsufficientPrivilege:
            raise Refusal(
                "The owner of DATABASE_URL may not make a scratch database; as an administrator run: "
                "ALTER ROLE ... CREATEDB, or unset DATABASE_URL to use the embedded one."
            ) from None
        # Thrown away in the end, so nobody waits for the disk.
        quick = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off")
        connection.execute(quick.format(sql.Identifier(database)))
        try:
            yield Urls(owner=to_database(urls.owner, database), app=to_database(urls.app, database))
        finally:
            drop(connection, database)


def drop(connection: psycopg.Connection[tuple[object, ...]], database: str) -> None:
    """Drops a database with whatever is still connected to it.

    An owner who may not end the application's sessions waits for them; a database that is in use even then is left
    for the next command to sweep.
    """
    dropping = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database))
    try:
        connection.execute(dropping + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        for pause in (0.1, 0.2, 0.4, 0.8, 1.6):
            try:
                connection.execute(dropping)
                return
            except psycopg.errors.ObjectInUse:
                time.sleep(pause)


def number(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """PostgreSQL's own number for the database; one dropped and made again has another."""
    found = connection.execute("SELECT oid::text FROM pg_database WHERE datname = current_database()").fetchone()
    return str(found[0]) if found else ""


def _prefix(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    # Advisory locks are known within one database only, so scratch databases carry the number of theirs.
    return f"{SCRATCH}{number(connection)}_"


def _drop_left_behind(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_prefix(connection)]
    ).fetchall()
    for (database,) in found:
        taken = connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [database]).fetchone()
        if taken and taken[0]:
            drop(connection, str(database))
            connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [database])
