"""Who is reminded the day before: in safe ways only, neutrally, and never on leave or after a death."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from types import MappingProxyType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.queries import SafeWay
from stepwell.care.sessions.queries import reminders as module
from stepwell.foundation.gate.refusals import NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.policy.loading import load
from stepwell.registry.episodes import actions as episodes
from stepwell.registry.people import actions as people
from stepwell.registry.people import queries as of_people
from tests.actions.care_groups import open_group, take_seats
from tests.actions.care_stay import in_care
from tests.world import TODAY

DAY = timedelta(days=1)
WEDNESDAY = TODAY + 2 * DAY


@pytest.fixture
def expected(world):
    """Amara and Ben have seats on Wednesday mornings; Amara may be texted and written to, Ben has named no way."""
    stay, ben = in_care(world), in_care(world, world.ben())
    early = open_group(world, weekday=2)
    late = open_group(world, name="Skills", weekday=2, starts=time(10, 30), ends=time(12))
    take_seats(stay, late, early)
    take_seats(ben, early)
    desk = world.access(Role.COORDINATOR)
    for kind, value in (("text", "714-555-0101"), ("letter", "22 Test St")):
        people.reach_by(desk, subject=stay.subject, kind=kind, value=value, leave_message=False, on=TODAY)
    return stay, early, late


@pytest.fixture
def told(world):
    def ask(on=TODAY + DAY):
        return of_sessions.to_remind(world.access(Role.COORDINATOR), on=on)

    return ask


def test_one_reminder_a_person_before_the_first_session_in_safe_ways(world, expected, told):
    stay = expected[0]
    (one,) = told()
    assert (one.subject_id, one.episode_id) == (stay.subject.pk, stay.episode.pk)
    assert one.starts == world.at(WEDNESDAY, 9)
    assert one.ways == (SafeWay("text", "714-555-0101", False),)
    assert "9:00 AM" in one.text
    assert "714-555-0100" in one.text
    assert (one.not_before, one.not_after) == (world.at(TODAY + DAY, 8), world.at(TODAY + DAY, 21))
    assert told(TODAY) == [], "nobody is expected on Tuesday"


def test_a_session_of_ones_own_counts_and_what_is_called_off_or_excused_does_not(world, expected, told):
    stay, early, late = expected
    counselor = world.access(Role.COUNSELOR)
    held = sessions.hold_group(counselor, group=early, on=WEDNESDAY)
    sessions.cancel(counselor, session=held, why="The leader is ill.", at=world.at())
    assert [one.starts for one in told()] == [world.at(WEDNESDAY, 10, 30)]
    held = sessions.hold_group(counselor, group=late, on=WEDNESDAY)
    (row,) = of_sessions.roster(counselor, session=held)
    sessions.record_outcome(counselor, participation=row, outcome="excused", at=world.at(), why="court")
    assert told() == []
    sessions.schedule(
        counselor, program=world.a.program, kind="individual", starts_at=world.at(WEDNESDAY, 15), minutes=50,
        leader=world.a.staff[Role.COUNSELOR][1], episodes=[stay.episode],
    )  # fmt: skip
    assert [one.starts for one in told()] == [world.at(WEDNESDAY, 15)]


@pytest.mark.parametrize("reason", ["hospital", "jail"])
def test_a_leave_pauses_them_at_once_and_the_return_resumes_them(world, expected, told, reason):
    stay = expected[0]
    act = world.access(Role.CASE_MANAGER)
    leave = episodes.begin_leave(act, episode=stay.episode, reason=reason, on=TODAY)
    assert told() == []
    episodes.end_leave(act, leave=leave, on=WEDNESDAY)
    assert [one.subject_id for one in told()] == [stay.subject.pk]


def test_never_after_a_death(world, expected, told):
    people.record_death(world.access(Role.COUNSELOR), subject=expected[0].subject, on=TODAY, at=world.at())
    assert told() == []


def test_never_by_a_way_that_was_stopped_and_never_after_the_stay(world, expected, told):
    stay = expected[0]
    desk = world.access(Role.COORDINATOR)
    people.reach_by(desk, subject=stay.subject, kind="email", value="a@example.org", leave_message=True, on=TODAY)
    (text, _, _) = of_people.reach_ways(desk, subject=stay.subject, on=TODAY)
    people.stop_reaching_by(desk, way=text, on=TODAY + DAY)
    assert [way.kind for (one,) in [told()] for way in one.ways] == ["email"]
    episodes.close_episode(world.access(Role.CLINICIAN), episode=stay.episode, on=TODAY)
    assert told() == []


def test_in_the_persons_language(world, expected, told):
    desk = world.access(Role.COORDINATOR)
    people.describe(desk, person=expected[0].person, language="es")
    assert told()[0].text.startswith("Tiene una cita")


def test_an_operators_own_words_that_reveal_treatment_are_refused(expected, told, monkeypatch):
    policy = load("reminders/appointment", TODAY)
    rule = policy.rule("words")
    telling = replace(rule, values={"text": {"en": "Your treatment group meets tomorrow at {time}."}})
    theirs = replace(policy, rules=MappingProxyType({**policy.rules, "words": telling}))
    monkeypatch.setattr(module, "load", lambda *_: theirs)
    with pytest.raises(NotAllowed) as refused:
        told()
    assert refused.value.reasons[0].facts["words"] == ["treatment", "group"]


def test_the_neighbour_reminds_nobody_of_ours(world, expected):
    assert of_sessions.to_remind(world.stranger, on=TODAY + DAY) == []


def test_more_people_need_no_more_reads(world, told):
    group = open_group(world, weekday=2)
    desk = world.access(Role.COORDINATOR)
    reads = []
    for person in (world.amara(), world.ben()):
        take_seats(in_care(world, person), group)
        people.reach_by(
            desk, subject=person.subject, kind="text", value="714-555-0101", leave_message=False, on=TODAY
        )  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            found = told()
        reads.append((len(found), len(asked)))
    assert [count for count, _ in reads] == [1, 2]
    # The trail names whose information was read; beyond its rows nothing grows with the people.
    assert reads[1][1] <= reads[0][1] + 1
