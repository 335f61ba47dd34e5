"""The program page: every rule with its source and warnings, both provenances, and what the next version changes."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.foundation.gate.refusals import NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.registry.programs import queries as programs
from stepwell.registry.programs.page import program_page
from tests.world import TODAY


def read(world, on=TODAY, role=Role.COUNSELOR):
    program = programs.program_by_id(world.access(role), program_id=world.a.program.pk)
    return program_page(world.access(role), program=program, on=on)


def test_every_rule_with_its_source_and_whose_word_it_is(world):
    page = read(world)
    by_id = {line.id: line for line in page.rules}
    days = by_id["days-per-week"]
    assert days.own
    assert days.says
    assert ("days per week", "3 to 5") in days.values
    assert days.source.cite.startswith("Trust SoCal")
    assert any(line.silent and not line.own for line in page.rules), "the field speaks where the page is silent"
    assert page.warnings
    assert all(line.warning for line in page.warnings)
    assert (page.provenance.origin, page.beneath, page.next) == ("shipped", None, None)


def test_an_own_folder_shows_both_and_the_next_version_its_changes(world, tmp_path, monkeypatch):
    body = yaml.safe_load((shipped_folder() / "programs/trust-socal/iop/v1.yaml").read_text())
    body["rules"] = [rule for rule in body["rules"] if rule["id"] != "served-area"]
    own = next(rule for rule in body["rules"] if rule["id"] == "days-per-week")
    own["says"] = "Three to four program days a week."
    own["days_per_week"] = {"min": 3, "max": 4}
    (tmp_path / "now.yaml").write_text(yaml.safe_dump(body, sort_keys=False))
    own["says"] = "Four program days a week."
    own["days_per_week"] = {"min": 4, "max": 4}
    later = {**body, "version": 2, "effective": {"from": date(2026, 6, 1)}}
    (tmp_path / "later.yaml").write_text(yaml.safe_dump(later, sort_keys=False))
    monkeypatch.setenv("STEPWELL_POLICIES", str(tmp_path))
    page = read(world)
    line = next(line for line in page.rules if line.id == "days-per-week")
    assert line.says == "Three to four program days a week."
    assert line.instead_of is not None
    assert line.instead_of.says != line.says
    assert page.provenance.origin == str(tmp_path)
    assert page.beneath is not None
    assert page.beneath.origin == "shipped"
    assert page.left_out == ("served-area",)
    assert page.next is not None
    assert page.next.provenance.effective_from == date(2026, 6, 1)
    (change,) = page.next.changes
    assert (change.rule_id, change.how) == ("days-per-week", "changed")
    assert (change.before, change.after) == ("Three to four program days a week.", "Four program days a week.")
    assert change.values == (("days per week", "3 to 4", "4"),)
    assert read(world, on=date(2026, 6, 1)).next is None


def test_it_needs_no_read_of_its_own(world):
    access = world.access(Role.DIRECTOR)
    program = programs.program_by_id(access, program_id=world.a.program.pk)
    with CaptureQueriesContext(connection) as counted:
        program_page(access, program=program, on=TODAY)
    reads = [one["sql"] for one in counted if one["sql"].startswith("SELECT") and "set_config" not in one["sql"]]
    assert not reads


def test_the_neighbours_program_is_not_found(world):
    with pytest.raises(NotFound):
        program_page(world.stranger, program=world.a.program, on=TODAY)
