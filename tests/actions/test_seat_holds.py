"""A held seat is a real seat: nobody else sits there for a day, and then it is free without anybody doing anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.scheduling.models import Seat
from stepwell.care.sessions import queries as of_sessions
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from tests.actions.group_session import person
from tests.actions.public_site import open_evenings
from tests.actions.stay import in_treatment
from tests.actions.test_double_booking import race
from tests.world import World, today_there

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def hold(world: World, groups, *, hours_ago: int = 0, key: str = "enquiry:1", person: Any = None, most: int = 2):
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


def test_what_is_held_for_one_person_and_until_when_is_told_to_the_coordinator(world: World):
    groups, ben = open_evenings(world), world.ben()
    (first, *_) = hold(world, groups, person=ben)
    coordinator = world.access(Role.COORDINATOR)
    found = of_scheduling.held_for(coordinator, subject=ben.subject)
    assert [(one.group.pk, one.state, one.until) for one in found] == [(one.pk, "held", first.until) for one in groups]
    assert of_scheduling.held_for(coordinator, subject=world.amara().subject) == []


def let_go(world: World, person, why: str = ""):
    return scheduling.let_seats_go(world.access(Role.COORDINATOR), subject=person.subject, at=timezone.now(), why=why)


def test_what_is_let_go_is_free_for_others_at_once_with_who_and_why(world: World):
    groups, ben = open_evenings(world, cap=1), world.ben()
    hold(world, groups, person=ben)
    assert set(free(world).values()) == {0}
    assert let_go(world, ben, "  Chose another\nclinic. ") == groups
    assert set(free(world).values()) == {1}
    stay = in_treatment(world, on=today_there())
    act = world.access(Role.CASE_MANAGER)
    scheduling.take_seats(act, episode=stay.episode, groups=groups, since=today_there(), until=groups[0].until)
    found = of_scheduling.held_for(act, subject=ben.subject)
    assert {(one.state, one.by, one.why) for one in found} == {
        ("ended", world.access(Role.COORDINATOR).name, "Chose another clinic.")
    }
    with pytest.raises(Conflict, match="let these seats go already"):
        let_go(world, ben)


def test_a_hold_that_has_run_out_or_was_taken_over_is_not_let_go_any_more(world: World):
    groups, ben = open_evenings(world), world.ben()
    with pytest.raises(Conflict, match="No seats are held"):
        let_go(world, ben)
    hold(world, groups, person=ben, hours_ago=25)
    with pytest.raises(Conflict, match="free again already"):
        let_go(world, ben)
    stay = in_treatment(world, on=today_there())
    hold(world, groups, person=stay, key="enquiry:2")
    act = world.access(Role.CASE_MANAGER)
    span = {"since": today_there(), "until": groups[0].until}
    scheduling.take_seats(act, episode=stay.episode, groups=groups[:1], **span)
    states = [one.state for one in of_scheduling.held_for(act, subject=stay.subject)]
    assert states == ["seated", "held", "held"]
    assert let_go(world, stay) == groups[1:], "what they have is theirs; the rest is let go"
    scheduling.take_seats(act, episode=stay.episode, groups=groups[1:], **span)
    assert set(free(world).values()) == {3}


def test_seats_that_were_all_taken_over_are_theirs(world: World):
    groups = open_evenings(world)
    stay = in_treatment(world, on=today_there())
    hold(world, groups, person=stay)
    act = world.access(Role.CASE_MANAGER)
    scheduling.take_seats(act, episode=stay.episode, groups=groups, since=today_there(), until=groups[0].until)
    with pytest.raises(Conflict, match="the person's own now"):
        let_go(world, stay)
    assert set(free(world).values()) == {3}


def test_who_keeps_no_seats_lets_none_go_and_a_neighbour_ends_nothing(world: World):
    groups, ben = open_evenings(world), world.ben()
    hold(world, groups, person=ben)
    given = {"subject": ben.subject, "at": timezone.now()}
    with pytest.raises(NotPermitted):
        scheduling.let_seats_go(world.access(Role.BILLER), **given)
    with pytest.raises(NotFound):
        scheduling.let_seats_go(world.b.access(Role.COORDINATOR), **given)
    assert set(free(world).values()) == {3}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(3))
def test_letting_go_and_seating_at_the_same_moment(committed_world: World, _time: int):
    world = committed_world
    groups = open_evenings(world, cap=1)
    stay, other = in_treatment(world, on=today_there()), in_treatment(world, on=today_there(), person=world.ben())
    hold(world, groups, person=stay)
    act, span = world.access(Role.CASE_MANAGER), {"since": today_there(), "until": groups[0].until}
    found = race(
        lambda: let_go(world, stay),
        lambda: scheduling.take_seats(act, episode=stay.episode, groups=groups, **span),
        lambda: scheduling.take_seats(act, episode=other.episode, groups=groups, **span),
    )
    assert all(isinstance(one, list | Conflict) for one in found), found
    with opened(act):
        whose = set(Seat.objects.filter(freed_at=None).values_list("subject_id", flat=True))
    assert len(whose) == 1, "one of them sits there, and nobody beside them"
    assert whose <= {stay.episode.subject_id, other.episode.subject_id}
    assert isinstance(found[1], list) or isinstance(found[2], list)
    assert set(free(world).values()) == {0}
    if isinstance(found[0], list):
        states = {one.state for one in of_scheduling.held_for(act, subject=stay.subject)}
        assert states == {"ended"}


def boards(world: World, weeks: int = 9) -> dict[int, list[int]]:
    """Free seats of each group at every meeting after today, as the board has them."""
    found: dict[int, list[int]] = {}
    for week in range(weeks):
        day = today_there() + timedelta(weeks=week)
        for one in of_sessions.board(world.access(Role.COUNSELOR), program=world.a.program, week_of=day).meetings:
            if one.on > today_there():
                found.setdefault(one.group_id, []).append(one.free)
    return found


def test_the_board_and_the_public_site_count_the_same_seats_free(world: World):
    groups, act = open_evenings(world, cap=5), world.access(Role.CASE_MANAGER)
    span = {"since": today_there(), "until": groups[0].until}
    stay, away = in_treatment(world, on=today_there()), in_treatment(world, on=today_there(), person=world.ben())
    scheduling.take_seats(act, episode=stay.episode, groups=groups[:2], **span)
    scheduling.take_seats(act, episode=away.episode, groups=groups, **span)
    hold(world, groups, person=person(world, 4), key="enquiry:3", hours_ago=25)
    cam, dia = person(world, 2), person(world, 3)
    hold(world, groups, person=cam, key="enquiry:1")
    hold(world, groups[1:], person=dia, key="enquiry:2")
    agreed = [free(world)]
    assert {group: min(at) for group, at in boards(world).items()} == agreed[0]
    assert sorted(agreed[0].values()) == [1, 2, 2]
    # A seat that a leave keeps is promised to nobody from outside, and drawn as kept.
    scheduling.free_seats(act, episode=away.episode, from_on=today_there(), why="leave")
    agreed.append(free(world))
    assert {group: min(at) for group, at in boards(world).items()} == agreed[1] == agreed[0]
    let_go(world, dia)
    agreed.append(free(world))
    assert {group: min(at) for group, at in boards(world).items()} == agreed[2]
    assert sorted(agreed[2].values()) == [2, 2, 3]
    scheduling.leave_group(
        act, membership=of_scheduling.memberships_of(act, episode=away.episode, on=today_there())[0],
        on=today_there(), why="moved away",
    )  # fmt: skip
    assert {group: min(at) for group, at in boards(world).items()} == free(world)


def test_a_kept_seat_is_not_held_for_a_visitor_and_a_held_one_is_no_second_one(world: World):
    groups, act = open_evenings(world, cap=2), world.access(Role.CASE_MANAGER)
    span = {"since": today_there(), "until": groups[0].until}
    away, newer = in_treatment(world, on=today_there()), in_treatment(world, on=today_there(), person=world.ben())
    scheduling.take_seats(act, episode=away.episode, groups=groups, **span)
    scheduling.free_seats(act, episode=away.episode, from_on=today_there(), why="leave")
    hold(world, groups, person=person(world, 2), key="enquiry:1")
    with pytest.raises(Conflict, match="Somebody was quicker"):
        hold(world, groups, person=person(world, 3), key="enquiry:2")
    assert boards(world) == {group: [0] * len(at) for group, at in boards(world).items()}
    # Staff may give the kept one: then nobody sits in the held one, and the row stays as long as the cap.
    scheduling.take_seats(act, episode=newer.episode, groups=groups, **span)
    week = today_there() + timedelta(weeks=2)
    for one in of_sessions.board(act, program=world.a.program, week_of=week).meetings:
        assert sorted(seat.state for seat in one.seats) in (["held", "newcomer"], ["filled", "held"])


def test_where_no_seat_is_free_a_hold_is_drawn_on_the_one_that_a_leave_keeps(world: World):
    groups, act = open_evenings(world, cap=3), world.access(Role.CASE_MANAGER)
    span = {"since": today_there(), "until": groups[0].until}
    left, stays, away, newer = (in_treatment(world, on=today_there(), person=person(world, n)) for n in range(4))
    for one in (left, stays, away):
        scheduling.take_seats(act, episode=one.episode, groups=groups, **span)
    scheduling.free_seats(act, episode=away.episode, from_on=today_there(), why="leave")
    for membership in of_scheduling.memberships_of(act, episode=left.episode, on=today_there()):
        scheduling.leave_group(act, membership=membership, on=today_there(), why="moved away")
    hold(world, groups, person=person(world, 5))
    scheduling.take_seats(act, episode=newer.episode, groups=groups, **span)
    week = today_there() + timedelta(weeks=3)
    for one in of_sessions.board(act, program=world.a.program, week_of=week).meetings:
        assert [seat.state for seat in one.seats] == ["filled", "filled", "held"]
        assert one.free == 0
