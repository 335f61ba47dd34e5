"""The second wall: raw SQL as the application role sees and changes only what its operator may."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, models
from django.db.utils import IntegrityError, ProgrammingError

from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.wall import _fences_to, fenced
from stepwell.registry.people.models import Person, Relation
from tests.world import TODAY, World


def sql(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def test_the_application_role_owns_nothing_and_cannot_go_around_the_fence(world):
    role = sql("SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user")
    assert role == [(False, False, False, False)]
    assert sql("SELECT count(*) FROM pg_tables WHERE tableowner = current_user") == [(0,)]


def test_every_table_of_an_operator_is_fenced(world):
    with_fence = {
        name
        for (name,) in sql(
            "SELECT tablename::text FROM pg_policies JOIN pg_class ON relname = tablename WHERE relrowsecurity"
        )
    }
    assert {model._meta.db_table for model in fenced()} <= with_fence
    assert len(with_fence) > 60


def test_every_table_with_an_operator_column_is_known_to_the_fence(world):
    columns = sql("SELECT table_name::text FROM information_schema.columns WHERE column_name = 'operator_id'")
    # The job table's own columns are not ours; a login stands before the gate and is listed as unfenced.
    assert {name for (name,) in columns} - {"gate_login"} == {model._meta.db_table for model in fenced()}


def test_raw_sql_with_the_gate_open_for_one_sees_nothing_of_the_other(world: World):
    world.amara()
    with opened(world.stranger):
        for model in fenced():
            table = model._meta.db_table
            (seen,) = sql(f"SELECT count(*) FROM {table} WHERE operator_id <> %s", world.b.operator.pk)[0]
            assert seen == 0, table
        assert sql("SELECT count(*) FROM people_person") == [(0,)]
    with opened(world.access(Role.COORDINATOR)):
        assert sql("SELECT count(*) FROM people_person") == [(1,)]


def test_raw_sql_cannot_change_or_take_over_the_neighbours_rows(world: World):
    world.amara()
    with opened(world.stranger), connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET last_name = 'Mine'")
        assert cursor.rowcount == 0
    with pytest.raises(ProgrammingError, match="row-level security"), opened(world.stranger):
        sql("INSERT INTO gate_subject (operator_id, made_at) VALUES (%s, now())", world.a.operator.pk)


def test_a_row_cannot_point_at_the_neighbours_row_although_foreign_keys_ignore_the_fence(world: World):
    amara = world.amara()
    with pytest.raises(IntegrityError, match="op_fk"), opened(world.stranger):
        Relation.objects.create(subject_id=amara.subject_id, kind="relative", name="X", since=TODAY)


@pytest.mark.parametrize("table", ["gate_trailrow", "gate_consent", "treatment_sessions_ownpart", "measures_measure"])
def test_what_is_signed_or_traced_cannot_be_rewritten_even_with_raw_sql(world: World, table: str):
    with pytest.raises(ProgrammingError, match="permission denied"), opened(world.access(Role.PRIVACY_OFFICER)):
        sql(f"UPDATE {table} SET operator_id = operator_id")


def test_nothing_of_an_operator_can_be_deleted_even_with_raw_sql(world: World):
    rights = sql(
        "SELECT table_name::text FROM information_schema.role_table_grants "
        "WHERE grantee = current_user AND privilege_type IN ('DELETE', 'TRUNCATE')"
    )
    assert not {name for (name,) in rights} & {model._meta.db_table for model in fenced()}


def test_every_foreign_key_between_fenced_tables_carries_the_operator(world: World):
    there = {name for (name,) in sql("SELECT conname::text FROM pg_constraint WHERE contype = 'f'")}
    wanted = {name for model in fenced() for name, _, _ in _fences_to(model)}
    assert wanted <= there
    pointing = sum(
        isinstance(field, models.ForeignKey) and field.remote_field.model in fenced()
        for model in fenced()
        for field in model._meta.concrete_fields
    )
    assert len(wanted) == pointing, "two fences share a name"


def test_an_unset_operator_opens_nothing(world: World):
    world.amara()
    settings = connection.settings_dict
    with psycopg.connect(
        dbname=settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        host=settings["HOST"],
        port=settings["PORT"] or None,
    ) as fresh:
        assert fresh.execute("SELECT count(*) FROM programs_site").fetchone() == (0,)


def test_a_person_row_is_readable_through_the_gate(world: World):
    amara = world.amara()
    with opened(world.access(Role.COORDINATOR)):
        assert Person.objects.get(pk=amara.pk).last_name == "Sampleworth"
