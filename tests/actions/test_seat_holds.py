"""A held seat is a real seat: nobody else sits there for a day, and then it is free without anybody doing anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotPermitted
from stepwell.foundation.gate.roles import Role
from tests.actions.public_site import open_evenings
from tests.actions.stay import in_treatment
from tests.world import World, today_there

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def hold(world: World, groups, *, hours_ago: int = 0, key: str = "enquiry:1", person=None, most: int = 2):
    at = timezone.now() - timedelta(hours=hours_ago)
    return scheduling.hold_seats(
        world.access(Role.CASE_MANAGER),
        subject=(person or world.ben()).subject,
        group_ids=[one.pk for one in groups],
        at=at,
        until=at + DAY,
        most_in_a_group=most,
        key=key,
    )


def free(world: World) -> dict[int, int]:
    visitor = Access.visitor(world.a.operator.pk)
    return {one.group_id: one.free for one in of_scheduling.open_groups(visitor, after=today_there(), weeks=8)}


def test_a_hold_takes_a_place_in_every_group_and_ends_by_itself(world: World):
    groups = open_evenings(world, cap=3)
    hold(world, groups)
    assert set(free(world).values()) == {2}
    hold(world, groups, hours_ago=25, key="enquiry:2", person=world.amara())
    assert set(free(world).values()) == {2}, "what was held yesterday is free again"


def test_staff_see_the_hold_and_cannot_seat_somebody_else_there(world: World):
    groups = open_evenings(world, cap=1)
    hold(world, groups)
    act = world.access(Role.CASE_MANAGER)
    taken = of_scheduling.taken_seats(act, program=world.a.program, on=today_there())
    assert taken == {one.pk: 1 for one in groups}
    stay = in_treatment(world, on=today_there())
    with pytest.raises(Conflict, match="1 held for somebody who asked for help"):
        scheduling.take_seats(act, episode=stay.episode, groups=groups, since=today_there(), until=groups[0].until)


def test_the_one_it_is_held_for_is_seated_and_the_hold_is_no_second_seat(world: World):
    groups = open_evenings(world, cap=2)
    stay = in_treatment(world, on=today_there())
    hold(world, groups, person=stay)
    act = world.access(Role.CASE_MANAGER)
    scheduling.take_seats(act, episode=stay.episode, groups=groups, since=today_there(), until=groups[0].until)
    assert set(free(world).values()) == {1}


def test_only_so_many_are_held_in_a_group_at_once(world: World):
    groups = open_evenings(world, cap=9)
    hold(world, groups, key="enquiry:1", person=world.ben())
    hold(world, groups, key="enquiry:2", person=world.amara())
    with pytest.raises(Conflict, match="Somebody was quicker"):
        hold(world, groups, key="enquiry:3", person=world.amara())


def test_one_hold_a_request_and_nothing_of_the_neighbours(world: World):
    groups = open_evenings(world, cap=9)
    ben = world.ben()
    hold(world, groups[:1], person=ben, key="enquiry:1")
    with pytest.raises(Conflict, match="once for each request"):
        hold(world, groups[1:], person=ben, key="enquiry:2")
    with pytest.raises(BadInput):
        hold(world, [], person=ben)
    neighbour = Access.visitor(world.b.operator.pk)
    assert of_scheduling.open_groups(neighbour, after=today_there(), weeks=8) == []


def test_a_visitor_reads_counts_and_holds_nothing_by_hand(world: World):
    groups, visitor = open_evenings(world), Access.visitor(world.a.operator.pk)
    with pytest.raises(NotPermitted):
        of_scheduling.groups(visitor, program=world.a.program, on=today_there())
    with pytest.raises(NotPermitted):
        scheduling.hold_seats(
            visitor, subject=world.ben().subject, group_ids=[groups[0].pk], at=timezone.now(),
            until=timezone.now() + DAY, most_in_a_group=2, key="x",
        )  # fmt: skip


def test_until_when_is_told_to_the_coordinator(world: World):
    groups, ben = open_evenings(world), world.ben()
    (first, *_) = hold(world, groups, person=ben)
    coordinator = world.access(Role.COORDINATOR)
    assert of_scheduling.held_for(coordinator, subject=ben.subject) == first.until
    assert of_scheduling.held_for(coordinator, subject=world.amara().subject) is None
