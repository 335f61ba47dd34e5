"""Two connections reach for the last unit at the same moment: one has it, the other hears so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.office.utilization.actions import spend_unit
from stepwell.office.utilization.models import UnitUse
from tests.actions.stay import authorized, in_treatment
from tests.world import TODAY


def race(*runners):
    """What each came back with: its result or what it raised."""
    start = Barrier(len(runners))

    def run(runner):
        try:
            start.wait()
            return runner()
        except (Conflict, IntegrityError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as threads:
        return list(threads.map(run, runners))


def spent(world, row) -> list[int]:
    with opened(world.access(Role.BILLER)):
        return sorted(UnitUse.objects.filter(authorization=row, voided_at=None).values_list("number", flat=True))


def test_two_reach_for_the_last_unit(committed_world):
    world = committed_world
    row = authorized(world, in_treatment(world), units=1)
    days = (TODAY, TODAY + timedelta(days=2))
    found = race(*(lambda on=on: spend_unit(world.access(Role.BILLER), authorization=row, on=on) for on in days))
    refused = [one for one in found if isinstance(one, Conflict)]
    assert len(refused) == 1
    assert "All 1 units" in refused[0].says
    assert spent(world, row) == [1]


def test_a_whole_crowd_spends_no_more_than_the_grant(committed_world):
    world = committed_world
    row = authorized(world, in_treatment(world), units=3)
    days = [TODAY + timedelta(days=number) for number in range(6)]
    found = race(*(lambda on=on: spend_unit(world.access(Role.BILLER), authorization=row, on=on) for on in days))
    assert sum(isinstance(one, Conflict) for one in found) == 3
    assert spent(world, row) == [1, 2, 3]


@pytest.mark.parametrize("second", [{"number": 1, "days": 2}, {"number": 2, "days": 0}, {"number": 4, "days": 3}])
def test_the_database_refuses_even_without_the_lock(committed_world, second):
    """The same number, the same day, and a number beyond the grant."""
    world = committed_world
    stay = in_treatment(world)
    row = authorized(world, stay, units=3)

    def write(number, days):
        with opened(world.access(Role.BILLER)):
            on = TODAY + timedelta(days=days)
            return UnitUse.objects.create(subject=stay.subject, authorization=row, on=on, number=number, granted=3)

    found = race(lambda: write(1, 0), lambda: write(**second))
    assert sum(isinstance(one, IntegrityError) for one in found) == 1
    assert len(spent(world, row)) == 1
