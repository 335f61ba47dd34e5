"""The note of a group: one shared part, one part a person, each signed on its own and looked at before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from stepwell.care.sessions import actions as sessions
from stepwell.care.sessions import queries as of_sessions
from stepwell.care.sessions.events import NoteSigned
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.registry.people import actions as people
from tests.actions.group_session import DONE, RESPONSES, held, race


def rules(refused) -> list[str]:
    return [reason.rule.rpartition("#")[2] for reason in refused.value.reasons]


@pytest.fixture
def meeting(world):
    return held(world, 2)


def test_each_person_has_a_part_of_their_own(meeting, monkeypatch):
    told = []
    monkeypatch.setattr("stepwell.care.sessions.actions.notes.announce", told.append)
    shared = meeting.sign_shared()
    first, second = meeting.sign_own(0), meeting.sign_own(1)
    assert shared.text == {**DONE, "present": 2}
    assert (first.version, first.late, first.author, first.credential) == (1, False, meeting.leader, "CADC")
    assert len({shared.sha256, first.sha256, second.sha256}) == 3
    assert told == [
        NoteSigned(part.participation_id, meeting.session.pk, part.subject_id, meeting.session.on.isoformat())
        for part in (first, second)
    ]
    (version,) = of_sessions.note_chain(meeting.access, participation=meeting.rows[0])
    assert version.part == first
    assert version.seal_holds


def test_what_another_members_note_says_is_not_copied(meeting):
    meeting.sign_own(0)
    with pytest.raises(NotAllowed) as refused:
        meeting.sign_own(1, response=f"  {RESPONSES[0].upper()} ")
    assert rules(refused) == ["copied"]
    assert of_sessions.own_part(meeting.access, participation=meeting.rows[1]) is None
    meeting.sign_own(1)


@pytest.mark.parametrize(
    "changed",
    [
        {"response": "Listened to Ben and wants to try the same on Friday evening."},
        {"response": "Listened to mr testingham and wants to try the same on Friday."},
        {"text": {"response": RESPONSES[0], "next": "Will call Ben before the evening."}},
        {"risk": "No thoughts of harm; says Ben worries."},
    ],
    ids=["first name", "last name, small letters", "in what is next", "in the risk"],
)
def test_another_members_name_is_refused(meeting, changed):
    with pytest.raises(NotAllowed) as refused:
        meeting.sign_own(0, **changed)
    assert rules(refused) == ["names"]
    assert "Ben" not in str(refused.value)


def test_ones_own_name_may_stand_in_ones_part_though_another_has_it_too(meeting):
    people.describe(
        meeting.world.access(Role.COORDINATOR), person=meeting.stays[1].person, first_name="Amara", called="Mara"
    )
    with pytest.raises(NotAllowed):
        meeting.sign_own(0, response="Mara named the drive home as the hardest hour of the day.")
    assert meeting.sign_own(0, response="Amara named the drive home as the hardest hour of the day.").version == 1


def test_the_shared_part_names_nobody_and_says_what_was_done(meeting):
    with pytest.raises(NotAllowed) as refused:
        meeting.sign_shared(done="A round in which Amara spoke first.")
    assert rules(refused) == ["names-shared"]
    with pytest.raises(NotAllowed) as refused:
        meeting.sign_shared(done=" ")
    assert rules(refused) == ["done"]
    with pytest.raises(BadInput):
        meeting.sign_shared(done=["a list"])


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"objective": None}, ["objective"]),
        ({"objective": None, "exception": "because"}, ["objective"]),
        ({"risk": ""}, ["risk"]),
        ({"response": "ok"}, ["response"]),
        ({"credential": "LMFT"}, ["credential"]),
        ({"risk": " ", "objective": None}, ["objective", "risk"]),
    ],
)
def test_what_has_to_be_mended_first(meeting, changed, found):
    with pytest.raises(NotAllowed) as refused:
        meeting.sign_own(0, **changed)
    assert rules(refused) == found


def test_a_crisis_needs_no_objective(meeting):
    part = meeting.sign_own(0, objective=None, exception="crisis")
    assert (part.objective, part.exception) == (None, "crisis")


def test_the_objective_is_the_persons_own(meeting):
    with pytest.raises(BadInput, match="somebody else"):
        meeting.sign_own(0, objective=meeting.stays[1].objective)


def test_nobody_is_written_about_who_was_not_there(world):
    meeting = held(world, 1, present=False)
    with pytest.raises(NotAllowed) as refused:
        meeting.sign_own(0)
    assert rules(refused) == ["minutes"]


def test_an_expired_credential_signs_nothing(meeting):
    with pytest.raises(NotAllowed) as refused:
        meeting.sign_own(0, at=meeting.session.ends_at + timedelta(days=3 * 365))
    assert "credential" in rules(refused)


def test_nobody_signs_for_a_colleague(meeting):
    with pytest.raises(NotAllowed, match="signed in as themselves"):
        meeting.sign_own(0, by=meeting.world.a.staff[Role.COUNSELOR][1])
    with pytest.raises(NotPermitted):
        sessions.sign_shared(
            meeting.world.access(Role.BILLER), session=meeting.session, by=meeting.leader, credential="CADC",
            at=meeting.after(), text=DONE,
        )  # fmt: skip


def test_no_note_before_its_session(meeting):
    with pytest.raises(BadInput, match="after its session has begun"):
        meeting.sign_own(0, at=meeting.session.starts_at - timedelta(minutes=1))


def test_the_fourth_business_day_makes_a_late_entry(meeting):
    assert meeting.sign_own(0, at=meeting.after() + timedelta(days=3)).late is False
    assert meeting.sign_own(1, at=meeting.after() + timedelta(days=4)).late is True


def test_a_part_is_signed_once(meeting):
    meeting.sign_own(0)
    meeting.sign_shared()
    with pytest.raises(Conflict, match="amendment"):
        meeting.sign_own(0, response="Something else that was said in that hour, written down later.")
    with pytest.raises(Conflict):
        meeting.sign_shared()


@pytest.mark.parametrize("table", ["ownpart", "sharedpart"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET why = 'x'", "DELETE FROM {}"])
def test_the_database_lets_nobody_change_what_was_signed(meeting, table, statement):
    meeting.sign_own(0)
    meeting.sign_shared()
    name = f"treatment_sessions_{table}"
    with opened(meeting.access), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")
        assert cursor.fetchone() == (1,)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement.format(name))


def test_a_seal_that_was_broken_shows(meeting):
    part = meeting.sign_own(0)
    with opened(meeting.access):
        forged = type(part)(
            subject_id=part.subject_id, participation=part.participation, version=2, text={"response": "Else."},
            risk="", author=part.author, credential="CADC", signed_at=part.signed_at, sha256=part.sha256, amends=part,
        )  # fmt: skip
        forged.save()
    chain = of_sessions.note_chain(meeting.access, participation=meeting.rows[0])
    assert [one.seal_holds for one in chain] == [True, False]


def test_what_waits_for_a_signature(meeting):
    def waiting() -> list[int | None]:
        return [one.participation_id for one in of_sessions.unsigned(meeting.access, staff=meeting.leader)]

    assert waiting() == [None, meeting.rows[0].pk, meeting.rows[1].pk]
    assert of_sessions.unsigned(meeting.access, staff=meeting.leader)[0].sign_by == meeting.session.on + timedelta(
        days=3
    )
    meeting.sign_shared()
    meeting.sign_own(0)
    assert waiting() == [meeting.rows[1].pk]
    assert of_sessions.unsigned(meeting.access, staff=meeting.world.a.staff[Role.COUNSELOR][1]) == []


def test_the_neighbour_reads_no_note(meeting):
    meeting.sign_own(0)
    with pytest.raises(Exception, match="not found"):
        of_sessions.own_part(meeting.world.stranger, participation=meeting.rows[0])


def test_two_sign_the_same_part_at_once(committed_world):
    meeting = held(committed_world, 1)
    colleague = committed_world.a.staff[Role.COUNSELOR][1]
    objective = meeting.stays[0].objective

    def by_colleague():
        return sessions.sign_own(
            committed_world.access(Role.COUNSELOR, 1), participation=meeting.rows[0], by=colleague,
            credential="CADC", at=meeting.after(), text={"response": RESPONSES[5]}, objective=objective, risk="None.",
        )  # fmt: skip

    found = race(lambda: meeting.sign_own(0), by_colleague)
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert len(of_sessions.note_chain(meeting.access, participation=meeting.rows[0])) == 1
