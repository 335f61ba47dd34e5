"""A client and their team write to each other: who sees it, what it asks of whom, and what danger sets off."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from stepwell.care.messages import actions, queries
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.trail import trail
from stepwell.foundation.jobs import actions as of_tasks
from stepwell.foundation.jobs import queries as jobs
from stepwell.registry.people import actions as people
from tests.actions.care_stay import in_care
from tests.world import TODAY

DAY = timedelta(days=1)


def client_of(world, subject, name="Amara"):
    return Access(world.a.operator.pk, frozenset({Role.CLIENT}), name=name, subjects=frozenset({subject.pk}))


@pytest.fixture
def stay(world):
    return in_care(world)


@pytest.fixture
def amara(world, stay):
    return client_of(world, stay.subject)


def write(access, stay, text="Can I come at ten?", at=None, **given):
    return actions.write(access, subject=stay.subject, text=text, at=at or stay.world.at(), **given)


def open_tasks(stay):
    return jobs.open_about(stay.world.access(Role.COUNSELOR), subject=stay.subject)


def test_a_clients_message_is_work_for_the_team_and_says_when_it_is_answered(world, stay, amara):
    before = {task.pk for task in open_tasks(stay)}
    written = write(amara, stay)
    (task,) = [one for one in open_tasks(stay) if one.pk not in before]
    assert (task.kind, task.for_role, task.about) == ("answer-message", "counselor", f"thread:{stay.subject.pk}")
    assert task.due_at == written.answer_by == world.at(TODAY + DAY, 17)
    assert "911" in written.says
    assert written.lines == (), "no alarm where nothing sounds like danger"
    write(amara, stay, "And on Friday?", at=world.at(TODAY, 12))
    assert [one.pk for one in open_tasks(stay) if one.pk not in before] == [task.pk], "one piece of work for the thread"


def test_the_team_sees_who_waits_in_one_read_and_reading_marks_it(world, stay, amara):
    ben = in_care(world, world.ben())
    write(amara, stay)
    write(amara, stay, "Hello?", at=world.at(TODAY, 12))
    write(client_of(world, ben.subject, "Ben"), ben, "I want to die.", at=world.at(TODAY, 13))
    counselor = world.access(Role.COUNSELOR)
    with CaptureQueriesContext(connection) as asked:
        first, second = queries.unread_for_staff(counselor)
    assert len([one for one in asked if "team_messages_message" in one["sql"]]) == 1
    assert (first.subject_id, first.danger) == (ben.subject.pk, True), "danger first, although it came later"
    assert (second.subject_id, second.messages, second.oldest) == (stay.subject.pk, 2, world.at())
    assert actions.read(counselor, subject=stay.subject, at=world.at(TODAY, 14)) == 2
    assert actions.read(counselor, subject=stay.subject, at=world.at(TODAY, 15)) == 0
    assert [one.subject_id for one in queries.unread_for_staff(counselor)] == [ben.subject.pk]
    assert {line.read_at for line in queries.thread_of(amara, subject=stay.subject)} == {world.at(TODAY, 14)}


def test_an_answer_finishes_the_work_and_waits_for_the_client(world, stay, amara):
    write(amara, stay)
    counselor = world.access(Role.COUNSELOR)
    answered = write(counselor, stay, "Yes, at ten.", at=world.at(TODAY, 12))
    assert answered.answer_by is None
    assert "answer-message" not in [task.kind for task in open_tasks(stay)]
    assert queries.unread_of(amara, subject=stay.subject) == 1
    actions.read(amara, subject=stay.subject, at=world.at(TODAY, 13))
    assert queries.unread_of(amara, subject=stay.subject) == 0
    mine, theirs = queries.thread_of(amara, subject=stay.subject)
    assert (mine.mine, theirs.mine, theirs.side) == (True, False, "team")
    assert [line.mine for line in queries.thread_of(counselor, subject=stay.subject)] == [False, True]


def test_words_of_danger_raise_a_call_at_once_and_the_answer_carries_the_help_lines(world, stay, amara):
    late = world.at(TODAY, 23)
    written = write(amara, stay, "I don't want to live any more.", at=late)
    assert [line.number for line in written.lines] == ["911", "988"]
    assert "988" in written.says
    task = next(one for one in open_tasks(stay) if one.kind == "message-danger")
    assert task.due_at == late + timedelta(minutes=15), "not by the next business day"
    assert task.for_role == "clinician"
    assert "die" not in task.says, "what was written stays in the thread"
    write(world.access(Role.COUNSELOR), stay, "I am calling you now.", at=late + timedelta(minutes=5))
    assert "message-danger" in [one.kind for one in open_tasks(stay)], "a message back is no call"
    of_tasks.finish(world.access(Role.CLINICIAN), task=task, at=late, outcome="Reached, safe with her sister.")


def test_each_message_of_danger_is_a_call_of_its_own_and_the_teams_words_raise_none(world, stay, amara):
    write(amara, stay, "I want to die")
    write(amara, stay, "I took too many", at=world.at(TODAY, 11))
    asked = write(world.access(Role.COUNSELOR), stay, "Do you feel you want to die?", at=world.at(TODAY, 12))
    assert (asked.lines, asked.message.danger) == ((), [])
    assert [one.kind for one in open_tasks(stay)].count("message-danger") == 2


def test_in_spanish_as_the_person_chose_or_as_it_is_asked(world, stay, amara):
    assert "llame al 911" in write(amara, stay, "Quiero morirme", language="es").says
    people.describe(world.access(Role.COORDINATOR), person=stay.person, language="es")
    assert "emergencias" in write(amara, stay).says
    told = queries.expectation(amara, subject=stay.subject, at=world.at(), language="es")
    assert (told.answer_by, told.lines[1].number) == (world.at(TODAY + DAY, 17), "988")
    assert "emergencias" in told.says


def test_before_a_stay_a_case_manager_answers(world):
    ben = world.ben()
    actions.write(client_of(world, ben.subject), subject=ben.subject, text="Hello", at=world.at())
    (task,) = jobs.open_about(world.access(Role.COORDINATOR), subject=ben.subject)
    assert task.for_role == "case_manager"


@pytest.mark.parametrize("text", ["", "   \n", "\x00", "a" * 4001])
def test_what_is_no_message(stay, amara, text):
    with pytest.raises(BadInput):
        write(amara, stay, text)
    assert queries.thread_of(amara, subject=stay.subject) == []


def test_markup_and_every_sign_are_kept_as_they_were_written(stay, amara):
    text = "<script>alert(1)</script> ¡Hola! 🙂 {{ x }} \u202e ' -- ;"
    write(amara, stay, text)
    assert [line.text for line in queries.thread_of(amara, subject=stay.subject)] == [text]


def test_nobody_writes_to_somebody_who_has_died(world, stay, amara):
    people.record_death(world.access(Role.COUNSELOR), subject=stay.subject, on=TODAY, at=world.at())
    with pytest.raises(Conflict):
        write(world.access(Role.COUNSELOR), stay)


def test_who_may_and_who_may_not(world, stay, amara):
    ben = in_care(world, world.ben())
    with pytest.raises(NotFound):
        queries.thread_of(amara, subject=ben.subject)
    with pytest.raises(NotFound):
        write(amara, ben)
    write(amara, stay)
    with pytest.raises(NotFound):
        queries.thread_of(world.stranger, subject=stay.subject)
    for role in (Role.BILLER, Role.DIRECTOR, Role.REVIEWER, Role.COORDINATOR):
        with pytest.raises(NotPermitted):
            queries.thread_of(world.access(role), subject=stay.subject)
    relative = Access(world.a.operator.pk, frozenset({Role.RELATIVE}), subjects=frozenset({stay.subject.pk}))
    with pytest.raises(NotPermitted):
        queries.thread_of(relative, subject=stay.subject)
    assert queries.unread_for_staff(world.stranger) == []


def test_a_clients_own_access_is_never_widened(world, stay, amara):
    ben = in_care(world, world.ben())
    write(client_of(world, ben.subject), ben)
    write(amara, stay, "I want to die")
    assert [one.subject_id for one in queries.unread_for_staff(amara)] == [stay.subject.pk]


def test_the_trail_says_who_wrote_and_who_read(world, stay, amara):
    write(amara, stay)
    actions.read(world.access(Role.COUNSELOR), subject=stay.subject, at=world.at())
    says = [line.says for line in trail(world.access(Role.PRIVACY_OFFICER), subject=stay.subject).lines]
    assert "Wrote a message" in says
    assert "Read messages" in says


@pytest.mark.parametrize("table", ["team_messages_message", "team_messages_messageread"])
def test_what_was_written_is_never_changed(world, stay, amara, table):
    write(amara, stay)
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, opened(world.access(Role.PRIVACY_OFFICER)), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET operator_id = operator_id")


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_open_at_once_mark_a_message_once_and_two_messages_ask_for_one_answer(committed_world):
    world = committed_world
    stay = in_care(world)
    amara, counselor = client_of(world, stay.subject), world.access(Role.COUNSELOR)
    both, failures = Barrier(2), []

    def at_once(act):
        try:
            both.wait()
            act()
        except Exception as fault:
            failures.append(fault)
        finally:
            connection.close()

    def twice(act):
        threads = [Thread(target=at_once, args=(act,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    twice(lambda: write(amara, stay))
    assert [one.kind for one in open_tasks(stay)].count("answer-message") == 1
    twice(lambda: actions.read(counselor, subject=stay.subject, at=world.at()))
    assert failures == []
    lines = queries.thread_of(amara, subject=stay.subject)
    assert [line.read_at for line in lines] == [world.at(), world.at()]
