"""The second wall: row-level security, composite foreign keys and narrow grants, derived from the models.

Derived and not written by hand, so that a new table cannot be forgotten; run by the owner after every migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from stepwell.foundation.gate.scoped import OperatorScoped, SubjectScoped

# `nullif` is essential: an unset setting reads as an empty string, which is no integer.
_FENCE = "operator_id = nullif(current_setting('stepwell.operator', true), '')::bigint"
# A login of the portal opens one record: of a table about people the database shows it no other row.
_OWN_ROWS = "coalesce(subject_id = ANY (nullif(current_setting('stepwell.subjects', true), '')::bigint[]), true)"
_JOB_TABLES = (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)
_LOGIN_TABLES = {"gate_operator": "SELECT, INSERT, UPDATE", "gate_login": "SELECT, INSERT, UPDATE",
                 "django_session": "SELECT, INSERT, UPDATE, DELETE", "django_content_type": "SELECT",
                 "django_migrations": "SELECT"}  # fmt: skip


def fenced() -> list[type[OperatorScoped]]:
    """Every table of an operator."""
    return [model for model in apps.get_models() if issubclass(model, OperatorScoped)]


def raise_wall(role: str) -> int:
    """Fence every table of an operator and grant `role` only what it needs. Returns the number of fenced tables.

    Run as owner; running it again changes nothing.
    """
    tables = fenced()
    with connection.cursor() as cursor:
        who = sql.Identifier(role)
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(who))
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(who))
        cursor.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(who))
        for table, rights in _LOGIN_TABLES.items():
            _grant(cursor, rights, table, who)
        for table in _JOB_TABLES:
            _grant(cursor, "SELECT, INSERT, UPDATE, DELETE", table, who)
        for model in tables:
            table = model._meta.db_table
            _grant(cursor, "SELECT, INSERT" + ("" if model.APPEND_ONLY else ", UPDATE"), table, who)
            _fence(cursor, table, "operator_fence", "PERMISSIVE", _FENCE)
            if issubclass(model, SubjectScoped):
                _fence(cursor, table, "subject_fence", "RESTRICTIVE", _OWN_ROWS)
            _add(cursor, table, f"{table[:50]}_op_id_key", sql.SQL("UNIQUE (operator_id, id)"))
        pointing: list[type[models.Model]] = [*tables, get_user_model()]
        for each in pointing:
            for name, column, target in _fences_to(each):
                _add(
                    cursor,
                    each._meta.db_table,
                    name,
                    sql.SQL("FOREIGN KEY (operator_id, {}) REFERENCES {} (operator_id, id)").format(
                        sql.Identifier(column), sql.Identifier(target)
                    ),
                )
    return len(tables)


def _fences_to(model: type[models.Model]) -> Iterator[tuple[str, str, str]]:
    """Foreign keys ignore row security, so each is doubled by one that carries the operator."""
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if isinstance(field, models.ForeignKey) else None
        if isinstance(target, type) and issubclass(target, OperatorScoped) and field.column:
            yield (
                f"{model._meta.db_table[:36]}_{field.column[:18]}_op_fk",
                field.column,
                target._meta.db_table,
            )


def _grant(cursor: CursorWrapper, rights: LiteralString, table: str, who: sql.Identifier) -> None:
    cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), sql.Identifier(table), who))


def _fence(cursor: CursorWrapper, table: str, name: str, kind: LiteralString, rows: LiteralString) -> None:
    fenced_table = sql.Identifier(table)
    cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(fenced_table))
    cursor.execute("SELECT 1 FROM pg_policies WHERE tablename = %s AND policyname = %s", [table, name])
    if not cursor.fetchone():
        making = sql.SQL("CREATE POLICY {} ON {} AS {} USING ({})")
        cursor.execute(making.format(sql.Identifier(name), fenced_table, sql.SQL(kind), sql.SQL(rows)))


def _add(cursor: CursorWrapper, table: str, name: str, constraint: sql.Composed | sql.SQL) -> None:
    cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass", [name, table])
    if not cursor.fetchone():
        adding = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
        cursor.execute(adding.format(sql.Identifier(table), sql.Identifier(name), constraint))
