"""The laws hold; and each, broken on purpose, is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test.utils import isolate_apps

from stepwell.foundation.gate.opening import DOORS, UNTRAILED
from stepwell.foundation.gate.permissions import Permission
from stepwell.foundation.gate.privacy import privacy
from stepwell.foundation.gate.roles import MAY, Role
from tests.architecture import laws

ROOT = laws.SOURCE.parents[1]


def test_one_area_does_not_touch_anothers_tables():
    assert [fault for name, text in laws.working() for fault in laws.tables_of_others(name, text)] == []


def test_touching_anothers_table_is_seen():
    broken = "from stepwell.registry.people.models import Person\n"
    assert laws.tables_of_others("stepwell.care.plans.actions", broken)
    for_types = f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    {broken}"
    assert not laws.tables_of_others("stepwell.care.plans.actions", for_types)
    assert laws.tables_of_others("stepwell.care.plans.actions", "from stepwell.registry.people import models\n")
    assert laws.tables_of_others("stepwell.care.plans.actions", "import stepwell.registry.people.models as m\n")
    inside = f"def draft():\n    {broken}"
    assert laws.tables_of_others("stepwell.care.plans.actions", inside), "an import inside a function counts too"


def test_every_action_and_query_names_its_permission():
    assert [fault for name, text in laws.modules("actions", "queries") for fault in laws.unguarded(name, text)] == []
    assert all(isinstance(permission, Permission) for _, permission in DOORS.values())


def test_an_action_without_a_permission_is_seen():
    assert laws.unguarded("m", "def admit(access): ...") == ["m.admit"]
    assert laws.unguarded("m", "@action\ndef admit(access): ...") == ["m.admit"]
    assert not laws.unguarded("m", "@action(Permission.ADMIT)\ndef admit(access): ...")


def test_only_the_forms_and_counts_for_anybody_ask_without_a_line_in_the_trail():
    import_module("stepwell.doors.urls")  # so that every door is known

    own = {f"stepwell.doors.forms.queries.{name}" for name in ("newest_kept", "sent")}
    counts = {name for name, door in DOORS.items() if door == ("query", Permission.PUBLIC_READ)}
    assert own | counts == UNTRAILED
    assert {DOORS[name] for name in own} == {("query", Permission.FORM_KEEP)}


def test_every_permission_is_held_by_a_person_and_used_by_a_door():
    import_module("stepwell.doors.urls")  # so that every door is known

    held = {permission for role, held in MAY.items() if role is not Role.SYSTEM for permission in held}
    assert held | {Permission.REACT} == set(Permission)


def test_every_field_has_a_privacy_class():
    assert [fault for model in laws.ours(apps.get_models()) for fault in laws.without_privacy(model)] == []


@isolate_apps("stepwell.care.plans")
def test_a_field_without_a_class_is_seen():
    class Forgotten(models.Model):
        PRIVACY = privacy(plain="id gone")
        secret = models.TextField()

        class Meta:
            app_label = "plans"

    assert laws.without_privacy(Forgotten) == ["Forgotten.secret", "Forgotten has no field gone"]


@pytest.mark.django_db
def test_the_migrations_are_those_of_the_models():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_foreign_key_points_up():
    assert [fault for model in laws.ours(apps.get_models()) for fault in laws.keys_that_point_up(model)] == []


@isolate_apps("stepwell.registry.people", "stepwell.care.admissions")
def test_a_key_written_as_a_string_that_points_up_is_seen():
    class Enquiry(models.Model):
        __module__ = "stepwell.care.admissions.models"

        class Meta:
            app_label = "admissions"

    class Person(models.Model):
        __module__ = "stepwell.registry.people.models"
        asked = models.ForeignKey("admissions.Enquiry", on_delete=models.PROTECT)

        class Meta:
            app_label = "people"

    assert laws.keys_that_point_up(Person) == ["Person.asked points up at Enquiry"]


def test_today_is_passed_in():
    assert [fault for name, text in laws.below_the_doors() for fault in laws.clocks(name, text)] == []


def test_a_look_at_the_clock_is_seen():
    assert laws.clocks("m", "from datetime import date\non = date.today()\n") == ["m asks date.today"]
    assert laws.clocks("m", "from django.utils import timezone as tz\nat = tz.now()\n") == ["m asks tz.now"]
    assert laws.clocks("m", "default = datetime.now") == ["m asks datetime.now"], "handed on is asked later"
    assert laws.clocks("m", "from datetime import date as d\non = d.today()\n") == ["m asks d.today"]
    assert not laws.clocks("m", "on = facts.today")


def test_money_is_decimal():
    money = [(name, text) for name, text in laws.below_the_doors() if laws.area_of(name) in laws.MONEY]
    assert len(money) > 40
    assert [fault for name, text in money for fault in laws.floats(name, text)] == []
    fields = [field for model in laws.ours(apps.get_models()) for field in model._meta.concrete_fields]
    assert [field for field in fields if isinstance(field, models.FloatField)] == []


def test_money_that_is_no_decimal_is_seen():
    assert laws.floats("m", "def fee(amount: float): ...") == ["m line 1: float"]
    assert laws.floats("m", "fee = amount * 0.2") == ["m line 1: 0.2"]
    assert not laws.floats("m", "fee = amount * Decimal('0.2')")


@pytest.mark.parametrize(
    ("path", "line", "law"),
    [
        ("registry/people/queries.py", "from stepwell.care.plans import actions", "Five floors"),
        ("foundation/gate/models.py", "from stepwell.foundation.jobs.models import Task", "Foundation, from the"),
        ("registry/people/queries.py", "from stepwell.registry.coverage import queries", "Registry: episodes"),
        ("office/utilization/queries.py", "from stepwell.office.claims import queries", "Office: reports"),
        ("care/plans/queries/plans.py", "from stepwell.care.admissions import models", "Care, in the order"),
        ("doors/staff/today/views.py", "from stepwell.registry.people.models import Person", "A view does not"),
        ("care/sessions/rules/signing.py", "import django.db", "Rules know no framework"),
        ("registry/people/models.py", "from stepwell.registry.people import actions", "The inside of an area"),
        ("doors/cli/decide/door.py", "import django", "Asking a rule from the shell"),
    ],
)
def test_the_import_law_sees_it_broken(tmp_path: Path, path: str, line: str, law: str):
    copy = tmp_path / "src"
    shutil.copytree(laws.SOURCE.parent, copy, ignore=shutil.ignore_patterns("__pycache__", "templates", "assets"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    broken = copy / "stepwell" / path
    broken.write_text(broken.read_text() + f"\n{line}\n")
    linter = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports_command as c; c()"
    ran = subprocess.run(
        [sys.executable, "-c", linter, "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": "src"},
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"{law}" in ran.stdout.split("Broken contracts")[-1]
