"""Seats in groups: at every meeting or not at all, weeks that fit, and what a leave frees."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

import pytest

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.scheduling.models import Membership, Occupancy, Seat
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as work
from stepwell.foundation.jobs.worker import drain
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from tests.actions.care_groups import open_group, take_seats, week_of_groups
from tests.actions.care_stay import in_care
from tests.world import TODAY

WEEKDAYS = [{"weekday": day, "starts": "08:00", "ends": "22:00"} for day in range(5)]


def held(stay):
    """Dates on which the person has a seat, and how many times of theirs are taken."""
    with opened(stay.world.access(Role.COUNSELOR)):
        days = list(
            Seat.objects.filter(subject=stay.subject, freed_at=None).values_list("on", flat=True).order_by("on")
        )
        times = Occupancy.objects.filter(what="client", what_id=stay.subject.pk, freed_at=None).count()
    return days, times


def find(stay, **changed):
    given = {"availability": WEEKDAYS, "wanted_hours": Decimal(9), "wanted_days": 3, "on": TODAY}
    return of_scheduling.find_weeks(
        stay.world.access(Role.CASE_MANAGER), episode=stay.episode, **{**given, **changed}
    ).answer


def test_a_seat_at_every_meeting_from_any_day_on(world):
    stay = in_care(world)
    memberships = take_seats(stay, *week_of_groups(world), until=TODAY + timedelta(days=11))
    assert len(memberships) == 6
    days, times = held(stay)
    assert len(days) == times == 12
    assert days[-1] == TODAY + timedelta(days=11)


def test_all_or_nothing(world):
    ben, amara = in_care(world, world.ben()), in_care(world)
    small = open_group(world, weekday=2, soft_cap=1, hard_cap=1)
    other = open_group(world, weekday=3)
    take_seats(ben, small)
    with pytest.raises(Conflict, match=r"Early recovery is full on Wed 4 March 2026.*1 of 1 seats are taken"):
        take_seats(amara, other, small)
    assert held(amara) == ([], 0)
    with opened(world.access(Role.COUNSELOR)):
        assert Membership.objects.filter(subject=amara.subject).count() == 0


def test_the_soft_cap_may_be_passed_and_the_hard_cap_never(world):
    group = open_group(world, soft_cap=1, hard_cap=2)
    for person in (world.ben(), world.amara()):
        take_seats(in_care(world, person), group)
    with pytest.raises(Conflict, match="full"):
        take_seats(in_care(world, world.amara()), group)


def test_no_two_places_at_once(world):
    stay = in_care(world)
    first = open_group(world)
    second = open_group(
        world,
        name="Second",
        starts=time(10),
        ends=time(11),
        leader=world.a.staff[Role.COUNSELOR][1],
        room=world.a.rooms[1],
    )
    with pytest.raises(Conflict, match="This person is taken on Mon 2 March 2026 from 09:00 to 10:30"):
        take_seats(stay, first, second)
    assert held(stay) == ([], 0)


def test_the_same_group_twice(world):
    stay, group = in_care(world), open_group(world)
    take_seats(stay, group)
    with pytest.raises(Conflict, match="belongs to Early recovery"):
        take_seats(stay, group)


@pytest.mark.parametrize(
    "wrong",
    [
        {"since": TODAY - timedelta(days=1)},
        {"until": TODAY - timedelta(days=7)},
        {"since": TODAY + timedelta(days=1), "until": TODAY + timedelta(days=2)},
    ],
)
def test_seats_are_for_a_stay_under_way_and_for_days_with_a_meeting(world, wrong):
    with pytest.raises(BadInput):
        take_seats(in_care(world), open_group(world), **wrong)


def test_leaving_ends_the_seats_and_leaves_the_groups_meetings_alone(world):
    stay, group = in_care(world), open_group(world)
    (membership,) = take_seats(stay, group)
    act = world.access(Role.CASE_MANAGER)
    scheduling.leave_group(act, membership=membership, on=TODAY + timedelta(days=7), why="new work hours")
    assert held(stay) == ([TODAY], 1)
    assert of_scheduling.memberships_of(act, episode=stay.episode, on=TODAY + timedelta(days=7)) == []
    with opened(act):
        assert Occupancy.objects.filter(what="room", freed_at=None).count() == 13
    with pytest.raises(BadInput, match="any more"):
        scheduling.leave_group(act, membership=membership, on=TODAY + timedelta(days=7), why="again")


def test_a_freed_seat_is_the_next_persons(world):
    amara, ben, group = in_care(world), in_care(world, world.ben()), open_group(world, soft_cap=1, hard_cap=1)
    (membership,) = take_seats(amara, group)
    act = world.access(Role.CASE_MANAGER)
    scheduling.leave_group(act, membership=membership, on=TODAY, why="did not start")
    assert take_seats(ben, group)


def test_weeks_that_fit_are_found_and_full_groups_are_not_offered(world):
    stay = in_care(world)
    groups = week_of_groups(world)
    found = find(stay)
    assert found.weeks[0].groups == tuple(str(group.pk) for group in groups)
    assert (found.weeks[0].hours, found.weeks[0].days) == (9.0, 3)
    assert not find(stay, availability=WEEKDAYS[:2]).weeks
    assert not find(stay, mode="video").weeks


def test_a_full_group_stands_in_the_way_by_name(world):
    stay, group = in_care(world), open_group(world, soft_cap=1, hard_cap=1, ends=time(12))
    take_seats(in_care(world, world.ben()), group)
    found = find(stay, wanted_hours=Decimal(3), wanted_days=1)
    assert not found.weeks
    assert [(one.kind, one.opens_a_week) for one in found.stands_in_the_way if one.kind == "full"] == [("full", True)]


def test_a_track_the_person_may_not_join_is_not_offered(world):
    stay = in_care(world)
    open_group(world, track="veterans", ends=time(12))
    assert not find(stay, wanted_hours=Decimal(3), wanted_days=1).weeks
    assert find(stay, wanted_hours=Decimal(3), wanted_days=1, tracks=["veterans"]).weeks


def test_a_window_that_cannot_be_is_named(world):
    with pytest.raises(BadInput) as refused:
        find(in_care(world), availability=[{"weekday": 0, "starts": "12:00", "ends": "9"}])
    assert refused.value.field == "availability[0]"


def test_free_seats_by_daypart(world):
    open_group(world)
    group = open_group(world, weekday=1, starts=time(18), ends=time(21), soft_cap=1, hard_cap=1)
    take_seats(in_care(world), group)
    found = of_scheduling.free_seats_by_daypart(world.access(Role.COORDINATOR), program=world.a.program, on=TODAY)
    assert [(one.key, one.groups, one.free) for one in found] == [
        ("morning", 1, 12),
        ("afternoon", 0, 0),
        ("evening", 0, 0),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_leave_frees_the_seats_and_the_return_gives_them_back(committed_world):
    world = committed_world
    stay, group = in_care(world), open_group(world)
    take_seats(stay, group)
    before = held(stay)
    away, back = TODAY + timedelta(days=7), TODAY + timedelta(days=21)
    act = world.access(Role.CASE_MANAGER)
    leave = episodes.begin_leave(act, episode=stay.episode, reason="hospital", on=away)
    drain()
    assert held(stay) == ([TODAY], 1)
    episodes.end_leave(act, leave=leave, on=back)
    drain()
    days, times = held(stay)
    assert days == [TODAY, *(day for day in before[0] if day >= back)]
    assert times == len(days)
    assert [one for one in work.open_about(act, subject=stay.subject) if one.kind == "find-seat"] == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_taken_from_anybody_on_the_return(committed_world):
    world = committed_world
    amara, ben = in_care(world), in_care(world, world.ben())
    group = open_group(world, soft_cap=1, hard_cap=1)
    take_seats(amara, group)
    away, back = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
    act = world.access(Role.CASE_MANAGER)
    leave = episodes.begin_leave(act, episode=amara.episode, reason="jail", on=away)
    drain()
    taken = TODAY + timedelta(days=14)
    take_seats(ben, group, since=taken, until=taken)
    episodes.end_leave(act, leave=leave, on=back)
    drain()
    assert taken not in held(amara)[0]
    assert held(ben)[0] == [taken]
    (task,) = [one for one in work.open_about(act, subject=amara.subject) if one.kind == "find-seat"]
    assert "Early recovery has none left on 1 date from Mon 16 March 2026" in task.says


@pytest.mark.django_db(transaction=True)
def test_the_end_of_the_stay_and_a_death_free_the_rest(committed_world):
    world = committed_world
    amara, ben, group = in_care(world), in_care(world, world.ben()), open_group(world)
    take_seats(amara, group)
    take_seats(ben, group)
    last = TODAY + timedelta(days=7)
    episodes.close_episode(world.access(Role.CLINICIAN), episode=amara.episode, on=last)
    people.record_death(world.access(Role.CLINICIAN), subject=ben.subject, on=last, at=world.at(last))
    drain()
    assert held(amara) == ([TODAY, last], 2)
    assert held(ben) == ([TODAY], 1)
    drain()


def test_a_meeting_expects_those_who_have_a_seat_there(world):
    amara, ben, group = in_care(world), in_care(world, world.ben()), open_group(world)
    take_seats(amara, group)
    take_seats(ben, group, since=TODAY + timedelta(days=7))
    act = world.access(Role.CASE_MANAGER)
    scheduling.free_seats(act, episode=amara.episode, from_on=TODAY + timedelta(days=7), why="leave")

    def expected(on):
        return [one.subject_id for one in of_scheduling.members_on(act, group=group, on=on)]

    assert expected(TODAY) == [amara.subject.pk]
    assert expected(TODAY + timedelta(days=7)) == [ben.subject.pk]
    assert expected(TODAY + timedelta(days=1)) == []
    (planned,) = of_scheduling.planned_meetings(
        act, episode=amara.episode, from_on=TODAY, to_on=TODAY + timedelta(days=30)
    )
    assert (planned.on, planned.starts) == (TODAY, world.at(TODAY, 9))


def test_who_is_elsewhere_on_one_date_gets_the_others_back_and_keeps_no_seat_there(world):
    stay, group = in_care(world), open_group(world)
    act = world.access(Role.CASE_MANAGER)
    take_seats(stay, group, weeks=3)
    before, elsewhere = held(stay)[0], TODAY + timedelta(days=7)
    scheduling.free_seats(act, episode=stay.episode, from_on=elsewhere, why="leave")
    starts = world.at(elsewhere, 10)
    scheduling.occupy(
        world.access(Role.COUNSELOR), what="client", what_id=stay.subject.pk, starts=starts,
        ends=starts + timedelta(hours=1), because="session:1",
    )  # fmt: skip
    assert scheduling.give_back_seats(act, episode=stay.episode, from_on=elsewhere) == [elsewhere]
    days, times = held(stay)
    assert days == [day for day in before if day != elsewhere]
    assert times == len(days) + 1


def test_time_is_taken_once_and_given_back(world):
    act = world.access(Role.COUNSELOR)
    leader = world.a.staff[Role.COUNSELOR][0]
    open_group(world)

    def occupy(hour):
        starts = world.at(TODAY, hour)
        return scheduling.occupy(
            act, what="staff", what_id=leader.pk, starts=starts, ends=starts + timedelta(hours=1), because="session:1"
        )

    with pytest.raises(Conflict, match=r"Alex Exampleton is taken .* by the group Early recovery"):
        occupy(10)
    assert occupy(11).pk
    with pytest.raises(Conflict, match="by another session"):
        occupy(11)
    assert scheduling.vacate(act, because="session:1", at=world.at(TODAY, 11)) == 1
    assert occupy(11).pk
    with pytest.raises(BadInput):
        scheduling.occupy(act, what="cat", what_id=1, starts=world.at(), ends=world.at(TODAY, 11), because="x")


def test_days_on_leave_get_no_seat(world):
    stay, group = in_care(world), open_group(world)
    act = world.access(Role.CASE_MANAGER)
    leave = episodes.begin_leave(act, episode=stay.episode, reason="family", on=TODAY + timedelta(days=7))
    episodes.end_leave(act, leave=leave, on=TODAY + timedelta(days=14))
    take_seats(stay, group, weeks=3)
    assert held(stay) == ([TODAY, TODAY + timedelta(days=14), TODAY + timedelta(days=21)], 3)
