"""Database tests run on a real PostgreSQL: made as the owner, used as the application role."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from psycopg import Connection, sql

# What a property takes depends on the machine; figures come from bench/, never from a test.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_configure() -> None:
    """Hundreds of tests sign somebody in: their passwords are hashed quickly. The house's own are hashed slowly, on
    purpose (tests/architecture/test_passwords.py)."""
    from django.conf import settings as django

    # Hardly anything that tests make goes in circles; looking for it costs more than it frees.
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
    django.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """A database of this run: migrated and fenced as the owner; from then on the tests are the application role."""
    import psycopg
    from django.core.management import call_command
    from django.db import connection
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    from stepwell.doors.cli.prepare import one_model_at_a_time

    owner = conninfo_to_dict(os.environ["STEPWELL_OWNER_URL"])
    app = conninfo_to_dict(os.environ["STEPWELL_APP_URL"])
    name = f"test_{owner['dbname']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    # A migrated and fenced database to copy, where the run has made one: a tenth of a second instead of seconds.
    template = os.environ.get("STEPWELL_TEMPLATE", "")
    making = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        making += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    with psycopg.connect(make_conninfo(**owner), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        server.execute(making)
    with django_db_blocker.unblock():
        if not template:
            _be(connection, owner, name)
            with one_model_at_a_time():
                call_command("migrate", verbosity=0)
            call_command("raise_wall", role=app["user"], stderr=io.StringIO())
            connection.close()
        _be(connection, app, name)
    yield
    with django_db_blocker.unblock():
        connection.close()
    with psycopg.connect(make_conninfo(**owner), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _be(connection, who: dict, name: str) -> None:
    """Make Django's connection be that role in that database."""
    connection.settings_dict.update(
        NAME=name,
        USER=who.get("user", ""),
        PASSWORD=who.get("password", ""),
        HOST=who.get("host", ""),
        PORT=str(who.get("port", "")),
        CONN_MAX_AGE=0,
    )


@pytest.fixture(scope="session", autouse=True)
def _empty_as_owner() -> None:
    """Tests that commit are emptied as the owner: the application role may neither truncate nor delete."""
    if "STEPWELL_OWNER_URL" not in os.environ:
        return
    from django.db import connection
    from django.test import TransactionTestCase

    def empty(self: object) -> None:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict, make_conninfo

        owner = {**conninfo_to_dict(os.environ["STEPWELL_OWNER_URL"]), "dbname": connection.settings_dict["NAME"]}
        with psycopg.connect(make_conninfo(**owner), autocommit=True) as server:
            _delete_all(server)

    TransactionTestCase._fixture_teardown = empty


def _delete_all(server: Connection) -> None:
    """Empty the tables that hold anything; truncating a hundred empty ones takes seconds. Numbers go on counting: the
    rows that tests/world.py lays again keep theirs."""
    kept = ("django_migrations", "django_content_type", "auth_permission")
    names = server.execute(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY (%s)", [list(kept)]
    )
    tables = {name: sql.Identifier(name) for (name,) in names}
    asked = [sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(name, table) for name, table in tables.items()]
    full = [tables[name] for (name,) in server.execute(sql.SQL(" UNION ALL ").join(asked))]
    if full:
        # One statement: whatever points at whatever, the database checks at its end.
        gone = [
            sql.SQL("{} AS (DELETE FROM {})").format(sql.Identifier(f"gone_{place}"), table)
            for place, table in enumerate(full)
        ]
        server.execute(sql.SQL("WITH {} SELECT 1").format(sql.SQL(", ").join(gone)))


@pytest.fixture
def world(db):
    """Two clinics with their staff (see tests/world.py)."""
    from tests.world import make_world

    return make_world()


@pytest.fixture
def committed_world(transactional_db):
    """The same, committed: for races between connections and for the job table's worker."""
    from tests.world import make_world

    return make_world()
