"""The embedded PostgreSQL and the operator's own: shared, stopped, mended, and closed to who has no password."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stepwell.doors.cli import cluster, datafolder, elsewhere
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.roles import ensure_app_role
from stepwell.doors.cli.urls import Urls, as_login, database_of, to_database, user_of, without_password
from tests.contracts.launching import ROOT, environment, gone, new_home


@pytest.fixture(autouse=True)
def _no_database_of_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("STEPWELL_APP_DATABASE_URL", raising=False)


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[Home, Urls]]:
    """One running PostgreSQL for the tests that do not break it."""
    with new_home() as folder:
        home = Home.opened(folder)
        with cluster.running(home, durable=False) as urls:
            yield home, urls
        assert gone(folder)


@pytest.fixture
def home() -> Iterator[Home]:
    """A home of one's own, to break."""
    with new_home() as folder:
        yield Home.opened(folder)


def test_the_application_owns_nothing_and_passes_no_wall(shared: tuple[Home, Urls]) -> None:
    _, urls = shared
    with psycopg.connect(urls.app) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert row == (False,) * 5
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


def test_the_owner_is_no_superuser(shared: tuple[Home, Urls]) -> None:
    _, urls = shared
    with psycopg.connect(urls.owner) as connection:
        row = connection.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (False, False)
        connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")


@pytest.mark.parametrize("login", ["postgres", "stepwell_owner", "stepwell_app"])
def test_nobody_comes_in_without_the_password(shared: tuple[Home, Urls], login: str) -> None:
    _, urls = shared
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(as_login(urls.owner, login, "guess"))


def test_it_listens_on_this_machine_only(shared: tuple[Home, Urls]) -> None:
    _, urls = shared
    with psycopg.connect(urls.app) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        # What a failing statement holds may be about a person.
        assert connection.execute("SHOW log_min_error_statement").fetchone() == ("panic",)


ANOTHER = """
import sys
from pathlib import Path
from stepwell.doors.cli import cluster
from stepwell.doors.cli.home import Home
with cluster.running(Home.opened(Path(sys.argv[1]))) as urls:
    print(urls.app, flush=True)
    sys.stdin.readline()
"""


