"""What somebody wishes for a crisis: their own words, version after version, there when somebody acts."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from stepwell.care.emergencies import actions, queries
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from tests.actions.care_stay import in_care
from tests.actions.test_messages import client_of

WORDS = {
    "warning_signs": "I stop answering.",
    "what_helps": "A walk, my sister's voice.",
    "safe_places": "My aunt's house.",
    "wants": "Call my sister first.",
    "does_not_want": "No police at my door.",
}
PEOPLE = [("Rosa", "714-555-0143"), ("", "  "), ("Aunt Mae", "714-555-0144")]


@pytest.fixture
def stay(world):
    return in_care(world)


@pytest.fixture
def amara(world, stay):
    return client_of(world, stay.subject)


def write(access, stay, seen=None, people=PEOPLE, **parts):
    given = parts or WORDS
    at = stay.world.at()
    return actions.write_crisis_plan(access, subject=stay.subject, at=at, parts=given, people=people, seen=seen)


def test_the_newest_version_counts_and_the_older_ones_stay(world, stay, amara):
    assert queries.crisis_plan_of(amara, subject=stay.subject) is None
    first = write(amara, stay, seen=0)
    assert (first.version, first.own, first.by) == (1, True, "Amara")
    assert [one["name"] for one in first.people] == ["Rosa", "Aunt Mae"], "empty lines are left out, the order stays"
    second = write(world.access(Role.COUNSELOR), stay, seen=1, wants="Call Rosa, then me.")
    assert (second.version, second.own) == (2, False)
    assert second.what_helps == "", "what is not given is empty: the form holds all of it"
    newest = queries.crisis_plan_of(world.access(Role.NURSE), subject=stay.subject)
    assert newest.wants == "Call Rosa, then me."
    assert [one.version for one in queries.crisis_plans_of(amara, subject=stay.subject)] == [2, 1]


def test_the_team_is_asked_to_read_it_once_until_it_did(world, stay, amara):
    write(amara, stay)
    write(amara, stay, wants="Something else.")
    tasks = jobs.open_about(world.access(Role.CLINICIAN), subject=stay.subject)
    assert [one.kind for one in tasks].count("read-crisis-plan") == 1


def test_who_started_from_an_older_version_is_told(world, stay, amara):
    write(amara, stay, seen=0)
    with pytest.raises(Conflict):
        write(world.access(Role.COUNSELOR), stay, seen=0)


def test_what_is_no_plan(stay, amara):
    with pytest.raises(NotAllowed) as refused:
        write(amara, stay, people=[], wants="  ")
    assert refused.value.reasons[0].rule == "emergencies/crisis-plan@1#something"
    with pytest.raises(NotAllowed):
        write(amara, stay, wants="a" * 2001)
    with pytest.raises(BadInput):
        write(amara, stay, diagnosis="x")


def test_everyone_who_acts_in_an_emergency_sees_it_and_nobody_else_does(world, stay, amara):
    write(amara, stay)
    biller = world.access(Role.BILLER)
    with pytest.raises(NotPermitted):
        queries.crisis_plan_of(biller, subject=stay.subject)
    row = actions.note_emergency(
        biller, subject=stay.subject, kind="crisis", at=world.at(), place="site", seen="Cries and shakes."
    )
    there = queries.emergency_by_id(biller, emergency_id=row.pk)
    assert queries.crisis_plan_in(biller, emergency=there).wants == "Call my sister first."
    actions.end_emergency(world.access(Role.COUNSELOR), emergency=row, how="stayed", at=world.at(hour=12))
    other = Access(world.a.operator.pk, frozenset({Role.REVIEWER}), name="Somebody else")
    with pytest.raises(NotFound):
        queries.crisis_plan_in(other, emergency=row)


def test_a_client_reads_and_writes_their_own_alone(world, stay, amara):
    ben = in_care(world, world.ben())
    for act in (lambda: write(amara, ben), lambda: queries.crisis_plan_of(amara, subject=ben.subject)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        queries.crisis_plan_of(world.stranger, subject=stay.subject)


def test_no_version_is_ever_rewritten(world, stay, amara):
    write(amara, stay)
    denied = pytest.raises(ProgrammingError, match="permission denied")
    with denied, opened(world.access(Role.PRIVACY_OFFICER)), connection.cursor() as cursor:
        cursor.execute("UPDATE emergencies_crisisplan SET wants = ''")


@pytest.mark.django_db(transaction=True)
def test_two_who_change_it_at_once_make_one_version_and_one_is_told(committed_world):
    stay = in_care(committed_world)
    amara, both, came = client_of(committed_world, stay.subject), Barrier(2), []

    def one(words):
        try:
            both.wait()
            came.append(write(amara, stay, seen=0, wants=words).version)
        except Conflict:
            came.append("told")
        finally:
            connection.close()

    threads = [Thread(target=one, args=(words,)) for words in ("Mine", "Theirs")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, came)) == ["1", "told"]
