"""Follow-up calls: attempts are counted, an answer is kept, three misses end one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepwell.care.transitions import queries
from stepwell.care.transitions.actions import follow_up
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as open_work
from stepwell.registry.people import actions as people
from tests.actions.stay import in_treatment
from tests.actions.test_discharge import LEFT, leave

WEEK_ON = LEFT + timedelta(days=7)


@pytest.fixture
def first(world):
    """The follow-up of seven days."""
    found = leave(world, in_treatment(world))
    return queries.follow_ups_of(world.access(Role.CASE_MANAGER), discharge=found)[0]


def call(world, row, reached, on=WEEK_ON, **answers):
    return follow_up(world.access(Role.CASE_MANAGER), follow_up=row, on=on, reached=reached, answers=answers or None)


def open_calls(world, row) -> int:
    tasks = open_work.open_about(world.access(Role.CASE_MANAGER), subject=row.subject)
    return sum(task.kind == "follow-up" for task in tasks)


def test_reached_it_ends_with_the_answers(world, first):
    assert open_calls(world, first) == 4
    row = call(world, first, True, housing="stable", use_days=0)
    assert (row.reached, row.attempts, row.done_on) == (True, 1, WEEK_ON)
    assert row.answers == {"housing": "stable", "use_days": 0}
    assert open_calls(world, first) == 3


def test_three_attempts_before_it_counts_as_not_reached(world, first):
    for attempt in (1, 2):
        row = call(world, first, False, WEEK_ON + timedelta(days=attempt))
        assert (row.reached, row.attempts, row.done_on) == (None, attempt, None)
    row = call(world, first, False, WEEK_ON + timedelta(days=3))
    assert (row.reached, row.attempts, row.done_on) == (False, 3, WEEK_ON + timedelta(days=3))
    assert open_calls(world, first) == 3
    with pytest.raises(Conflict, match="has ended"):
        call(world, first, True, housing="stable")


def test_an_answer_is_written_down(world, first):
    with pytest.raises(BadInput, match="Write down what they said"):
        call(world, first, True)


def test_nobody_calls_after_a_death(world, first):
    manager = world.access(Role.CASE_MANAGER)
    people.record_death(manager, subject=first.subject, on=WEEK_ON, at=world.at(WEEK_ON))
    with pytest.raises(Conflict, match="has died"):
        call(world, first, False)


def test_a_biller_does_not_call(world, first):
    with pytest.raises(NotPermitted):
        follow_up(world.access(Role.BILLER), follow_up=first, on=WEEK_ON, reached=False)
