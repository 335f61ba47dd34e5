"""Opening groups: time of leaders and room, caps, and the clock over daylight saving."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.scheduling.models import Group, Occupancy
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.registry.programs import actions as programs
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.world import LAKE, TODAY


def taken(world, what):
    with opened(world.access(Role.COUNSELOR)):
        return list(Occupancy.objects.filter(what=what, freed_at=None).order_by("during"))


def test_leader_co_leader_and_room_are_taken_at_every_meeting(world):
    open_group(world, co_leader=world.a.staff[Role.COUNSELOR][1])
    assert len(taken(world, "staff")) == 2 * 13
    assert len(taken(world, "room")) == 13


def test_the_clock_on_the_wall_stays_over_daylight_saving(world):
    """In California the clocks went forward on 8 March 2026."""
    open_group(world)
    rows = taken(world, "room")
    assert [row.during.lower.astimezone(UTC).hour for row in rows[:2]] == [17, 16]
    assert {(row.during.upper - row.during.lower) for row in rows} == {timedelta(minutes=90)}


@pytest.mark.parametrize("taken_by", ["leader", "room"])
def test_what_stands_in_the_way_is_named(world, taken_by):
    open_group(world)
    other = {"leader": world.a.staff[Role.COUNSELOR][1], "room": world.a.rooms[1]}
    name = {"leader": "Alex Exampleton", "room": "The room Lake"}[taken_by]
    del other[taken_by]
    with pytest.raises(Conflict, match=rf"{name} is taken on Mon 2 March 2026 from 09:00 to 10:30 by .*Early recovery"):
        open_group(world, name="Second", starts=time(10), ends=time(11), **other)
    with opened(world.access(Role.COUNSELOR)):
        assert Group.objects.count() == 1


def test_one_group_after_the_other_is_no_conflict(world):
    open_group(world)
    assert open_group(world, name="Second", starts=time(10, 30), ends=time(12)).pk


def test_caps_come_from_the_program(world):
    group = open_group(world)
    assert (group.soft_cap, group.hard_cap) == (10, 12)
    with pytest.raises(NotAllowed, match="never holds more than twelve"):
        open_group(world, weekday=1, hard_cap=13)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends": time(8)},
        {"weekday": 7},
        {"until": TODAY - timedelta(days=1)},
        {"mode": "letter"},
        {"soft_cap": 9, "hard_cap": 8},
    ],
    ids=str,
)
def test_what_cannot_be_a_group(world, wrong):
    with pytest.raises(BadInput):
        open_group(world, **wrong)


def test_a_leader_holds_the_credential_groups_ask_for(world):
    with pytest.raises(NotAllowed, match="led by a counselor"):
        open_group(world, leader=world.a.staff[Role.CASE_MANAGER][0])


def test_the_room_is_at_the_site_and_large_enough(world):
    act = world.access(Role.DIRECTOR)
    hillside = programs.open_site(act, **{**LAKE, "name": "Hillside"})
    with pytest.raises(BadInput, match="another site"):
        open_group(world, room=programs.open_room(act, site=hillside, name="Hill", places=16))
    with pytest.raises(BadInput, match="4 places, the group 12 seats"):
        open_group(world, room=programs.open_room(act, site=world.a.site, name="Small", places=4))


def test_closing_frees_what_comes_later_and_waits_for_the_people(world):
    stay, group = in_care(world), open_group(world)
    (membership,) = take_seats(stay, group)
    last = TODAY + timedelta(weeks=2)
    act = world.access(Role.COUNSELOR)
    with pytest.raises(Conflict, match="1 people have seats"):
        scheduling.close_group(act, group=group, on=last)
    scheduling.leave_group(act, membership=membership, on=last, why="moved")
    scheduling.close_group(act, group=group, on=last)
    assert max(row.during.lower.date() for row in taken(world, "room")) == last
    assert of_scheduling.next_meeting(act, group=group, on=last + timedelta(days=1)) is None


def test_the_front_desk_opens_no_groups(world):
    with pytest.raises(NotPermitted):
        scheduling.open_group(
            world.access(Role.COORDINATOR), program=world.a.program, name="x", track="any", weekday=0, starts=time(9),
            ends=time(10), leader=world.a.staff[Role.COUNSELOR][0], since=TODAY, until=date(2026, 6, 1),
        )  # fmt: skip
