"""The operator's own PostgreSQL: DATABASE_URL for owner, STEPWELL_APP_DATABASE_URL for the application."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import psycopg

from stepwell.doors.cli.home import Home
from stepwell.doors.cli.refusal import Refusal
from stepwell.doors.cli.roles import ensure_app_role
from stepwell.doors.cli.urls import Urls, as_login, password_of, user_of, without_password

OLDEST = 15
"""The oldest PostgreSQL that knows what the wall and the migrations use."""


def is_configured() -> bool:
    """Whether the operator named a database of their own."""
    return bool(os.environ.get("DATABASE_URL") or os.environ.get("STEPWELL_APP_DATABASE_URL"))


def configured(home: Home) -> Urls:
    """The addresses from the environment, once both answer; the application's role is made if missing.

    Without STEPWELL_APP_DATABASE_URL the role is `stepwell_app`, with a password kept in the home.
    Raises Refusal.
    """
    owner = os.environ.get("DATABASE_URL", "")
    if not owner:
        raise Refusal("STEPWELL_APP_DATABASE_URL is set and DATABASE_URL is not; set both, or neither.")
    app = os.environ.get("STEPWELL_APP_DATABASE_URL") or as_login(owner, "stepwell_app", home.secret("app"))
    for name, url in (("DATABASE_URL", owner), ("STEPWELL_APP_DATABASE_URL", app)):
        if urlsplit(url).scheme not in ("postgresql", "postgres"):
            raise Refusal(f"{name} must read postgresql://user:password@host:5432/database.")
    _check(owner)
    if not user_of(app) or user_of(app) == user_of(owner):
        raise Refusal(
            "STEPWELL_APP_DATABASE_URL must log in as another role than DATABASE_URL: "
            "the application may own no table. Leave it unset to have stepwell_app made."
        )
    ensure_app_role(owner, user_of(app), password_of(app))
    _answer(app, "STEPWELL_APP_DATABASE_URL")
    return Urls(owner=owner, app=app)


def _check(owner: str) -> None:
    version = _answer(owner, "DATABASE_URL") // 10_000
    if version < OLDEST:
        raise Refusal(f"The PostgreSQL of DATABASE_URL is version {version}; Stepwell needs {OLDEST} or newer.")


def _answer(url: str, name: str) -> int:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.info.server_version
    except psycopg.Error as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()] or ["no answer"]
        why = next((line for line in lines if "failed: " in line), lines[0])
        why = why.rpartition("failed: ")[2].removeprefix("FATAL:").strip()
        if name not in os.environ:
            raise Refusal(
                f"The role {user_of(url)} is on that server already, and its password is not known here ({why}); "
                "set STEPWELL_APP_DATABASE_URL with it."
            ) from None
        raise Refusal(
            f"The database of {name} does not answer at {without_password(url)}: {why}. "
            "Start it or put the address right; unset DATABASE_URL to use the embedded one."
        ) from None
