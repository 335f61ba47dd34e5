"""Two people change the same meeting at once, and one changes it while another signs."""

from __future__ import annotations

from datetime import time
from threading import Event
from time import sleep

import pytest

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.actions import Change
from stepwell.care.sessions.models import OwnPart, Presence
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import Conflict, NotAllowed, Refused
from stepwell.foundation.gate.roles import Role
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.actions.group_session import held, race
from tests.world import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def one_then_other(access, first, second):
    """What each came back with where the second begins after the first has written, before it is kept."""
    written = Event()

    def hold():
        with opened(access):
            found = first()
            written.set()
            # Long enough for the second to run into the lock.
            sleep(0.6)
            return found

    def follow():
        written.wait(10)
        return second()

    return race(hold, follow)


def refused(found):
    return [one for one in found if isinstance(one, Refused)]


@pytest.mark.parametrize("_time", range(3))
@pytest.mark.parametrize("roster", [True, False])
def test_two_call_off_the_same_meeting(committed_world, roster, _time):
    world = committed_world
    group = open_group(world)
    take_seats(in_care(world), group, weeks=1)
    access = world.access(Role.COUNSELOR)
    if roster:
        sessions.hold_group(access, group=group, on=TODAY)
    call = {"group": group, "on": TODAY, "why": "x", "at": world.at(TODAY, 8)}
    found = race(*(lambda: sessions.call_off(access, **call) for _ in range(2)))
    assert [type(one) for one in refused(found)] == [Conflict]


@pytest.mark.parametrize("_time", range(3))
def test_one_calls_off_what_another_moves(committed_world, _time):
    world = committed_world
    group = open_group(world)
    take_seats(in_care(world), group, weeks=1)
    access = world.access(Role.COUNSELOR)
    both = {"group": group, "on": TODAY, "why": "x", "at": world.at(TODAY, 8), "seen": 0}
    found = race(
        lambda: sessions.call_off(access, **both),
        lambda: sessions.move_meeting(access, change=Change(starts=time(13), ends=time(14, 30)), **both),
    )
    assert [type(one) for one in refused(found)] == [Conflict]


@pytest.mark.parametrize("_time", range(3))
def test_one_holds_what_another_calls_off(committed_world, _time):
    world = committed_world
    group = open_group(world)
    take_seats(in_care(world), group, weeks=1)
    access = world.access(Role.COUNSELOR)
    found = race(
        lambda: sessions.hold_group(access, group=group, on=TODAY),
        lambda: sessions.call_off(access, group=group, on=TODAY, why="x", at=world.at(TODAY, 8)),
    )
    assert len(refused(found)) <= 1
    (shown,) = of_sessions.board(access, program=world.a.program, week_of=TODAY).meetings
    called_off = not isinstance(found[1], Refused)
    assert (shown.state == "cancelled") is called_off


@pytest.mark.parametrize("_time", range(4))
def test_a_split_while_somebody_signs(committed_world, _time):
    world = committed_world
    meeting = held(world, 2)
    found = race(
        lambda: meeting.sign_own(0),
        lambda: sessions.split(
            meeting.access,
            session=meeting.session,
            going=meeting.rows[:1],
            since=world.at(TODAY, 9, 30),
            leader=world.a.staff[Role.COUNSELOR][1],
            room=world.a.rooms[1],
            why="Two.",
            at=world.at(TODAY, 9, 30),
        ),
    )
    signed, other = found
    with opened(meeting.access):
        minutes = [one.during for one in Presence.objects.filter(subject=meeting.stays[0].subject, voided_at=None)]
        assert sum((one.upper - one.lower).total_seconds() for one in minutes) == 90 * 60
        # Signed first: it stays one session. Split first: the note is of the thirty minutes before.
        assert OwnPart.objects.count() == (0 if isinstance(signed, Refused) else 1)
        assert len(minutes) == (1 if isinstance(other, Refused) else 2)


def test_a_split_waits_for_a_signature_that_is_under_way(committed_world):
    world = committed_world
    meeting = held(world, 2)
    signed, other = one_then_other(
        meeting.access,
        lambda: meeting.sign_own(0),
        lambda: sessions.split(
            meeting.access,
            session=meeting.session,
            going=meeting.rows[:1],
            since=world.at(TODAY, 9, 30),
            leader=world.a.staff[Role.COUNSELOR][1],
            room=world.a.rooms[1],
            why="Two.",
            at=world.at(TODAY, 9, 30),
        ),
    )
    assert isinstance(signed, OwnPart)
    assert isinstance(other, NotAllowed)


def test_a_signature_waits_for_a_split_that_is_under_way(committed_world):
    world = committed_world
    meeting = held(world, 3, present=False)
    meeting.present(*meeting.rows[1:])

    def split():
        return sessions.split(
            meeting.access,
            session=meeting.session,
            going=meeting.rows[:1],
            since=world.at(TODAY, 9, 30),
            leader=world.a.staff[Role.COUNSELOR][1],
            room=world.a.rooms[1],
            why="Two.",
            at=world.at(TODAY, 9, 30),
        )

    _, signed = one_then_other(meeting.access, split, lambda: meeting.sign_own(0))
    assert isinstance(signed, Conflict)
    assert "another session" in signed.says


def test_a_meeting_is_not_held_while_it_is_called_off(committed_world):
    world = committed_world
    group = open_group(world)
    access = world.access(Role.COUNSELOR)
    _, held_after = one_then_other(
        access,
        lambda: sessions.call_off(access, group=group, on=TODAY, why="x", at=world.at(TODAY, 8)),
        lambda: sessions.hold_group(access, group=group, on=TODAY),
    )
    assert isinstance(held_after, Conflict)
