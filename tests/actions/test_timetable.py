"""The nightly work: every operator on its own day, each seeing only its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.doors import timetable
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.coverage import actions as coverage
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
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


def test_a_long_absence_is_found_at_night(world):
    stay, group = in_care(world), open_group(world)
    take_seats(stay, group)
    act = world.access(Role.COUNSELOR)
    session = sessions.hold_group(act, group=group, on=TODAY)
    (row,) = of_sessions.roster(act, session=session)
    sessions.record_outcome(act, participation=row, outcome="attended", at=world.at(TODAY, 12))
    timetable.absences(int(world.at(TODAY + timedelta(days=8), 2).timestamp()))
    assert "supervisor-review" in [task.kind for task in jobs.open_about(act, subject=stay.subject)]


def test_an_operator_works_on_its_own_day(world):
    days = []
    # Three in the morning in London is still yesterday evening on the clinic's clock.
    timetable.for_every_operator(world.at(TODAY, 20), lambda access, on: days.append(on))
    assert days == [TODAY, TODAY]


def test_a_night_without_anything_due_asks_for_nothing(world):
    timetable.absences(int(world.at().timestamp()))
    timetable.alarms(int(world.at().timestamp()))
    assert jobs.due(world.access(Role.REVIEWER)) == []


@pytest.mark.django_db(transaction=True)
def test_working_off_the_table_starts_no_recurring_work(committed_world):
    stay = in_care(committed_world)
    people.record_death(committed_world.access(Role.COUNSELOR), subject=stay.subject, on=TODAY, at=committed_world.at())
    drain()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers")
        assert cursor.fetchone() == (0,)
