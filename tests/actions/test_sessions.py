"""Holding a group and scheduling other sessions; minutes as intervals; breaks; relatives by consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions import reactions
from stepwell.care.sessions.models import Presence
from stepwell.foundation.gate import consents
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.episodes.events import EpisodeClosed, LeaveBegan
from stepwell.registry.people import actions as people
from stepwell.registry.people.events import PersonDied
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care, with_plan
from tests.actions.group_session import held, race
from tests.world import TODAY


def scheduled(stay, **changed):
    """An hour alone with the clinician at two."""
    world = stay.world
    given = {
        "program": world.a.program,
        "kind": "individual",
        "starts_at": world.at(TODAY, 14),
        "minutes": 50,
        "leader": world.a.staff[Role.CLINICIAN][0],
        "episodes": [stay.episode],
        "room": world.a.rooms[1],
        "topic": "What matters now",
    }
    return sessions.schedule(world.access(Role.CLINICIAN), **{**given, **changed})


def only(world, session):
    (row,) = of_sessions.roster(world.access(Role.CLINICIAN), session=session)
    return row


# groups


def test_a_group_meets_with_who_has_a_seat(world):
    meeting = held(world, 2, present=False)
    session = meeting.session
    assert (session.kind, session.counts, session.topic, session.video_link) == ("group", True, "Cravings", "")
    assert (session.starts_at, session.ends_at) == (world.at(TODAY, 9), world.at(TODAY, 10, 30))
    assert [(row.subject_id, row.outcome) for row in meeting.rows] == [
        (stay.subject.pk, "expected") for stay in meeting.stays
    ]


def test_holding_it_again_is_the_same_meeting_with_who_joined_since(world):
    meeting = held(world, 1)
    ben = in_care(world, world.ben())
    take_seats(ben, meeting.session.group, weeks=1)
    again = sessions.hold_group(meeting.access, group=meeting.session.group, on=TODAY)
    assert again == meeting.session
    roster = of_sessions.roster(meeting.access, session=again)
    assert [(row.subject_id, row.outcome) for row in roster] == [
        (meeting.stays[0].subject.pk, "attended"),
        (ben.subject.pk, "expected"),
    ]


def test_nobody_on_leave_is_on_the_roster(world):
    group = open_group(world)
    stay = in_care(world)
    take_seats(stay, group, weeks=2)
    week = TODAY + timedelta(weeks=1)
    episodes.begin_leave(world.access(Role.COUNSELOR), episode=stay.episode, reason="hospital", on=week)
    access = world.access(Role.COUNSELOR)
    assert of_sessions.roster(access, session=sessions.hold_group(access, group=group, on=week)) == []


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), TODAY - timedelta(weeks=1), TODAY + timedelta(weeks=13)])
def test_a_group_meets_only_on_its_days(world, on):
    with pytest.raises(BadInput, match="does not meet"):
        sessions.hold_group(world.access(Role.COUNSELOR), group=open_group(world), on=on)


def test_a_leader_whose_credential_has_ended_holds_no_group(world):
    on = TODAY + timedelta(weeks=2 * 52 + 8)
    group = open_group(world, until=on)
    with pytest.raises(NotAllowed):
        sessions.hold_group(world.access(Role.COUNSELOR), group=group, on=on)


def test_two_hold_the_same_meeting_at_once(committed_world):
    world = committed_world
    group = open_group(world)
    take_seats(in_care(world), group, weeks=1)
    access = world.access(Role.COUNSELOR)
    found = race(*(lambda: sessions.hold_group(access, group=group, on=TODAY) for _ in range(2)))
    assert found[0].pk == found[1].pk
    assert len(of_sessions.roster(access, session=found[0])) == 1


# other sessions


@pytest.mark.parametrize(
    ("kind", "minutes", "role", "counts"),
    [
        ("individual", 50, Role.COUNSELOR, True),
        ("family", 60, Role.CLINICIAN, True),
        ("education", 60, Role.COUNSELOR, True),
        ("medication", 20, Role.PRESCRIBER, True),
        ("case-management", 30, Role.CASE_MANAGER, True),
        ("assessment", 90, Role.CLINICIAN, False),
        ("check_up", 15, Role.NURSE, False),
    ],
)
def test_each_kind_is_led_and_counted_as_the_program_says(world, kind, minutes, role, counts):
    session = scheduled(in_care(world), kind=kind, minutes=minutes, leader=world.a.staff[role][0])
    assert (session.kind, session.counts) == (kind.replace("-", "_"), counts)
    assert only(world, session).outcome == "expected"


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"kind": "family"}, BadInput),  # fifty minutes are too short for a family session
        ({"kind": "medication", "minutes": 20}, NotAllowed),
        ({"kind": "massage"}, BadInput),
        ({"kind": "holistic", "minutes": 60}, NotAllowed),
        ({"mode": "video"}, NotAllowed),
        ({"mode": "letter"}, BadInput),
        ({"minutes": 90}, BadInput),
        ({"episodes": []}, BadInput),
    ],
)
def test_what_the_program_does_not_do(world, changed, refusal):
    with pytest.raises(refusal):
        scheduled(in_care(world), **changed)


def test_one_hour_alone_is_for_one(world):
    stay, ben = in_care(world), in_care(world, world.ben())
    with pytest.raises(BadInput, match="At most 1"):
        scheduled(stay, episodes=[stay.episode, ben.episode])


def test_who_or_what_is_taken_is_named(world):
    stay, ben = in_care(world), in_care(world, world.ben())
    scheduled(stay)
    colleague = {"leader": world.a.staff[Role.CLINICIAN][1], "room": None}
    with pytest.raises(Conflict, match=r"Sam Specimen is taken .* 14:00 to 14:50"):
        scheduled(ben, starts_at=world.at(TODAY, 14, 30), room=None)
    with pytest.raises(Conflict, match="room"):
        scheduled(ben, **{**colleague, "room": world.a.rooms[1]})
    with pytest.raises(Conflict, match="The person"):
        scheduled(stay, **colleague)
    assert len(of_sessions.sessions_on(world.access(Role.CLINICIAN), on=TODAY)) == 1
    scheduled(ben, **colleague)


def test_a_group_and_an_hour_alone_are_not_at_once(world):
    stay = in_care(world)
    take_seats(stay, open_group(world), weeks=1)
    with pytest.raises(Conflict, match="Early recovery"):
        scheduled(stay, starts_at=world.at(TODAY, 10))
    scheduled(stay, starts_at=world.at(TODAY, 10, 30))


def test_two_schedule_the_same_hour_at_once(committed_world):
    world = committed_world
    stay, ben = in_care(world), in_care(world, world.ben())
    found = race(lambda: scheduled(stay), lambda: scheduled(ben))
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert len(of_sessions.sessions_on(world.access(Role.CLINICIAN), on=TODAY)) == 1


def test_nobody_is_scheduled_in_a_leave_or_after_death(world):
    stay = in_care(world)
    episodes.begin_leave(world.access(Role.COUNSELOR), episode=stay.episode, reason="jail", on=TODAY)
    with pytest.raises(Conflict, match="on leave"):
        scheduled(stay)
    ben = in_care(world, world.ben())
    people.record_death(world.access(Role.COUNSELOR), subject=ben.subject, on=TODAY, at=world.at())
    with pytest.raises(NotAllowed, match="has died"):
        scheduled(ben)


def test_calling_off_frees_the_time_and_blames_nobody(world):
    stay = in_care(world)
    session = scheduled(stay)
    sessions.cancel(world.access(Role.CLINICIAN), session=session, why="The leader is ill.", at=world.at(TODAY, 8))
    row = only(world, session)
    assert (row.outcome, row.outcome_why) == ("excused", "cancelled")
    with pytest.raises(Conflict):
        sessions.cancel(world.access(Role.CLINICIAN), session=session, why="Again.", at=world.at(TODAY, 8))
    again = scheduled(stay)
    row = only(world, again)
    sessions.record_presence(
        world.access(Role.CLINICIAN), participation=row, starts=again.starts_at, ends=again.ends_at
    )
    with pytest.raises(Conflict, match="took place"):
        sessions.cancel(world.access(Role.CLINICIAN), session=again, why="Too late.", at=world.at(TODAY, 18))


def test_front_desk_does_not_hold_sessions_and_the_neighbour_sees_none(world):
    stay = in_care(world)
    session = scheduled(stay)
    with pytest.raises(NotPermitted):
        sessions.record_break(
            world.access(Role.COORDINATOR), session=session, starts=session.starts_at, ends=session.ends_at
        )
    with pytest.raises(NotFound):
        of_sessions.roster(world.stranger, session=session)
    with pytest.raises(NotFound):
        of_sessions.participation_by_id(world.stranger, participation_id=only(world, session).pk)


# minutes


def test_who_steps_out_has_two_stretches(world):
    meeting = held(world, 1, present=False)
    row, starts = meeting.rows[0], meeting.session.starts_at
    for begin, end in ((10, 40), (50, 90)):
        sessions.record_presence(
            meeting.access, participation=row, starts=starts + timedelta(minutes=begin),
            ends=starts + timedelta(minutes=end),
        )  # fmt: skip
    assert row.outcome == "attended"
    (service,) = of_sessions.attended_services(meeting.access, episode=meeting.stays[0].episode, on=TODAY)
    assert (service.minutes, service.break_minutes, service.counts, service.note_signed) == (70, [], True, False)


def test_a_whole_room_is_written_down_at_once_or_not_at_all(world):
    meeting = held(world, 3, present=False)
    starts, ends = meeting.session.starts_at, meeting.session.ends_at
    first, second, third = meeting.rows
    sessions.record_outcome(meeting.access, participation=second, outcome="no_show", at=ends)
    sessions.record_presence(meeting.access, participation=third, starts=starts, ends=ends)
    with pytest.raises(Conflict, match="present in that time already"):
        sessions.record_presences(
            meeting.access, session=meeting.session, there=[(first, starts, ends), (third, starts, ends)]
        )
    assert [row.outcome for row in of_sessions.roster(meeting.access, session=meeting.session)] == [
        "expected", "no_show", "attended",
    ]  # fmt: skip
    assert not of_sessions.presences_of(meeting.access, participation=first)
    late = starts + timedelta(minutes=12)
    made = sessions.record_presences(
        meeting.access, session=meeting.session, there=[(first, late, ends), (second, starts, ends)]
    )
    assert [(one.participation_id, one.during.lower) for one in made] == [(first.pk, late), (second.pk, starts)]
    found = of_sessions.roster(meeting.access, session=meeting.session)
    assert [(row.outcome, row.outcome_why) for row in found] == [("attended", "")] * 3
    assert not [one for one in jobs.due(world.access(Role.COUNSELOR), limit=50) if one.kind == "outreach"]
    elsewhere = only(world, scheduled(meeting.stays[0]))
    with pytest.raises(Conflict, match="went to another session"):
        sessions.record_presences(meeting.access, session=meeting.session, there=[(elsewhere, starts, ends)])


def test_nobody_is_there_twice_at_a_time(world):
    meeting = held(world, 1)
    row, starts = meeting.rows[0], meeting.session.starts_at
    with pytest.raises(Conflict, match="present in that time already"):
        sessions.record_presence(
            meeting.access, participation=row, starts=starts + timedelta(minutes=80), ends=meeting.session.ends_at
        )
    during = DateTimeTZRange(starts, starts + timedelta(minutes=1))
    with opened(meeting.access), pytest.raises(IntegrityError, match="present_once_at_a_time"), transaction.atomic():
        Presence.objects.create(subject_id=row.subject_id, participation=row, during=during)


def test_the_database_lets_one_of_two_stretches_through(committed_world):
    meeting = held(committed_world, 1, present=False)
    row, starts = meeting.rows[0], meeting.session.starts_at

    def there(begin, end):
        return sessions.record_presence(
            meeting.access, participation=row, starts=starts + timedelta(minutes=begin),
            ends=starts + timedelta(minutes=end),
        )  # fmt: skip

    found = race(lambda: there(0, 60), lambda: there(30, 90))
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert len(of_sessions.presences_of(meeting.access, participation=row)) == 1


@pytest.mark.parametrize(("begin", "end"), [(-5, 30), (30, 95), (30, 30), (40, 30)])
def test_a_stretch_lies_inside_the_session(world, begin, end):
    meeting = held(world, 1, present=False)
    starts = meeting.session.starts_at
    span = {"starts": starts + timedelta(minutes=begin), "ends": starts + timedelta(minutes=end)}
    with pytest.raises(BadInput):
        sessions.record_presence(meeting.access, participation=meeting.rows[0], **span)
    with pytest.raises(BadInput):
        sessions.record_break(meeting.access, session=meeting.session, **span)


def test_a_wrong_stretch_is_voided_and_written_again(world):
    meeting = held(world, 1)
    (wrong,) = of_sessions.presences_of(meeting.access, participation=meeting.rows[0])
    with pytest.raises(BadInput):
        sessions.void_presence(meeting.access, presence=wrong, why="", at=meeting.after())
    voided = sessions.void_presence(meeting.access, presence=wrong, why="Left at ten.", at=meeting.after())
    assert (voided.during, voided.voided_why) == (wrong.during, "Left at ten.")
    with pytest.raises(Conflict):
        sessions.void_presence(meeting.access, presence=wrong, why="Again.", at=meeting.after())
    starts = meeting.session.starts_at
    sessions.record_presence(
        meeting.access, participation=meeting.rows[0], starts=starts, ends=starts + timedelta(minutes=60)
    )
    (service,) = of_sessions.attended_services(meeting.access, episode=meeting.stays[0].episode, on=TODAY)
    assert service.minutes == 60


def test_breaks_are_told_apart_from_minutes(world):
    meeting = held(world, 1)
    starts = meeting.session.starts_at

    def pause(begin, end):
        span = {"starts": starts + timedelta(minutes=begin), "ends": starts + timedelta(minutes=end)}
        return sessions.record_break(meeting.access, session=meeting.session, **span)

    pause(30, 40)
    pause(60, 80)
    with pytest.raises(Conflict, match="break in that time"):
        pause(35, 45)
    (service,) = of_sessions.attended_services(meeting.access, episode=meeting.stays[0].episode, on=TODAY)
    assert (service.minutes, service.break_minutes) == (60, [10, 20])


def test_what_claims_read_of_a_signed_note(world):
    meeting = held(world, 1)
    episode = meeting.stays[0].episode
    part = meeting.sign_own(0)
    biller = world.access(Role.BILLER)
    (service,) = of_sessions.attended_services(biller, episode=episode, on=TODAY)
    assert (service.note_signed, service.objective_id) == (False, part.objective_id)
    meeting.sign_shared()
    (service,) = of_sessions.attended_services(biller, episode=episode, on=TODAY)
    assert service.note_signed
    assert (service.kind, service.code, service.mode, service.leader_id) == (
        "group", "", "in_person", meeting.leader.pk,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        of_sessions.own_part(biller, participation=meeting.rows[0])


# relatives


@pytest.fixture
def family(world):
    stay = with_plan(world)
    return stay, only(world, scheduled(stay, kind="family", minutes=60))


def sister(world, stay):
    return people.relate(
        world.access(Role.CASE_MANAGER), subject=stay.subject, kind="relative", name="Nia Sampleworth", on=TODAY
    )


def consent_for(world, stay, relation, **changed):
    given = {
        "kind": "relative",
        "patient": stay.person.name,
        "discloser": "Fountain Grove",
        "recipients": [relation.name],
        "relation_id": relation.pk,
        "purposes": ["family"],
        "categories": ["family_sessions"],
        "signed_by": stay.person.name,
        "signed_at": world.at(TODAY, 8),
        "starts_on": TODAY,
        "expires_when": "end of treatment",
    }
    return consents.grant(world.access(Role.COUNSELOR), subject=stay.subject, **{**given, **changed})


def test_a_relative_comes_by_consent(world, family):
    stay, row = family
    relation = sister(world, stay)
    consent = consent_for(world, stay, relation)
    access = world.access(Role.CLINICIAN)
    guest = sessions.bring_guest(access, participation=row, relation=relation, consent=consent)
    assert sessions.bring_guest(access, participation=row, relation=relation, consent=consent) == guest
    assert of_sessions.guests_of(access, participation=row) == [guest]
    people.revoke_consent(access, consent=consent, at=world.at(TODAY, 12), how="said so")
    assert of_sessions.guests_of(access, participation=row) == []


def test_no_relative_without_consent(world, family):
    stay, row = family
    relation = sister(world, stay)
    ben = in_care(world, world.ben())
    brother = sister(world, ben)
    refused = [
        None,
        consent_for(world, stay, relation, purposes=["payment"]),
        consent_for(world, stay, relation, starts_on=TODAY + timedelta(days=1)),
        consent_for(world, stay, relation, relation_id=brother.pk),
        consent_for(world, ben, brother),
    ]
    for consent in refused:
        with pytest.raises(NotAllowed, match="No consent in force"):
            sessions.bring_guest(world.access(Role.CLINICIAN), participation=row, relation=relation, consent=consent)
    revoked = consent_for(world, stay, relation)
    people.revoke_consent(world.access(Role.COUNSELOR), consent=revoked, at=world.at(TODAY, 9), how="said so")
    with pytest.raises(NotAllowed):
        sessions.bring_guest(world.access(Role.CLINICIAN), participation=row, relation=relation, consent=revoked)
    with pytest.raises(BadInput):
        sessions.bring_guest(
            world.access(Role.CLINICIAN), participation=row, relation=brother,
            consent=consent_for(world, stay, relation),
        )  # fmt: skip


def test_no_relative_in_a_group(world):
    meeting = held(world, 1)
    stay = meeting.stays[0]
    relation = sister(world, stay)
    with pytest.raises(BadInput, match="family sessions"):
        sessions.bring_guest(
            meeting.access, participation=meeting.rows[0], relation=relation,
            consent=consent_for(world, stay, relation),
        )  # fmt: skip


# away, left, died


@pytest.mark.parametrize("gone", ["leave", "left", "died"])
def test_nobody_waits_for_somebody_who_is_gone(world, gone):
    stay = in_care(world)
    later = scheduled(stay, starts_at=world.at(TODAY + timedelta(days=3), 14))
    system = world.access(Role.COUNSELOR).__class__.system(world.a.operator.pk)
    ids, on = (stay.episode.pk, stay.subject.pk), (TODAY + timedelta(days=1)).isoformat()
    if gone == "leave":
        reactions.excuse_on_leave(system, LeaveBegan(1, *ids, on))
    elif gone == "left":
        reactions.excuse_who_left(system, EpisodeClosed(*ids, on))
    else:
        people.record_death(
            world.access(Role.COUNSELOR), subject=stay.subject, on=TODAY + timedelta(days=1), at=world.at()
        )
        reactions.excuse_who_died(system, PersonDied(stay.subject.pk))
    row = only(world, later)
    assert (row.outcome, row.outcome_why) == ("excused", gone)
    assert row.session.cancelled_at is not None
