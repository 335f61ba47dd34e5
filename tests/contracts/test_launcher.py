"""`./stepwell` from outside, as a newcomer at a shell meets it: what it says, what it leaves running."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from stepwell.doors.cli.home import Home
from tests.contracts.launching import ROOT, free_port, gone, is_one_line, launch, new_home, running_on, serving


@pytest.fixture(scope="module")
def built() -> Iterator[tuple[Path, dict]]:
    """A home with the demonstration clinics in it, two weeks old, and what `--json` said of it."""
    with new_home() as home:
        done = launch(home, "demo", "--no-serve", "--json", "--port", "8123", "--weeks", "2", seconds=600)
        assert done.returncode == 0, done.stderr
        yield home, json.loads(done.stdout)


def test_alone_it_says_what_it_can_do() -> None:
    with new_home() as home:
        for arguments in ((), ("--help",)):
            done = launch(home, *arguments)
            assert done.returncode == 0
            assert {"demo", "test", "serve", "decide", "journey"} <= set(done.stdout.split())
        assert not home.exists()


def test_an_unknown_command_is_one_line_and_2() -> None:
    with new_home() as home:
        done = launch(home, "dance")
    assert (done.returncode, done.stdout) == (2, "")
    assert is_one_line(done.stderr)
    assert "dance" in done.stderr


def test_address_and_one_login_a_role_as_json(built: tuple[Path, dict]) -> None:
    _, told = built
    assert set(told) == {"address", "logins"}
    assert told["address"] == "http://127.0.0.1:8123/"
    assert all(set(login) == {"role", "user", "password"} for login in told["logins"])
    roles = [login["role"] for login in told["logins"]]
    assert len(roles) == len(set(roles)) > 5
    assert {"client", "client, in Spanish", "relative", "relative, consent taken back"} <= set(roles)
    assert all(login["password"] for login in told["logins"])


def test_after_no_serve_nothing_runs(built: tuple[Path, dict]) -> None:
    assert gone(built[0])


def test_what_is_secret_is_readable_by_its_owner_only(built: tuple[Path, dict]) -> None:
    home, told = built
    holding = [
        path
        for path in home.rglob("*")
        if path.is_file() and told["logins"][0]["password"].encode() in path.read_bytes()
    ]
    assert [path.name for path in holding] == ["logins.json"]
    for name in ("logins.json", "secrets.json"):
        assert (home / name).stat().st_mode & 0o077 == 0


def test_a_second_start_serves_within_ten_seconds(built: tuple[Path, dict]) -> None:
    home, _ = built
    began = time.monotonic()
    with serving(home) as (_, address):
        assert _status(address) < 500
        assert time.monotonic() - began < 10
    assert gone(home)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_running(built: tuple[Path, dict], number: signal.Signals) -> None:
    home, _ = built
    with serving(home) as (server, _):
        assert len(running_on(home)) > 4  # ours, web twice, worker, keeper, PostgreSQL
        # Ctrl-C goes to all of the terminal's processes, the others to one.
        (os.killpg if number == signal.SIGINT else os.kill)(server.pid, number)
        _, said = server.communicate(timeout=30)
        assert server.returncode == 128 + number
        assert "Traceback" not in said
    assert not running_on(home)


def test_killed_hard_it_leaves_nothing_and_starts_again(built: tuple[Path, dict]) -> None:
    home, _ = built
    with serving(home) as (server, _):
        server.kill()
        assert gone(home)
    again = launch(home, "demo", "--no-serve", "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["logins"]


def test_a_web_server_killed_hard_ends_the_whole_and_says_where_to_look(built: tuple[Path, dict]) -> None:
    home, _ = built
    with serving(home) as (server, _):
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        (web,) = (int(child) for child in children if b"webserver" in Path(f"/proc/{child}/cmdline").read_bytes())
        os.kill(web, signal.SIGKILL)
        _, said = server.communicate(timeout=30)
        assert server.returncode == 1
        assert "web.log" in said.strip().splitlines()[-1]
        assert "Traceback" not in said
    assert gone(home, 3)


def test_everything_killed_hard_it_starts_again(built: tuple[Path, dict]) -> None:
    home, _ = built
    with serving(home) as (server, _):
        for process in running_on(home):
            os.kill(process, signal.SIGKILL)
        server.wait(10)
    assert gone(home)
    assert (home / "postgres" / "postmaster.pid").exists()
    again = launch(home, "demo", "--no-serve", "--json")
    assert again.returncode == 0, again.stderr


def test_two_servers_share_a_home_and_stop_ends_both(built: tuple[Path, dict]) -> None:
    home, _ = built
    with serving(home) as (one, first), serving(home, "serve") as (two, second):
        assert _status(first) < 500
        assert _status(second) < 500
        refused = launch(home, "demo", "--fresh", "--no-serve")
        assert refused.returncode == 1
        assert is_one_line(refused.stderr)
        assert "stop" in refused.stderr
        stopped = launch(home, "stop")
        assert (stopped.returncode, stopped.stdout) == (0, "Stopped.\n")
        assert not running_on(home)
        assert (one.wait(5), two.wait(5)) == (143, 143)


def test_a_used_port_is_said_before_anything_is_built() -> None:
    with new_home() as home, socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = launch(home, "demo", "--port", port)
        assert (done.returncode, done.stdout) == (1, "")
        assert is_one_line(done.stderr)
        assert port in done.stderr
        assert "--port" in done.stderr
        assert not (home / "postgres").exists()


@pytest.mark.parametrize("port", ["99999", "http", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with new_home() as home:
        done = launch(home, "demo", "--port", port)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_made_is_one_line() -> None:
    with new_home() as home:
        home.write_text("a file, not a folder")
        for place in (home, home / "below"):
            done = launch(place, "demo", "--no-serve")
            assert (done.returncode, done.stdout) == (1, "")
            assert is_one_line(done.stderr)
            assert "STEPWELL_HOME" in done.stderr


@pytest.mark.parametrize("more", [(), ("--fresh",)])
def test_somebody_elses_folder_is_left_alone(more: tuple[str, ...]) -> None:
    with new_home() as home:
        home.mkdir()
        (home / "postgres").mkdir()
        (home / "postgres" / "theirs").write_text("dear")
        done = launch(home, "demo", "--no-serve", *more)
        assert done.returncode == 1
        assert is_one_line(done.stderr)
        assert (home / "postgres" / "theirs").read_text() == "dear"


def test_fresh_starts_over_and_spares_what_is_not_ours() -> None:
    with new_home() as home:
        (home / "policies").mkdir(parents=True)
        assert launch(home, "manage", "help").returncode == 0
        (home / "postgres" / "PG_VERSION").write_text("12\n")
        refused = launch(home, "demo", "--no-serve")
        assert refused.returncode == 1
        assert is_one_line(refused.stderr)
        assert "--fresh" in refused.stderr
        (home / "mine.txt").write_text("dear")
        before = (home / "secrets.json").read_text()
        Home.opened(home).delete_contents()
        assert (home / "mine.txt").read_text() == "dear"
        assert (home / "policies").is_dir()
        assert launch(home, "manage", "help").returncode == 0
        assert (home / "secrets.json").read_text() != before


@pytest.mark.parametrize(
    ("urls", "says"),
    [
        ({"DATABASE_URL": "postgresql://me:hidden@127.0.0.1:{port}/clinic"}, "does not answer"),
        ({"DATABASE_URL": "mysql://me:hidden@127.0.0.1/clinic"}, "postgresql://"),
        ({"STEPWELL_APP_DATABASE_URL": "postgresql://me:hidden@127.0.0.1/clinic"}, "DATABASE_URL is not"),
    ],
)
def test_a_database_that_is_not_there_is_one_line(urls: dict[str, str], says: str) -> None:
    more = {name: url.format(port=free_port()) for name, url in urls.items()}
    with new_home() as home:
        done = launch(home, "demo", "--no-serve", **more)
    assert (done.returncode, done.stdout) == (1, "")
    assert is_one_line(done.stderr)
    assert says in done.stderr
    assert "hidden" not in done.stderr


def test_a_full_traceback_goes_to_a_file_and_one_line_to_the_shell() -> None:
    with new_home() as home:
        assert launch(home, "manage", "help").returncode == 0
        (home / "running" / "in-use.lock").unlink()
        (home / "running" / "starting.lock").unlink()
        (home / "running" / "starting.lock").mkdir()
        done = launch(home, "serve", "--port", str(free_port()))
        assert done.returncode == 1
        assert is_one_line(done.stderr)
        (log,) = (home / "logs").glob("error-*.log")
        assert str(log) in done.stderr
        assert "Traceback" in log.read_text()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout without an environment: the launcher and its locks."""
    for name in ("stepwell", "requirements.lock", "installer.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "bin").mkdir()
    return tmp_path


def _python(folder: Path, name: str, script: str) -> None:
    path = folder / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_without_the_venv_module_it_says_what_to_install(bare: Path) -> None:
    # As Debian ships it: Python is there, ensurepip is a package of its own.
    _python(bare, "python3", f'case "$*" in *ensurepip*) exit 1 ;; esac\nexec {sys.executable} "$@"')
    done = launch(bare / "home", "demo", launcher=bare / "stepwell", PATH=f"{bare / 'bin'}:/usr/bin:/bin")
    assert (done.returncode, done.stdout) == (3, "")
    assert is_one_line(done.stderr)
    assert "apt install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_without_a_new_enough_python_it_says_so(bare: Path) -> None:
    for name in ("python3", "python3.13", "python3.12", "python3.11"):
        _python(bare, name, "exit 1")
    done = launch(bare / "home", launcher=bare / "stepwell", PATH=f"{bare / 'bin'}:/usr/bin:/bin")
    assert done.returncode == 3
    assert is_one_line(done.stderr)
    assert "3.11" in done.stderr


def test_the_python_that_was_named_wins(bare: Path) -> None:
    done = launch(bare / "home", launcher=bare / "stepwell", PYTHON="/nowhere/python")
    assert done.returncode == 3
    assert is_one_line(done.stderr)
    assert "/nowhere/python" in done.stderr


def test_an_environment_that_was_cut_off_is_made_again(bare: Path) -> None:
    # A Python that makes an environment of two files, and fails at the first installing.
    (bare / "good").touch()
    _python(
        bare,
        "python3",
        f"""case "$*" in
*"-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && touch "$3/made" ;;
*"pip install"*) [ -e {bare}/good ] || {{ echo "no way there"; exit 1; }} ;;
*"pip config"* | *compileall* | *"pip --version"*) ;;
*stepwell.doors.cli*) echo started ;;
*) exec {sys.executable} "$@" ;;
esac""",
    )
    (bare / "good").unlink()
    path = f"{bare / 'bin'}:/usr/bin:/bin"
    done = launch(bare / "home", launcher=bare / "stepwell", PATH=path)
    assert done.returncode == 1
    assert "no way there" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    (bare / ".venv" / "left-over").touch()
    (bare / "good").touch()
    done = launch(bare / "home", launcher=bare / "stepwell", PATH=path)
    assert (done.returncode, done.stdout) == (0, "started\n")
    assert not (bare / ".venv" / "left-over").exists()
    done = launch(bare / "home", launcher=bare / "stepwell", PATH=path)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_launcher_is_plain_posix() -> None:
    checker = shutil.which("dash") or "/bin/sh"
    assert subprocess.run([checker, "-n", str(ROOT / "stepwell")], check=False).returncode == 0


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code