def _another(home: Home) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", ANOTHER, str(home.folder)],
        env=environment(home.folder, PYTHONPATH=str(ROOT / "src")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def test_commands_of_one_home_share_a_server_until_the_last_leaves(home: Home) -> None:
    one, first = _another(home)
    two, second = _another(home)
    assert first == second
    one.communicate("\n", timeout=10)
    psycopg.connect(second).close()
    two.communicate("\n", timeout=10)
    assert datafolder.postmaster(home.data) is None
    assert gone(home.folder, 2)


def test_a_command_killed_hard_takes_the_server_along(home: Home) -> None:
    one, _ = _another(home)
    one.kill()
    one.communicate()
    assert gone(home.folder)


def test_a_keeper_killed_hard_takes_the_server_along_and_the_next_command_starts_one(home: Home) -> None:
    one, first = _another(home)
    found = datafolder.postmaster(home.data)
    assert found
    keeper = int(Path(f"/proc/{found.pid}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(keeper, signal.SIGKILL)
    two, second = _another(home)
    assert first != second
    psycopg.connect(second).close()
    one.communicate("\n", timeout=10)
    psycopg.connect(second).close()
    two.communicate("\n", timeout=10)
    assert gone(home.folder)


def test_a_pid_file_left_by_a_killed_server_is_recovered_even_if_the_number_is_in_use(home: Home) -> None:
    with cluster.running(home) as urls, psycopg.connect(urls.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS it")
        written = (home.data / "postmaster.pid").read_text().splitlines()
    with subprocess.Popen(["sleep", "60"], **datafolder.switched()) as somebody:
        try:
            (home.data / "postmaster.pid").write_text("\n".join([str(somebody.pid), *written[1:], ""]))
            with cluster.running(home) as urls, psycopg.connect(urls.owner) as connection:
                assert connection.execute("SELECT it FROM kept").fetchone() == (7,)
            assert somebody.poll() is None
        finally:
            somebody.kill()


def test_a_data_folder_cut_off_while_it_was_made_is_made_again(home: Home) -> None:
    (home.folder / "postgres.making").mkdir()
    (home.folder / "postgres.making" / "PG_VERSION").write_text("18\n")
    with cluster.running(home) as urls:
        psycopg.connect(urls.app).close()
    assert not (home.folder / "postgres.making").exists()


def _damage_control_file(home: Home) -> None:
    (home.data / "global" / "pg_control").write_bytes(b"\0" * 8192)


def _take_version(home: Home) -> None:
    (home.data / "PG_VERSION").unlink()


def _make_it_older(home: Home) -> None:
    (home.data / "PG_VERSION").write_text("15\n")


def _lose_passwords(home: Home) -> None:
    home.secrets_file.unlink()


def test_a_data_folder_that_another_account_made_is_taken_over(home: Home) -> None:
    with cluster.running(home):
        pass
    if os.geteuid() == 0:  # only root runs PostgreSQL as somebody else, and only root may give it away
        for path in (home.data, *home.data.rglob("*")):
            os.chown(path, 4711, 4711)
    with cluster.running(home) as urls, psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.parametrize("harm", [_damage_control_file, _take_version, _make_it_older, _lose_passwords])
def test_a_damaged_home_is_one_line_with_a_way_out(home: Home, harm) -> None:
    with cluster.running(home):
        pass
    harm(home)
    with pytest.raises(Refusal, match="--fresh"), cluster.running(home):
        pass
    assert gone(home.folder)


def test_a_scratch_database_is_gone_afterwards_whoever_still_looks_at_it(shared: tuple[Home, Urls]) -> None:
    _, urls = shared
    with cluster.scratch(urls, "trial") as ours:
        looking = psycopg.connect(ours.app)
        with psycopg.connect(ours.owner, autocommit=True) as connection:
            connection.execute("CREATE TABLE made (id int)")
        with cluster.scratch(urls, "copy", template=None) as other:
            assert database_of(other.app) != database_of(ours.app)
            psycopg.connect(ours.owner).close()  # making another did not sweep this one away
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(ours.owner)
    looking.close()


def test_a_scratch_database_left_behind_is_swept_by_the_next(shared: tuple[Home, Urls]) -> None:
    _, urls = shared
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        left = f"{cluster.SCRATCH}{cluster.number(connection)}_left_0000"
        connection.execute(f'CREATE DATABASE "{left}"')
        with cluster.scratch(urls, "next"):
            rows = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [left]).fetchall()
    assert rows == []


def test_a_scratch_database_can_be_a_copy(shared: tuple[Home, Urls]) -> None:
    _, urls = shared
    with cluster.scratch(urls, "model") as model:
        with psycopg.connect(model.owner, autocommit=True) as connection:
            connection.execute("CREATE TABLE copied AS SELECT 1 AS it")
        with (
            cluster.scratch(urls, "of_it", template=database_of(model.owner)) as copy,
            psycopg.connect(copy.owner) as connection,
        ):
            assert connection.execute("SELECT it FROM copied").fetchone() == (1,)


@pytest.fixture
def operators_own(shared: tuple[Home, Urls], home: Home, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Urls]:
    """A database as an operator would name it, and a home that has none of its own."""
    _, urls = shared
    monkeypatch.setenv("DATABASE_URL", urls.owner)
    return home, urls


def test_the_applications_role_is_made_on_the_operators_own(
    operators_own: tuple[Home, Urls], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, urls = operators_own
    app = as_login(urls.owner, "clinic_app", "p@ss/w:rd")
    monkeypatch.setenv("STEPWELL_APP_DATABASE_URL", app)
    for _ in range(2):  # made, then found
        with cluster.running(home) as found:
            assert found == Urls(owner=urls.owner, app=app)
            with psycopg.connect(found.app) as connection:
                assert connection.execute("SELECT current_user").fetchone() == ("clinic_app",)
    assert not home.data.exists()


@pytest.mark.parametrize(
    ("app", "says"),
    [
        (lambda home, urls: urls.owner, "another role"),
        (lambda home, urls: as_login(urls.app, "postgres", home.secret("superuser")), "row-level security"),
        (lambda home, urls: as_login(urls.app, user_of(urls.app), "wrong"), "does not answer"),
    ],
)
def test_an_application_role_that_will_not_do(
    shared: tuple[Home, Urls],
    operators_own: tuple[Home, Urls],
    monkeypatch: pytest.MonkeyPatch,
    app,
    says: str,
) -> None:
    home, urls = operators_own
    monkeypatch.setenv("STEPWELL_APP_DATABASE_URL", app(shared[0], urls))
    with pytest.raises(Refusal, match=says), cluster.running(home):
        pass


def test_a_role_with_a_password_from_elsewhere_says_what_to_set(operators_own: tuple[Home, Urls]) -> None:
    home, _ = operators_own
    with pytest.raises(Refusal, match="set STEPWELL_APP_DATABASE_URL"), cluster.running(home):
        pass


def test_an_application_role_that_owns_a_table_will_not_do(shared: tuple[Home, Urls]) -> None:
    home, urls = shared
    admin = to_database(as_login(urls.owner, "postgres", home.secret("superuser")), "postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE owning LOGIN")
        connection.execute("CREATE TABLE owned (id int)")
        connection.execute("ALTER TABLE owned OWNER TO owning")
        with pytest.raises(Refusal, match="owned"):
            ensure_app_role(admin, "owning", "")


def test_an_owner_who_may_not_make_the_role_says_how(shared: tuple[Home, Urls]) -> None:
    home, urls = shared
    admin = to_database(as_login(urls.owner, "postgres", home.secret("superuser")), "postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE ROLE modest LOGIN PASSWORD 'modest'")
    with pytest.raises(Refusal, match="CREATE ROLE missing_app"):
        ensure_app_role(as_login(urls.owner, "modest", "modest"), "missing_app", "x")


def test_an_old_postgresql_is_refused(operators_own: tuple[Home, Urls], monkeypatch: pytest.MonkeyPatch) -> None:
    home, _ = operators_own
    monkeypatch.setattr(elsewhere, "OLDEST", 99)
    with pytest.raises(Refusal, match="needs 99"), cluster.running(home):
        pass


def test_an_address_is_shown_without_its_password() -> None:
    url = "postgresql://me:p%40ss@db.example:5433/clinic?sslmode=require"
    assert without_password(url) == "postgresql://me@db.example:5433/clinic"
    assert to_database(url, "other") == "postgresql://me:p%40ss@db.example:5433/other?sslmode=require"
    assert to_database("postgresql:///clinic?host=/run/pg", "x") == "postgresql:///x?host=/run/pg"
    assert (user_of(url), database_of(url)) == ("me", "clinic")


def test_starting_takes_a_moment(home: Home) -> None:
    with cluster.running(home):
        pass
    began = time.monotonic()
    with cluster.running(home):
        assert time.monotonic() - began < 3
