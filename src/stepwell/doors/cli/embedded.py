"""The PostgreSQL that Stepwell brings along: shared by all commands of a home, gone with the last."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from stepwell.doors.cli import datafolder, keeper
from stepwell.doors.cli.account import account, hand_over
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.locks import is_free, locked
from stepwell.doors.cli.progress import doing
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.roles import ensure_app_role
from stepwell.doors.cli.urls import Urls

DATABASE = "stepwell"
OWNER = "stepwell_owner"
APP = "stepwell_app"

STARTING = 120.0
"""Seconds a server may take to come up; after a power cut it recovers first."""

LOG_LIMIT = 5_000_000
"""Bytes of postgres.log after which the next start begins a new one and keeps the old beside it."""

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # What a statement holds may be about a person: the log names faults, not values.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "max_connections": "100",
}
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For databases that are thrown away afterwards."""


@contextmanager
def running(home: Home, *, durable: bool = True) -> Iterator[Urls]:
    """The home's PostgreSQL, started if no other command has it running; stopped after the last command.

    durable: False only for data that is thrown away. Raises Refusal when it cannot be started.
    """
    in_use = home.running / "in-use.lock"
    try:
        with locked(in_use, shared=True):
            with locked(home.running / "starting.lock"), doing("Starting PostgreSQL"):
                urls = _started(home, durable)
            yield urls
    finally:
        _wait_until_stopped_or_used(home, in_use)


def _started(home: Home, durable: bool) -> Urls:
    datafolder.make(home)
    server = datafolder.postmaster(home.data)
    if not (server and server.ready and _answers(home, server.port)):
        server = _start(home, durable)
    return _laid_out(home, server.port)


def _start(home: Home, durable: bool) -> datafolder.Postmaster:
    for _ in range(3):  # a free port may be taken by somebody else before PostgreSQL gets it
        _wait_for_the_old_one(home)
        user = account()
        if user:
            hand_over(user, home.data)
        port = _free_port()
        log = home.logs / "postgres.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        begins_at = log.stat().st_size if log.exists() else 0
        keeping = _start_keeper(home, port, durable, log)
        found = _come_up(home, keeping)
        if found:
            return found
        with log.open("rb") as words:
            words.seek(begins_at)
            lines = words.read().decode(errors="replace").splitlines()
        if not any("Address already in use" in line for line in lines):
            break
    raise datafolder.why_not_started(home, lines)


def _start_keeper(home: Home, port: int, durable: bool, log: Path) -> subprocess.Popen[bytes]:
    user = account()
    settings = SETTINGS | {"port": str(port)} | ({} if durable else HASTY)
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return subprocess.Popen(
        [
            *(sys.executable, "-I", "-S", keeper.__file__),
            *(str(home.running / "in-use.lock"), str(log), f"{user.pw_uid}:{user.pw_gid}" if user else "-"),
            *(str(datafolder.PROGRAMS / "postgres"), "-D", str(home.data), *options),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C at the shell is for the command, not for the database
    )


def _come_up(home: Home, keeping: subprocess.Popen[bytes]) -> datafolder.Postmaster | None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until and keeping.poll() is None:
        found = datafolder.postmaster(home.data)
        if found and found.ready:
            return found
        time.sleep(0.02)
    keeping.terminate()
    keeping.wait()
    return None


def _wait_for_the_old_one(home: Home) -> None:
    # Its keeper was killed and it is still stopping, or it hangs: two on one folder would harm the data.
    until = time.monotonic() + keeper.PATIENCE
    while (old := datafolder.postmaster(home.data)) is not None:
        if time.monotonic() > until:
            raise Refusal(f"An old PostgreSQL (process {old.pid}) does not stop; end it with kill {old.pid}.")
        time.sleep(0.1)
    datafolder.forget_killed_server(home.data)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _url(home: Home, port: int, role: str, secret: str, database: str) -> str:
    return f"postgresql://{role}:{home.secret(secret)}@127.0.0.1:{port}/{database}"


def _answers(home: Home, port: int) -> bool:
    try:
        psycopg.connect(_url(home, port, datafolder.SUPERUSER, "superuser", "postgres"), connect_timeout=5).close()
    except psycopg.Error:
        return False
    return True


def _laid_out(home: Home, port: int) -> Urls:
    """Roles and database, at every start: one that was killed half-way is mended by the next."""
    admin = _url(home, port, datafolder.SUPERUSER, "superuser", "postgres")
    owner, password = sql.Identifier(OWNER), sql.Literal(home.secret("owner"))
    with psycopg.connect(admin, autocommit=True, connect_timeout=10) as connection:
        roles = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
        verb = sql.SQL("ALTER" if roles.fetchone() else "CREATE")
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER CREATEDB CREATEROLE PASSWORD {}").format(verb, owner, password)
        )
        connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(owner))
        databases = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not databases.fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), owner))
    url = _url(home, port, OWNER, "owner", DATABASE)
    ensure_app_role(url, APP, home.secret("app"))
    return Urls(owner=url, app=_url(home, port, APP, "app", DATABASE))


def _wait_until_stopped_or_used(home: Home, in_use: Path) -> None:
    until = time.monotonic() + keeper.PATIENCE + 10
    while datafolder.postmaster(home.data) and time.monotonic() < until:
        if not is_free(in_use) and is_free(in_use, shared=True):
            return  # another command uses it, and will be the one to wait
        time.sleep(0.05)
