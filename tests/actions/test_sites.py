"""Every site has its own time zone: without a real one it does not open, and nine o'clock is nine o'clock there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from stepwell.care.scheduling import queries as scheduling
from stepwell.care.sessions import queries as sessions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from stepwell.registry.programs import actions as programs
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.world import LAKE, TODAY, World


@pytest.mark.parametrize("zone", ["", "Pacific", "Mars/Olympus", "../etc/passwd", "America"])
def test_a_site_without_a_real_time_zone_does_not_open(world, zone):
    with pytest.raises(BadInput) as refused:
        programs.open_site(world.access(Role.DIRECTOR), **{**LAKE, "name": "Elsewhere", "time_zone": zone})
    assert refused.value.field == "time_zone"


def test_two_sites_of_one_operator_each_keep_their_own_clock(world):
    system = Access.system(world.a.operator.pk)
    east = programs.open_site(system, **{**LAKE, "name": "East", "time_zone": "America/New_York"})
    there = programs.run_program(system, site=east, policy_id="programs/trust-socal/iop", on=TODAY)
    eastern = World(replace(world.a, sites=(east,), programs=(there,)), world.b)
    began = {}
    for where, person, leader in ((world, world.amara(), 0), (eastern, world.ben(), 1)):
        group = open_group(where, room=None, weekday=2, leader=world.a.staff[Role.COUNSELOR][leader])
        stay = in_care(where, person)
        take_seats(stay, group)
        people.reach_by(
            world.access(Role.COORDINATOR), subject=person.subject, kind="text", value="1", leave_message=True, on=TODAY
        )
        ((meeting,),) = [
            scheduling.planned_meetings(system, episode=stay.episode, from_on=TODAY, to_on=TODAY + timedelta(days=6))
        ]
        began[person.subject_id] = meeting.starts
    first, later = began.values()
    assert later == first - timedelta(hours=3)
    reminded = sessions.to_remind(system, on=TODAY + timedelta(days=1))
    assert {one.subject_id: one.starts.astimezone(UTC) for one in reminded} == began
    assert all("9:00 AM" in one.text for one in reminded)
