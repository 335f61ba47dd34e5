"""The day that goes differently: called off, moved, split, joined; and the pages' reads of it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.care.scheduling import actions as scheduling
from stepwell.care.scheduling import queries as of_scheduling
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.actions import Change
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care, with_plan
from tests.actions.group_session import held, person
from tests.world import TODAY


def counselor(world):
    return world.access(Role.COUNSELOR)


def tasks(stay, kind):
    found = jobs.open_about(stay.world.access(Role.CASE_MANAGER), subject=stay.subject)
    return [one for one in found if one.kind == kind]


def minutes_of(world, session):
    found = of_sessions.room(counselor(world), session=session, on=TODAY)
    return {row.subject_id: row.minutes for row in found.rows}


def split(meeting, going, minute=30, **changed):
    world = meeting.world
    given = {
        "session": meeting.session,
        "going": going,
        "since": world.at(TODAY, 9, minute),
        "leader": world.a.staff[Role.COUNSELOR][1],
        "room": world.a.rooms[1],
        "why": "Too many for one room.",
        "at": world.at(TODAY, 9, minute),
    }
    return sessions.split(counselor(world), **{**given, **changed})


# called off


def test_calling_off_a_meeting_frees_seats_and_time_and_says_who_is_told(world):
    meeting = held(world, 2, present=False)
    stay = meeting.stays[0]
    monday = of_sessions.hours_of_week(counselor(world), episode=stay.episode, monday=TODAY, on=TODAY)
    assert monday.answer.expected_minutes == 90
    sessions.cancel(
        counselor(world), session=meeting.session, why="No room is warm.", at=world.at(TODAY, 8), make_up=True
    )
    (tell,) = tasks(stay, "tell-change")
    assert "09:00, does not take place" in tell.says
    assert "room" not in tell.says
    assert tell.due_at == world.at(TODAY, 9)
    assert len(tasks(stay, "make-up")) == 1
    assert of_scheduling.members_on(counselor(world), group=meeting.session.group, on=TODAY) == []
    week = of_sessions.hours_of_week(counselor(world), episode=stay.episode, monday=TODAY, on=TODAY)
    assert week.answer.expected_minutes == 0
    # The hour is free for something else, for leader, room and person.
    sessions.schedule(
        counselor(world),
        program=world.a.program,
        kind="individual",
        starts_at=world.at(TODAY, 9),
        minutes=50,
        leader=meeting.leader,
        episodes=[stay.episode],
        room=world.a.rooms[0],
    )


def test_a_meeting_without_a_roster_is_called_off_and_not_held(world):
    group, stay = open_group(world), in_care(world)
    take_seats(stay, group, weeks=2)
    on = TODAY + timedelta(weeks=1)
    sessions.call_off(world.access(Role.COORDINATOR), group=group, on=on, why="A holiday.", at=world.at())
    assert len(tasks(stay, "tell-change")) == 1
    with pytest.raises(Conflict, match="called off: A holiday"):
        sessions.hold_group(counselor(world), group=group, on=on)
    with pytest.raises(Conflict, match="called off before"):
        sessions.call_off(counselor(world), group=group, on=on, why="Again.", at=world.at())
    ben = in_care(world, world.ben())
    take_seats(ben, group, weeks=2)
    dates = [one.on for one in of_scheduling.planned_meetings(
        counselor(world), episode=ben.episode, from_on=TODAY, to_on=TODAY + timedelta(weeks=3)
    )]  # fmt: skip
    assert dates == [TODAY, TODAY + timedelta(weeks=2)]


def test_what_took_place_is_not_called_off(world):
    meeting = held(world, 1)
    with pytest.raises(Conflict, match="took place"):
        sessions.call_off(counselor(world), group=meeting.session.group, on=TODAY, why="x", at=world.at())
    with pytest.raises(NotPermitted):
        sessions.cancel(world.access(Role.BILLER), session=meeting.session, why="x", at=world.at())


# moved


def test_a_meeting_moves_with_everybody_in_it(world):
    meeting = held(world, 1, present=False)
    stay, change = meeting.stays[0], Change(starts=time(13), ends=time(14, 30), room=world.a.rooms[1])
    moved = sessions.move(
        counselor(world), session=meeting.session, change=change, why="The lights.", at=world.at(TODAY, 8)
    )
    assert (moved.starts_at, moved.ends_at) == (world.at(TODAY, 13), world.at(TODAY, 14, 30))
    assert "is at 13:00 in person instead" in tasks(stay, "tell-change")[0].says
    with pytest.raises(Conflict, match="taken"):
        scheduling.occupy(
            counselor(world), what="client", what_id=stay.subject.pk, starts=world.at(TODAY, 13),
            ends=world.at(TODAY, 14), because="session:0",
        )  # fmt: skip
    scheduling.occupy(
        counselor(world), what="client", what_id=stay.subject.pk, starts=world.at(TODAY, 9),
        ends=world.at(TODAY, 10), because="session:0",
    )  # fmt: skip
    (shown,) = of_sessions.board(counselor(world), program=world.a.program, week_of=TODAY).meetings
    assert (shown.state, shown.room, shown.starts) == ("moved", "Garden", world.at(TODAY, 13))


def test_who_takes_a_seat_later_is_taken_at_the_new_time(world):
    group = open_group(world)
    change = Change(starts=time(13), ends=time(14, 30))
    sessions.move_meeting(counselor(world), group=group, on=TODAY, change=change, why="Late.", at=world.at(TODAY, 8))
    stay = in_care(world)
    take_seats(stay, group, weeks=0)
    session = sessions.hold_group(counselor(world), group=group, on=TODAY)
    assert session.starts_at == world.at(TODAY, 13)
    with pytest.raises(Conflict):
        scheduling.occupy(
            counselor(world), what="client", what_id=stay.subject.pk, starts=world.at(TODAY, 13),
            ends=world.at(TODAY, 14), because="session:0",
        )  # fmt: skip


def test_a_move_onto_somebody_else_changes_nothing(world):
    meeting = held(world, 1, present=False)
    open_group(world, name="Skills", starts=time(13), ends=time(14, 30), leader=world.a.staff[Role.COUNSELOR][1])
    change = Change(starts=time(13), ends=time(14, 30))
    with pytest.raises(Conflict, match="The room Lake is taken"):
        sessions.move(counselor(world), session=meeting.session, change=change, why="x", at=world.at(TODAY, 8))
    assert of_sessions.session_by_id(counselor(world), session_id=meeting.session.pk).starts_at == world.at(TODAY, 9)


def test_what_was_seen_must_still_stand(world):
    group = open_group(world)
    move = {"group": group, "on": TODAY, "why": "x", "at": world.at(TODAY, 8)}
    sessions.move_meeting(counselor(world), change=Change(room=world.a.rooms[1]), seen=0, **move)
    with pytest.raises(Conflict, match="in the meantime"):
        sessions.move_meeting(counselor(world), change=Change(no_room=True), seen=0, **move)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (Change(mode="letter"), BadInput),
        (Change(starts=time(11)), BadInput),
        (Change(mode="video"), NotAllowed),
    ],
)
def test_moves_that_cannot_be(world, change, refusal):
    meeting = held(world, 1, present=False)
    with pytest.raises(refusal):
        sessions.move(counselor(world), session=meeting.session, change=change, why="x", at=world.at(TODAY, 8))


# split and joined


def test_minutes_follow_a_split(world):
    meeting = held(world, 4)
    other = split(meeting, meeting.rows[:2])
    first, second = minutes_of(world, meeting.session), minutes_of(world, other)
    ids = [stay.subject.pk for stay in meeting.stays]
    assert [first[one] for one in ids] == [30, 30, 90, 90]
    assert [second.get(one) for one in ids] == [60, 60, None, None]
    assert {first[one] + second.get(one, 0) for one in ids} == {90}
    # Holding it again puts nobody back, and the week counts ninety minutes.
    sessions.hold_group(counselor(world), group=meeting.session.group, on=TODAY)
    assert len(of_sessions.roster(counselor(world), session=meeting.session)) == 4
    week = of_sessions.hours_of_week(counselor(world), episode=meeting.stays[0].episode, monday=TODAY, on=TODAY)
    assert week.answer.expected_minutes == 90


def test_who_was_not_there_before_the_split_goes_along_wholly(world):
    meeting = held(world, 3, present=False)
    other = split(meeting, meeting.rows[:1])
    assert [row.subject_id for row in of_sessions.roster(counselor(world), session=other)] == [
        meeting.stays[0].subject.pk
    ]
    sessions.hold_group(counselor(world), group=meeting.session.group, on=TODAY)
    assert len(of_sessions.roster(counselor(world), session=meeting.session)) == 2
    with pytest.raises(Conflict, match="another session in the meantime"):
        sessions.record_presence(
            counselor(world),
            participation=meeting.rows[0],
            starts=meeting.session.starts_at,
            ends=meeting.session.ends_at,
        )


def test_split_and_joined_again_nobody_lost_a_minute(world):
    meeting = held(world, 3)
    other = split(meeting, meeting.rows[:1])
    sessions.join(
        counselor(world), session=other, into=meeting.session, since=world.at(TODAY, 10), why="Room.", at=world.at()
    )
    first, second = minutes_of(world, meeting.session), minutes_of(world, other)
    one = meeting.stays[0].subject.pk
    assert (first[one], second[one]) == (60, 30)
    other = of_sessions.session_by_id(counselor(world), session_id=other.pk)
    assert (other.ends_at, other.cancelled_at) == (world.at(TODAY, 10), None)


def test_two_short_groups_become_one_before_they_begin(world):
    staff, rooms = world.a.staff[Role.COUNSELOR], world.a.rooms
    groups = [open_group(world, name=str(index), leader=staff[index], room=rooms[index]) for index in (0, 1)]
    stays = [with_plan(world, person(world, index)) for index in (0, 1)]
    for stay, group in zip(stays, groups, strict=True):
        take_seats(stay, group, weeks=1)
    one, two = (sessions.hold_group(counselor(world), group=group, on=TODAY) for group in groups)
    sessions.join(counselor(world), session=two, into=one, since=one.starts_at, why="Few.", at=world.at(TODAY, 8))
    assert len(of_sessions.roster(counselor(world), session=one)) == 2
    # The other leader and room are free, the person is taken where they go.
    scheduling.occupy(
        counselor(world), what="staff", what_id=staff[1].pk, starts=one.starts_at, ends=one.ends_at, because="session:0"
    )
    week = of_sessions.hours_of_week(counselor(world), episode=stays[1].episode, monday=TODAY, on=TODAY)
    assert week.answer.expected_minutes == 90


def test_a_signed_note_stays_where_it_was_signed(world):
    meeting = held(world, 2)
    part = meeting.sign_own(0)
    with pytest.raises(NotAllowed, match="Amend the note"):
        split(meeting, meeting.rows[1:])
    with pytest.raises(NotAllowed, match="Amend the note"):
        sessions.move(
            counselor(world), session=meeting.session, change=Change(no_room=True), why="x", at=world.at(TODAY, 12)
        )
    (version,) = of_sessions.note_chain(counselor(world), participation=meeting.rows[0])
    assert version.seal_holds
    assert version.part.sha256 == part.sha256


def test_a_split_takes_no_leader_and_no_room_twice(world):
    meeting = held(world, 2)
    with pytest.raises(BadInput, match="Another leader"):
        split(meeting, meeting.rows[:1], leader=meeting.leader)
    with pytest.raises(Conflict, match="taken"):
        split(meeting, meeting.rows[:1], room=world.a.rooms[0])
    assert len(of_sessions.sessions_on(counselor(world), on=TODAY)) == 1


def test_the_co_leader_may_lead_those_who_go(world):
    staff = world.a.staff[Role.COUNSELOR]
    group = open_group(world, co_leader=staff[1])
    for index in (0, 1):
        take_seats(with_plan(world, person(world, index)), group, weeks=1)
    session = sessions.hold_group(counselor(world), group=group, on=TODAY)
    rows = of_sessions.roster(counselor(world), session=session)
    other = sessions.split(
        counselor(world), session=session, going=rows[:1], since=world.at(TODAY, 9, 30), leader=staff[1],
        room=world.a.rooms[1], why="Two.", at=world.at(TODAY, 9),
    )  # fmt: skip
    first = of_sessions.session_by_id(counselor(world), session_id=session.pk)
    assert (other.leader_id, first.co_leader_id) == (staff[1].pk, None)


# who came unplanned, who left early


def test_who_comes_unplanned_is_on_the_roster_and_the_room_says_it_is_full(world):
    group = open_group(world, soft_cap=1, hard_cap=1)
    take_seats(with_plan(world, person(world, 0)), group, weeks=1)
    session = sessions.hold_group(counselor(world), group=group, on=TODAY)
    came = with_plan(world, person(world, 1))
    row = sessions.came_unplanned(counselor(world), session=session, episode=came.episode, since=session.starts_at)
    assert row.outcome == "expected"
    shown = of_sessions.room(counselor(world), session=session, on=TODAY)
    assert (shown.cap, shown.over_by, len(shown.rows)) == (1, 1, 2)
    other = sessions.split(
        counselor(world), session=session, going=[row], since=session.starts_at, why="Full.", at=world.at(TODAY, 9),
        leader=world.a.staff[Role.COUNSELOR][1], room=world.a.rooms[1],
    )  # fmt: skip
    assert of_sessions.room(counselor(world), session=session, on=TODAY).over_by == 0
    assert len(of_sessions.roster(counselor(world), session=other)) == 1


def test_who_left_early_keeps_the_minutes_before(world):
    meeting = held(world, 1)
    sessions.left_early(counselor(world), participation=meeting.rows[0], ends=world.at(TODAY, 9, 40), at=world.at())
    assert minutes_of(world, meeting.session) == {meeting.stays[0].subject.pk: 40}
    with pytest.raises(BadInput):
        sessions.left_early(counselor(world), participation=meeting.rows[0], ends=world.at(TODAY, 10), at=world.at())


# staff away


def away(world, member, **changed):
    given = {"starts": world.at(TODAY, 8), "ends": world.at(TODAY, 18), "word": "unplanned", "at": world.at(TODAY, 7)}
    return scheduling.mark_away(world.access(Role.COORDINATOR), staff=member, **{**given, **changed})


def test_meetings_of_who_is_away_are_listed_with_who_could_lead(world):
    staff = world.a.staff
    group = open_group(world)
    open_group(world, name="Elsewhere", leader=staff[Role.CLINICIAN][0], room=world.a.rooms[1])
    away(world, staff[Role.CLINICIAN][1])
    absence = away(world, group.leader)
    (cover,) = of_sessions.to_cover(counselor(world), absence=absence)
    assert (cover.entry.group_id, cover.as_leader) == (group.pk, True)
    offered = {one.staff_id for one in cover.offers}
    assert staff[Role.COUNSELOR][1].pk in offered
    barred = (group.leader, *staff[Role.CLINICIAN], *staff[Role.BILLER], *staff[Role.DIRECTOR])
    assert not offered & {one.pk for one in barred}
    change = Change(leader=staff[Role.COUNSELOR][1])
    sessions.move_meeting(counselor(world), group=group, on=TODAY, change=change, why="Away.", at=world.at(TODAY, 8))
    assert of_sessions.to_cover(counselor(world), absence=absence) == []
    assert sessions.hold_group(counselor(world), group=group, on=TODAY).leader == staff[Role.COUNSELOR][1]


def test_nobody_who_is_away_is_given_a_meeting(world):
    group, other = open_group(world), world.a.staff[Role.COUNSELOR][1]
    absence = away(world, other)
    move = {"group": group, "on": TODAY, "change": Change(leader=other), "why": "x", "at": world.at(TODAY, 8)}
    with pytest.raises(Conflict, match="away"):
        sessions.move_meeting(counselor(world), **move)
    scheduling.back_again(world.access(Role.COORDINATOR), absence=absence, at=world.at(TODAY, 8))
    sessions.move_meeting(counselor(world), **move)


def test_an_absence_keeps_one_word_and_stands_once(world):
    member = world.a.staff[Role.COUNSELOR][0]
    with pytest.raises(BadInput, match="health"):
        away(world, member, word="influenza")
    away(world, member)
    with pytest.raises(Conflict):
        away(world, member, starts=world.at(TODAY, 12))
    with pytest.raises(NotPermitted):
        scheduling.mark_away(
            world.access(Role.BILLER), staff=member, starts=world.at(), ends=world.at(TODAY, 19), word="planned",
            at=world.at(),
        )  # fmt: skip


# what the pages read


def reads(ask):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        found = ask()
    return found, [one["sql"] for one in seen if one["sql"].startswith("SELECT") and "set_config" not in one["sql"]]


def test_a_room_in_a_few_reads(world):
    meeting = held(world, 8)
    meeting.sign_own(0)
    room, few = reads(lambda: of_sessions.room(counselor(world), session=meeting.session, on=TODAY))
    assert len(few) <= 12, few
    signed, waiting = room.rows[0], room.rows[1]
    assert (signed.note.state, signed.note.locked, signed.hint) == ("signed", True, "unsigned")
    assert (waiting.note.state, waiting.findings, waiting.minutes, waiting.newcomer) == ("none", (), 90, True)
    assert waiting.objectives == (meeting.stays[1].objective,)
    assert (room.unsigned, room.locked, room.shared.state) == (7, True, "none")
    meeting.sign_shared()
    assert of_sessions.room(counselor(world), session=meeting.session, on=TODAY).rows[0].hint == "ready"


def test_a_room_says_what_stops_a_signature(world):
    group, stay = open_group(world), in_care(world)
    take_seats(stay, group, weeks=1)
    session = sessions.hold_group(counselor(world), group=group, on=TODAY)
    (row,) = of_sessions.room(counselor(world), session=session, on=TODAY).rows
    assert (row.findings, row.hint) == (("minutes", "objective"), "expected")


def test_a_board_shows_each_seat(world):
    from stepwell.registry.episodes import actions as episodes

    group = open_group(world, soft_cap=4, hard_cap=4, until=TODAY + timedelta(weeks=12))
    stays = [in_care(world, person(world, index)) for index in range(2)]
    for stay in stays:
        take_seats(stay, group, weeks=4)
    week = TODAY + timedelta(weeks=1)
    act = counselor(world)
    episodes.begin_leave(act, episode=stays[1].episode, reason="hospital", on=week)
    scheduling.free_seats(act, episode=stays[1].episode, from_on=week, why="leave")
    (now,) = of_sessions.board(act, program=world.a.program, week_of=TODAY + timedelta(days=3)).meetings
    assert [seat.state for seat in now.seats] == ["newcomer", "newcomer", "free", "free"]
    board, few = reads(lambda: of_sessions.board(act, program=world.a.program, week_of=week))
    assert len(few) <= 8, few
    (then,) = board.meetings
    assert [seat.state for seat in then.seats] == ["filled", "kept", "free", "free"]
    assert (then.state, then.free, then.seats[0].name) == ("planned", 2, stays[0].person.name)


def test_a_day_across_programs_and_of_one_leader(world):
    meeting = held(world, 1)
    staff = world.a.staff[Role.COUNSELOR]
    group = open_group(world, name="Later", starts=time(13), ends=time(14), leader=staff[1])
    sessions.call_off(counselor(world), group=group, on=TODAY, why="Few.", at=world.at(TODAY, 8))
    everyone, few = reads(lambda: of_sessions.day(counselor(world), on=TODAY))
    assert len(few) <= 10, few
    assert [(one.name, one.state, one.people) for one in everyone] == [
        ("Early recovery", "held", 1),
        ("Later", "cancelled", 0),
    ]
    (own,) = of_sessions.day(counselor(world), on=TODAY, staff=staff[0])
    assert own.session_id == meeting.session.pk
    assert of_sessions.day(world.stranger, on=TODAY) == []
