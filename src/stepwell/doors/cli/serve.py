"""`./stepwell serve`: the pages and the job worker in the foreground, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from stepwell.doors.cli import cluster
from stepwell.doors.cli.home import Home
from stepwell.doors.cli.house import migrated
from stepwell.doors.cli.lifelines import PARENT
from stepwell.doors.cli.progress import doing, say
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.stop import note_serving
from stepwell.doors.cli.surroundings import surroundings
from stepwell.doors.cli.urls import Urls

COMING_UP = 60.0
GOING_DOWN = 10.0
"""Seconds a process gets for it."""


def main(arguments: list[str]) -> int:
    """Serves the home's database, brought up to this checkout first. Builds no demonstration clinics."""
    reader = argparse.ArgumentParser(prog="stepwell serve", description="Serves until Ctrl-C.")
    reader.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    reader.add_argument("--port", default=8000, type=port_number)
    reader.add_argument("--workers", default=2, type=int, help="processes that answer (default: 2)")
    options = reader.parse_args(arguments)
    port = free_port(options.host, options.port)
    home = Home.opened()
    with cluster.running(home) as urls:
        migrated(home, urls)
        in_foreground(home, urls, options.host, port, options.workers, lambda: print(address(options.host, port)))
    return 0


def port_number(text: str) -> int:
    """A port as typed: 1 to 65535, or 0 for any free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; give a number from 1 to 65535")
    return int(text)


def free_port(host: str, port: int) -> int:
    """The port, once it is known to be free; for 0 a free one. Raises Refusal."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            return int(probe.getsockname()[1])
        except PermissionError:
            raise Refusal(f"Port {port} is for administrators; choose one above 1023 with --port.") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refusal(f"Port {port} is in use; choose another with --port, or stop what uses it.") from None
            raise Refusal(f"Cannot listen on {host}: {os.strerror(error.errno or 0)}; check --host.") from None


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the pages."""
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not listened on
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def in_foreground(home: Home, urls: Urls, host: str, port: int, workers: int, announce: Callable[[], None]) -> None:
    """Runs web server and job worker until one of them ends or a signal comes; leaves neither behind.

    announce: called once the server answers. Raises Refusal when one of the two ends by itself.
    """
    note_serving(home)
    with (
        _process(home, urls, "web", ["webserver", host, str(port), str(workers)]) as web,
        _process(home, urls, "worker", ["jobworker"]) as worker,
    ):
        with doing("Starting the server"):
            _wait_for_answer(home, web, host, port)
        announce()
        sys.stdout.flush()
        say("Ctrl-C stops it.")
        while web.poll() is None and worker.poll() is None:
            time.sleep(0.2)
        raise _ended(home, "web" if web.poll() is not None else "worker")


@contextmanager
def _process(home: Home, urls: Urls, name: str, module: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """One of ours, in a session of its own (Ctrl-C reaches it through us), its words in the logs folder."""
    with (home.logs / f"{name}.log").open("ab") as words:
        started = subprocess.Popen(
            [sys.executable, "-P", "-m", f"stepwell.doors.cli.{module[0]}", *module[1:]],
            env=surroundings(home, urls) | {PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    try:
        yield started
    finally:
        _stop(started)


def _stop(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GOING_DOWN)


def _wait_for_answer(home: Home, web: subprocess.Popen[bytes], host: str, port: int) -> None:
    until = time.monotonic() + COMING_UP
    while time.monotonic() < until:
        if web.poll() is not None:
            break
        # Any answer will do; the first one comes once the pages are loaded, not when the port is open.
        asked = http.client.HTTPConnection(host, port, timeout=COMING_UP)
        try:
            asked.request("HEAD", "/")
            asked.getresponse()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            asked.close()
    raise _ended(home, "web")


def _ended(home: Home, name: str) -> Refusal:
    what = {"web": "The web server", "worker": "The job worker"}[name]
    return Refusal(f"{what} ended by itself; its last words are in {home.logs / f'{name}.log'}.")
