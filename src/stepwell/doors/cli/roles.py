"""The application's role: it owns nothing and passes no wall."""

from __future__ import annotations

import psycopg
from psycopg import sql

from stepwell.doors.cli.refusal import Refusal

BARRED = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION")
"""What the application's role may not be, whoever makes it."""


def ensure_app_role(owner_url: str, app_user: str, password: str) -> None:
    """Makes the role `app_user` when it is missing, and checks that it is no more than an application may be.

    owner_url: a login that may make roles, if one has to be made. password: empty when none is asked.
    An existing role is left as it is, password too. Raises Refusal when the role is missing and the owner may
    not make it, when it could pass the wall, or when it owns tables.
    """
    with psycopg.connect(owner_url, autocommit=True, connect_timeout=10) as connection:
        found = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [app_user]
        ).fetchone()
        if found is None:
            _create(connection, app_user, password)
        elif found[0]:
            raise Refusal(
                f"The role {app_user} may pass row-level security; as an administrator run: "
                f"ALTER ROLE {app_user} NOSUPERUSER NOBYPASSRLS"
            )
        owned = connection.execute(
            "SELECT relname FROM pg_class JOIN pg_roles r ON r.oid = relowner WHERE rolname = %s LIMIT 1",
            [app_user],
        ).fetchone()
        if owned:
            raise Refusal(
                f"The role {app_user} owns the table {owned[0]}, so no wall binds it there; "
                f"give its tables to the owner of the database: REASSIGN OWNED BY {app_user} TO ..."
            )


def _create(connection: psycopg.Connection[tuple[object, ...]], app_user: str, password: str) -> None:
    role = sql.Identifier(app_user)
    secret = sql.SQL(" PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
    try:
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(role, BARRED) + secret)
    except psycopg.errors.DuplicateObject:
        return  # another start made it in this moment
    except psycopg.errors.InsufficientPrivilege:
        raise Refusal(
            f"The role {app_user} is missing and the owner may not make it; as an administrator run: "
            f"CREATE ROLE {app_user} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '...'"
        ) from None
