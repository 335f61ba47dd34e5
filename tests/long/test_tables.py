"""The tables that are made step by step with one model at a time are the tables Django's own way makes."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

# Everything a migration can leave behind: columns, constraints with their text, indexes with theirs.
SHAPES = (
    "SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default, is_identity,"
    " character_maximum_length FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
)
MAKING = "import django; django.setup(); from django.core.management import call_command; "
WAYS = {
    "usual": 'call_command("migrate", verbosity=0)',
    "quick": "from stepwell.doors.cli.prepare import one_model_at_a_time\n"
    'with one_model_at_a_time(): call_command("migrate", verbosity=0)',
}


def made(name: str, how: str) -> list[list[tuple]]:
    owner = conninfo_to_dict(os.environ["STEPWELL_OWNER_URL"])
    ours = make_conninfo(**{**owner, "dbname": name})
    environment = {**os.environ, "STEPWELL_OWNER_URL": ours, "STEPWELL_APP_URL": ours, "STEPWELL_AS": "owner"}
    with psycopg.connect(make_conninfo(**owner), autocommit=True) as server:
        again = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(again)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            subprocess.run([sys.executable, "-P", "-c", MAKING + "\n" + how], env=environment, check=True)
            with psycopg.connect(ours) as database:
                return [database.execute(shape).fetchall() for shape in SHAPES]
        finally:
            server.execute(again)


def test_both_ways_make_the_same_tables():
    usual, quick = (made(f"tables_{name}", how) for name, how in WAYS.items())
    assert [len(part) for part in usual] == [len(part) for part in quick]
    assert usual == quick
    assert len(usual[0]) > 500
