"""Amending one person's part: a new version of one, eleven others byte for byte as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from stepwell.care.plans import actions as plans
from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from tests.actions.group_session import RESPONSES, held, race
from tests.world import TODAY

TABLES = ("ownpart", "sharedpart", "participation", "presence", "session")


def rows(access) -> dict[str, list[tuple]]:
    """Every row of every table of notes, as the database prints it."""
    with opened(access), connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT id, t::text FROM treatment_sessions_{table} AS t ORDER BY id")
            found[table] = cursor.fetchall()
        return found


def amend(meeting, part, **changed):
    given = {
        "part": part,
        "by": meeting.leader,
        "credential": "CADC",
        "at": meeting.after(120),
        "text": {**part.text, "next": "Call the sister on Thursday."},
        "why": "The next step was missing the call.",
    }
    return sessions.amend_own(meeting.access, **{**given, **changed})


def test_amend_one_of_twelve(world):
    meeting = held(world, 12)
    meeting.sign_shared()
    parts = [meeting.sign_own(index) for index in range(12)]
    before = rows(meeting.access)
    assert len(before["ownpart"]) == 12
    amended = amend(meeting, parts[4])
    after = rows(meeting.access)
    assert after["ownpart"][:12] == before["ownpart"]
    assert [number for number, _ in after["ownpart"][12:]] == [amended.pk]
    assert {table: after[table] for table in TABLES[1:]} == {table: before[table] for table in TABLES[1:]}
    seals = [version.part.sha256 for row in meeting.rows for version in of_sessions.note_chain(
        meeting.access, participation=row)]  # fmt: skip
    assert sorted(seals) == sorted([*(part.sha256 for part in parts), amended.sha256])
    assert len(set(seals)) == 13


@pytest.fixture
def meeting(world):
    return held(world, 2)


def test_the_new_version_stands_on_the_old(meeting):
    first = meeting.sign_own(0)
    second = amend(meeting, first)
    assert (second.version, second.amends, second.why) == (2, first, "The next step was missing the call.")
    assert (second.objective, second.risk) == (first.objective, first.risk)
    chain = of_sessions.note_chain(meeting.access, participation=meeting.rows[0])
    assert [(one.part.version, one.seal_holds) for one in chain] == [(1, True), (2, True)]
    assert of_sessions.own_part(meeting.access, participation=meeting.rows[0]) == second
    third = amend(meeting, second, at=meeting.after(180))
    assert (third.version, third.amends) == (3, second)


def test_an_amendment_is_looked_at_like_a_note(meeting):
    first = meeting.sign_own(0)
    meeting.sign_own(1)
    with pytest.raises(NotAllowed):
        amend(meeting, first, text={"response": RESPONSES[1]})
    with pytest.raises(NotAllowed):
        amend(meeting, first, text={"response": "Thanked Ben for being so frank in the round."})
    with pytest.raises(BadInput):
        amend(meeting, first, why=" ")
    assert len(of_sessions.note_chain(meeting.access, participation=meeting.rows[0])) == 1


def test_an_objective_given_up_since_does_not_close_the_note(meeting):
    first = meeting.sign_own(0)
    plans.progress(
        meeting.access,
        objective=meeting.stays[0].objective,
        percent=20,
        status="discontinued",
        on=TODAY + timedelta(days=1),
    )
    assert amend(meeting, first, at=meeting.after() + timedelta(days=1)).objective == first.objective


def test_only_the_newest_is_amended(meeting):
    first = meeting.sign_own(0)
    amend(meeting, first)
    with pytest.raises(Conflict):
        amend(meeting, first)


def test_a_colleague_amends_under_their_own_name(meeting):
    first = meeting.sign_own(0)
    colleague = meeting.world.a.staff[Role.COUNSELOR][1]
    with pytest.raises(NotAllowed, match="signed in as themselves"):
        amend(meeting, first, by=colleague)
    second = sessions.amend_own(
        meeting.world.access(Role.COUNSELOR, 1), part=first, by=colleague, credential="CADC", at=meeting.after(60),
        text=first.text, why="A word was misspelt.",
    )  # fmt: skip
    assert (second.author, first.author) == (colleague, meeting.leader)


def test_the_shared_part_is_amended_on_its_own(meeting):
    shared = meeting.sign_shared()
    meeting.sign_own(0)
    before = rows(meeting.access)["ownpart"]
    second = sessions.amend_shared(
        meeting.access, part=shared, by=meeting.leader, credential="CADC", at=meeting.after(30),
        text={**shared.text, "done": "A round, the topic, a film, a close."}, why="The film was missing.",
    )  # fmt: skip
    assert (second.version, second.amends) == (2, shared)
    assert rows(meeting.access)["ownpart"] == before
    assert of_sessions.shared_part(meeting.access, session=meeting.session) == second


def test_two_amend_at_once(committed_world):
    meeting = held(committed_world, 1)
    first = meeting.sign_own(0)
    found = race(lambda: amend(meeting, first), lambda: amend(meeting, first, why="Another reason."))
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert len(of_sessions.note_chain(meeting.access, participation=meeting.rows[0])) == 2
