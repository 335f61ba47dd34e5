"""The handoff stays open after the discharge until it is kept, declined or documented."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.transitions import queries
from stepwell.care.transitions.actions import close_handoff
from stepwell.foundation.gate.refusals import BadInput, NotAllowed, NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as open_work
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.people import actions as people
from tests.actions.stay import in_treatment
from tests.actions.test_discharge import LEFT, NEXT, leave


@pytest.fixture
def handed_off(world):
    stay = in_treatment(world)
    leave(world, stay)
    return stay, queries.handoffs_open(world.access(Role.CASE_MANAGER))[0]


def kinds(world, stay) -> list[str]:
    tasks = open_work.open_about(world.access(Role.CASE_MANAGER), subject=stay.subject)
    return [task.kind for task in tasks]


def test_it_is_asked_after_the_day_after_the_appointment(world, handed_off):
    stay, _ = handed_off
    tasks = open_work.open_about(world.access(Role.CASE_MANAGER), subject=stay.subject)
    (asked,) = [task for task in tasks if task.kind == "close-handoff"]
    assert asked.due_at == world.at(NEXT + timedelta(days=1))
    assert asked.says == "Ask whether the appointment with Dana Mockworth, outpatient was kept."


@pytest.mark.parametrize(("outcome", "says"), [("kept", ""), ("declined", "Not now"), ("documented", "Moved away")])
def test_it_closes_with_an_outcome_and_its_task_with_it(world, handed_off, outcome, says):
    stay, handoff = handed_off
    closed = close_handoff(
        world.access(Role.CASE_MANAGER), handoff=handoff, outcome=outcome, says=says, at=world.at(NEXT, 16)
    )
    assert (closed.outcome, closed.closed_by, closed.closed_at) == (outcome, "Jamie Fabricata", world.at(NEXT, 16))
    assert queries.handoffs_open(world.access(Role.CASE_MANAGER)) == []
    assert "close-handoff" not in kinds(world, stay)


@pytest.mark.parametrize("outcome", ["declined", "documented"])
def test_a_no_wants_words(world, handed_off, outcome):
    _, handoff = handed_off
    with pytest.raises(NotAllowed, match="says in words what happened"):
        close_handoff(world.access(Role.CASE_MANAGER), handoff=handoff, outcome=outcome, says=" ", at=world.at(NEXT))


def test_a_closed_one_stays_as_it_was_closed(world, handed_off):
    _, handoff = handed_off
    manager = world.access(Role.CASE_MANAGER)
    close_handoff(manager, handoff=handoff, outcome="kept", says="", at=world.at(NEXT))
    with pytest.raises(NotAllowed):
        close_handoff(manager, handoff=handoff, outcome="declined", says="No", at=world.at(NEXT))
    with pytest.raises(BadInput):
        close_handoff(manager, handoff=handoff, outcome="open", says="", at=world.at(NEXT))


def test_nobody_next_door_sees_it(world, handed_off):
    _, handoff = handed_off
    with pytest.raises(NotFound):
        close_handoff(world.stranger, handoff=handoff, outcome="kept", says="", at=world.at(NEXT))


def test_a_death_closes_it_and_stops_every_call(committed_world):
    world = committed_world
    stay = in_treatment(world)
    found = leave(world, stay)
    people.record_death(
        world.access(Role.CASE_MANAGER), subject=stay.subject, on=LEFT + timedelta(days=9), at=world.at(NEXT)
    )
    drain()
    manager = world.access(Role.CASE_MANAGER)
    (handoff,) = queries.handoffs_of(manager, discharge=found)
    assert (handoff.outcome, handoff.outcome_says) == ("documented", "The person has died.")
    assert queries.follow_ups_due(manager, on=LEFT + timedelta(days=400)) == []
    assert kinds(world, stay) == []
