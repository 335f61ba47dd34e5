"""Reactions stand in the job table: they commit with the row that caused them, are tried again, and are seen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection

from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import current, opened
from stepwell.foundation.gate.refusals import GateClosed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import events
from stepwell.foundation.jobs.events import Event, announce, reacts_to
from stepwell.foundation.jobs.worker import ReactionFailed, drain
from stepwell.registry.people.queries import people


@dataclass(frozen=True)
class BellRang(Event):
    """Something a test announces."""

    times: int


@pytest.fixture
def heard(monkeypatch):
    """What the reactions of this test heard; the register is put back afterwards."""
    monkeypatch.setattr(events, "_reactions", dict(events._reactions))
    monkeypatch.setattr(events, "_by_name", dict(events._by_name))
    return []


def jobs() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs ORDER BY id")
        return list(cursor.fetchall())


def test_a_reaction_runs_as_the_operators_system_after_the_cause_is_committed(committed_world, heard):
    @reacts_to(BellRang)
    def listen(access: Access, event: BellRang) -> None:
        heard.append((access.operator_id, event, [person.pk for person in people(access)]))

    amara = committed_world.amara()
    with opened(committed_world.access(Role.COORDINATOR)):
        announce(BellRang(3))
        assert heard == [], "not before the commit"
    drain()
    assert heard == [(committed_world.a.operator.pk, BellRang(3), [amara.pk])]
    assert jobs() == [], "done jobs leave the table"


def test_what_is_rolled_back_announces_nothing(committed_world, heard):
    @reacts_to(BellRang)
    def listen(access: Access, event: BellRang) -> None:
        heard.append(event)

    def ring_and_fall() -> None:
        with opened(committed_world.access(Role.COORDINATOR)):
            announce(BellRang(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ring_and_fall()
    drain()
    assert (heard, jobs()) == ([], [])


def test_a_failed_reaction_is_seen_and_waits_to_be_tried_again(committed_world, heard):
    @reacts_to(BellRang)
    def stumble(access: Access, event: BellRang) -> None:
        raise LookupError("not yet")

    with opened(committed_world.access(Role.COORDINATOR)):
        announce(BellRang(1))
    with pytest.raises(ReactionFailed, match="stumble"):
        drain()
    assert jobs() == [("todo", 1)]


def test_one_reaction_that_fails_does_not_hold_up_another(committed_world, heard):
    @reacts_to(BellRang)
    def stumble(access: Access, event: BellRang) -> None:
        raise LookupError("not yet")

    @reacts_to(BellRang)
    def listen(access: Access, event: BellRang) -> None:
        heard.append(event)

    with opened(committed_world.access(Role.COORDINATOR)):
        announce(BellRang(1))
    with pytest.raises(ReactionFailed):
        drain()
    assert heard == [BellRang(1)]


def test_announcing_outside_an_open_gate_is_a_mistake(world):
    with pytest.raises(GateClosed):
        announce(BellRang(1))
    with opened(world.access(Role.COORDINATOR)):
        assert current().operator_id == world.a.operator.pk
