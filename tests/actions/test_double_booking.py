"""Two connections at the same moment: the database keeps what the page could not know."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.scheduling.models import Membership, Occupancy, Seat
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import Conflict
from stepwell.foundation.gate.roles import Role
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.world import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def race(*runners):
    """What each came back with: its result or the refusal."""
    start = Barrier(len(runners))

    def run(runner):
        try:
            start.wait()
            return runner()
        except (Conflict, IntegrityError, OperationalError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as threads:
        return list(threads.map(run, runners))


def refusals(found):
    return [one for one in found if isinstance(one, Conflict)]


@pytest.mark.parametrize("_time", range(3))
def test_two_people_reach_for_the_last_seat(committed_world, _time):
    world = committed_world
    group = open_group(world, soft_cap=1, hard_cap=1)
    stays = in_care(world), in_care(world, world.ben())
    found = race(*(lambda stay=stay: take_seats(stay, group) for stay in stays))
    assert len(refusals(found)) == 1
    with opened(world.access(Role.COUNSELOR)):
        assert set(Seat.objects.values_list("number", flat=True)) == {1}
        assert Membership.objects.count() == 1


@pytest.mark.parametrize("_time", range(3))
def test_one_client_in_two_groups_that_overlap(committed_world, _time):
    world = committed_world
    stay = in_care(world)
    staff, rooms = world.a.staff[Role.COUNSELOR], world.a.rooms
    groups = [
        open_group(
            world, name=str(index), starts=time(9 + index), ends=time(11), leader=staff[index], room=rooms[index]
        )
        for index in (0, 1)
    ]
    found = race(*(lambda group=group: take_seats(stay, group) for group in groups))
    assert len(refusals(found)) == 1
    assert "two places" in refusals(found)[0].says or "is taken on" in refusals(found)[0].says


@pytest.mark.parametrize("shared", ["leader", "room"])
def test_one_leader_or_room_for_two_groups(committed_world, shared):
    world = committed_world
    staff, rooms = world.a.staff[Role.COUNSELOR], world.a.rooms

    def of(index):
        own = {"leader": staff[index], "room": rooms[index]}
        own[shared] = {"leader": staff[0], "room": rooms[0]}[shared]
        return open_group(world, name=str(index), starts=time(9, 30 * index), ends=time(11), **own)

    found = race(lambda: of(0), lambda: of(1))
    assert len(refusals(found)) == 1


@pytest.mark.parametrize("what", ["client", "staff", "room"])
def test_the_database_refuses_even_without_the_action(committed_world, what):
    world = committed_world

    def write(hour):
        with opened(world.access(Role.COUNSELOR)):
            span = DateTimeTZRange(world.at(TODAY, hour), world.at(TODAY, hour + 2))
            return Occupancy.objects.create(what=what, what_id=1, during=span, because="session:1")

    found = race(lambda: write(9), lambda: write(10))
    assert sum(isinstance(one, IntegrityError | OperationalError) for one in found) == 1


def test_a_seat_above_the_cap_is_refused_by_the_database(committed_world):
    world = committed_world
    stay, group = in_care(world), open_group(world, soft_cap=1, hard_cap=1)
    (membership,) = take_seats(stay, group)
    with pytest.raises(IntegrityError, match="seats_within_the_cap"), opened(world.access(Role.COUNSELOR)):
        Seat.objects.create(
            subject=stay.subject, group=group, membership=membership, on=TODAY.replace(day=3), number=2, cap=1
        )
