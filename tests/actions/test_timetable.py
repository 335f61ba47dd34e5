"""The nightly work: every operator on its own day, each seeing only its own."""

from __future__ import annotations

from datetime import timedelta

from stepwell.doors import timetable
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.registry.coverage import actions as coverage
from tests.world import TODAY


def test_a_lapse_would_be_found_by_the_monthly_recheck(world):
    act = world.access(Role.COORDINATOR)
    amara = world.amara()
    coverage.add(
        act, subject=amara.subject, payer="payers/example-health-plan", plan_name="DEMO", member_id="A1", since=TODAY
    )
    timetable.recheck(int(world.at(TODAY + timedelta(days=2)).timestamp()))
    assert jobs.open_about(act, subject=amara.subject) == []
    timetable.recheck(int(world.at(TODAY + timedelta(days=40)).timestamp()))
    timetable.recheck(int(world.at(TODAY + timedelta(days=41)).timestamp()))
    assert [task.kind for task in jobs.open_about(act, subject=amara.subject)] == ["recheck-coverage"]
    assert jobs.due(world.stranger) == []


def test_an_operator_works_on_its_own_day(world):
    days = []
    # Three in the morning in London is still yesterday evening on the clinic's clock.
    timetable.for_every_operator(world.at(TODAY, 20), lambda access, on: days.append(on))
    assert days == [TODAY, TODAY]


def test_a_night_without_anything_due_asks_for_nothing(world):
    timetable.alarms(int(world.at().timestamp()))
    assert jobs.due(world.access(Role.REVIEWER)) == []
