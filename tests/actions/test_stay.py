"""The stay itself: one open stay, one level at a time, leaves, and what a death stops."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.registry.episodes import actions, queries
from stepwell.registry.episodes.models import LevelSpan
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.world import TODAY, World


def admitted(world: World, person=None):
    return actions.open_episode(
        world.access(Role.COORDINATOR),
        subject=(person or world.amara()).subject,
        program=world.a.program,
        on=TODAY,
        level="2.1",
        weekly_hours=Decimal(9),
        days_per_week=3,
    )


def test_one_open_stay_a_person(world):
    amara = world.amara()
    admitted(world, amara)
    with pytest.raises(Conflict, match="open stay"):
        admitted(world, amara)


def test_two_admissions_at_once_and_only_one_stays(committed_world):
    world = committed_world
    amara, together, ended = world.amara(), Barrier(2), []

    def admit() -> None:
        together.wait()
        try:
            ended.append(admitted(world, amara).pk)
        except Conflict as conflict:
            ended.append(conflict)
        finally:
            connection.close()

    both = [Thread(target=admit) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(isinstance(each, Conflict) for each in ended) == [False, True]


def test_the_stair_is_one_level_after_the_other(world):
    stay = admitted(world)
    clinician = world.access(Role.CLINICIAN)
    later = TODAY + timedelta(days=28)
    actions.change_level(clinician, episode=stay, on=later, level="1.5", weekly_hours=Decimal(3), days_per_week=1)
    assert [(step.level, step.since, step.until) for step in queries.stair(clinician, episode=stay)] == [
        ("2.1", TODAY, later),
        ("1.5", later, None),
    ]
    assert queries.level_on(clinician, episode=stay, on=later - timedelta(days=1)).level == "2.1"
    assert queries.level_on(clinician, episode=stay, on=later).level == "1.5"


def test_the_way_of_a_stay_is_its_steps_and_leaves(world):
    stay, clinician = admitted(world), world.access(Role.CLINICIAN)
    left, back, later = (TODAY + timedelta(days=days) for days in (3, 7, 28))
    leave = actions.begin_leave(clinician, episode=stay, reason="hospital", on=left)
    assert queries.way_of(clinician, episode=stay).leaves == (queries.Away("hospital", left, None),)
    actions.end_leave(clinician, leave=leave, on=back)
    actions.change_level(clinician, episode=stay, on=later, level="1.5", weekly_hours=Decimal(3), days_per_week=1)
    way = queries.way_of(clinician, episode=stay)
    assert [(step.level, step.since, step.until) for step in way.steps] == [("2.1", TODAY, later), ("1.5", later, None)]
    assert (way.steps[1].weekly_hours, way.steps[1].days_per_week) == (Decimal(3), 1)
    (away,) = way.leaves
    days = [left - timedelta(days=1), left, back - timedelta(days=1), back]
    assert [away.covers(on) for on in days] == [False, True, True, False]
    assert way.step_on(TODAY - timedelta(days=1)) is None


def test_a_level_cannot_change_on_or_before_the_day_it_began(world):
    with pytest.raises(BadInput, match="began on"):
        actions.change_level(
            world.access(Role.CLINICIAN),
            episode=admitted(world),
            on=TODAY,
            level="1.5",
            weekly_hours=Decimal(3),
            days_per_week=1,
        )


def test_the_database_refuses_two_levels_on_one_day(world):
    stay = admitted(world)
    with (
        opened(world.access(Role.CLINICIAN)),
        pytest.raises(IntegrityError, match="one_level_at_a_time"),
        transaction.atomic(),
    ):
        LevelSpan.objects.create(
            subject_id=stay.subject_id,
            episode=stay,
            level="2.5",
            during=DateRange(TODAY, None),
            weekly_hours=20,
            days_per_week=5,
        )


def test_a_leave_begins_ends_and_does_not_overlap(world):
    stay, act = admitted(world), world.access(Role.CASE_MANAGER)
    leave = actions.begin_leave(act, episode=stay, reason="hospital", on=TODAY + timedelta(days=3))
    with pytest.raises(Conflict):
        actions.begin_leave(act, episode=stay, reason="jail", on=TODAY + timedelta(days=5))
    back = actions.end_leave(act, leave=leave, on=TODAY + timedelta(days=7))
    assert queries.on_leave(act, episode=stay, on=TODAY + timedelta(days=6))
    assert not queries.on_leave(act, episode=stay, on=TODAY + timedelta(days=7))
    with pytest.raises(Conflict):
        actions.end_leave(act, leave=back, on=TODAY + timedelta(days=8))


def test_closing_ends_the_running_level_and_leave(world):
    stay, clinician = admitted(world), world.access(Role.CLINICIAN)
    actions.begin_leave(clinician, episode=stay, reason="jail", on=TODAY + timedelta(days=5))
    actions.close_episode(clinician, episode=stay, on=TODAY + timedelta(days=20))
    assert [step.until for step in queries.stair(clinician, episode=stay)] == [TODAY + timedelta(days=21)]
    assert [leave.during.upper for leave in queries.leaves(clinician, episode=stay)] == [TODAY + timedelta(days=21)]
    with pytest.raises(Conflict):
        actions.close_episode(clinician, episode=stay, on=TODAY + timedelta(days=21))


def test_after_a_death_there_is_no_way_to_reach_the_person(world):
    amara, act = world.amara(), world.access(Role.COORDINATOR)
    people.reach_by(act, subject=amara.subject, kind="text", value="714-555-0143", leave_message=True, on=TODAY)
    assert len(of_people.reach_ways(act, subject=amara.subject, on=TODAY)) == 1
    people.record_death(act, subject=amara.subject, on=TODAY, at=world.at())
    assert of_people.reach_ways(act, subject=amara.subject, on=TODAY) == []
    with pytest.raises(Conflict):
        people.record_death(act, subject=amara.subject, on=TODAY, at=world.at())


def test_a_way_that_was_stopped_is_not_used(world):
    amara, act = world.amara(), world.access(Role.COORDINATOR)
    way = people.reach_by(act, subject=amara.subject, kind="text", value="714-555-0143", leave_message=True, on=TODAY)
    people.stop_reaching_by(world.access(Role.CASE_MANAGER), way=way, on=TODAY)
    assert of_people.reach_ways(act, subject=amara.subject, on=TODAY) == []


def test_the_neighbour_cannot_open_or_close_anything(world):
    stay = admitted(world)
    with pytest.raises(NotFound):
        actions.close_episode(world.stranger, episode=stay, on=TODAY)
    with pytest.raises(NotFound):
        queries.episode_by_id(world.stranger, episode_id=stay.pk)
