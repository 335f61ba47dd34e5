"""A grievance: kept as it was said, taken to its answer by its deadlines, and kept apart from the chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.foundation.jobs import queries as jobs
from stepwell.office.grievances import actions, queries
from tests.world import TODAY

WORDS = "  You said Tuesday!! Nobody told me, and Bo *laughed* at me. "


@pytest.fixture
def amara(world):
    return world.amara()


def receive(world, amara, access=None, **given):
    usual = {
        "kind": "care",
        "words": WORDS,
        "raised_by": "client",
        "way": "spoken",
        "received_at": world.at(hour=10),
        "client": amara.subject,
    }
    return actions.receive(access or world.access(Role.COUNSELOR), **{**usual, **given})


def further(world, grievance, state, *, days=0, role=Role.DIRECTOR, access=None, **given):
    at = world.at(TODAY + timedelta(days=days), 11)
    return actions.take_further(
        access or world.access(role), grievance=grievance, state=state, at=at, **{"says": "Told by phone", **given}
    )


def answered(world, amara, **given):
    grievance = receive(world, amara, **given)
    for state in ("acknowledged", "looked_into", "answered"):
        further(world, grievance, state)
    return grievance


def due(world, role=Role.DIRECTOR) -> dict[str, object]:
    return {row.kind: row.due_at for row in jobs.due(world.access(role))}


def test_the_words_are_kept_as_they_were_said(world, amara):
    grievance = receive(world, amara)
    read = queries.grievance_by_id(world.access(Role.PRIVACY_OFFICER), grievance_id=grievance.pk)
    assert read.words == WORDS
    assert (read.client_id, read.received_by) == (amara.subject_id, world.access(Role.COUNSELOR).name)
    assert read.policy_ref == "grievances/field-defaults@1"


def test_each_step_puts_the_next_on_today_ahead_of_its_deadline(world, amara):
    grievance = receive(world, amara)
    tuesday, next_monday = world.at(TODAY + timedelta(days=1), 17), world.at(TODAY + timedelta(days=7), 17)
    assert due(world) == {"grievance-acknowledge": tuesday - timedelta(hours=4)}
    further(world, grievance, "acknowledged")
    assert due(world) == {"grievance-answer": next_monday - timedelta(hours=24)}
    further(world, grievance, "looked_into", days=2)
    assert set(due(world)) == {"grievance-answer"}
    further(world, grievance, "answered", days=3)
    assert set(due(world)) == {"grievance-close"}
    further(world, grievance, "closed", days=4, content=True)
    assert due(world) == {}
    line = queries.grievances(world.access(Role.DIRECTOR), at=world.at(), open_only=False)[0]
    assert (line.state, line.does, line.due_at) == ("closed", "", None)


def test_the_list_begins_with_what_is_due_first_and_says_what_is_late(world, amara):
    first = receive(world, amara)
    urgent = receive(world, amara, kind="safety")
    director = world.access(Role.DIRECTOR)
    lines = queries.grievances(director, at=world.at(hour=18))
    assert [(line.grievance_id, line.does, line.late) for line in lines] == [
        (urgent.pk, "acknowledge", True),
        (first.pk, "acknowledge", False),
    ]
    assert lines[0].due_at == world.at(hour=17)


def test_an_appeal_is_answered_by_somebody_else(world, amara):
    grievance = answered(world, amara)
    at = world.at(TODAY + timedelta(days=2))
    actions.say_again(
        world.access(Role.COUNSELOR), grievance=grievance, state="appealed", at=at, words="That is not what happened."
    )
    assert set(due(world)) == {"grievance-answer-appeal"}
    with pytest.raises(NotAllowed, match="somebody other than who answered first"):
        further(world, grievance, "appeal_answered", days=3)
    further(world, grievance, "appeal_answered", days=3, role=Role.PRIVACY_OFFICER)
    further(world, grievance, "closed", days=4)
    states = [step.state for step in queries.steps_of(world.access(Role.DIRECTOR), grievance=grievance)]
    assert states == [
        "received", "acknowledged", "looked_into", "answered", "appealed", "appeal_answered", "closed",
    ]  # fmt: skip


def test_nothing_is_closed_before_there_was_time_to_appeal(world, amara):
    grievance = answered(world, amara)
    with pytest.raises(NotAllowed, match="content"):
        further(world, grievance, "closed", days=29)
    further(world, grievance, "closed", days=31)


def test_a_step_that_cannot_follow_is_refused(world, amara):
    grievance = receive(world, amara)
    with pytest.raises(Conflict, match="cannot follow"):
        further(world, grievance, "answered")
    with pytest.raises(BadInput):
        further(world, grievance, "withdrawn")
    with pytest.raises(Conflict, match="cannot follow"):
        actions.say_again(
            world.access(Role.COUNSELOR), grievance=grievance, state="appealed", at=world.at(hour=12), words="No"
        )


def test_only_they_take_it_back(world, amara):
    grievance = receive(world, amara)
    counselor = world.access(Role.COUNSELOR)
    actions.say_again(counselor, grievance=grievance, state="withdrawn", at=world.at(hour=12), words="We talked it out")
    assert due(world) == {}
    with pytest.raises(Conflict, match="withdrawn"):
        further(world, grievance, "acknowledged", days=1)
    assert queries.grievances(world.access(Role.DIRECTOR), at=world.at()) == []


def test_who_it_is_about_neither_sees_nor_answers_it(world, amara):
    director = world.access(Role.DIRECTOR)
    grievance = receive(world, amara, about_staff=world.a.staff[Role.DIRECTOR][0])
    with pytest.raises(NotFound):
        queries.grievance_by_id(director, grievance_id=grievance.pk)
    with pytest.raises(NotFound):
        further(world, grievance, "acknowledged")
    assert queries.grievances(director, at=world.at()) == []
    assert due(world) == {}
    assert set(due(world, Role.PRIVACY_OFFICER)) == {"grievance-acknowledge"}
    further(world, grievance, "acknowledged", role=Role.PRIVACY_OFFICER)


def test_who_received_it_sees_it_and_nobody_else_who_treats(world, amara):
    grievance = receive(world, amara)
    counselor = world.access(Role.COUNSELOR)
    assert queries.stands(counselor, grievance=grievance).state == "received"
    for other in (world.access(Role.COUNSELOR, 1), world.access(Role.NURSE), replace(counselor, staff_id=None)):
        assert queries.grievances(other, at=world.at()) == []
        with pytest.raises(NotFound):
            queries.steps_of(other, grievance=grievance)
        with pytest.raises(NotFound):
            actions.add_note(other, grievance=grievance, at=world.at(hour=12), says="I heard")
    with pytest.raises(NotFound):
        queries.grievance_by_id(world.stranger, grievance_id=grievance.pk)
    with pytest.raises(NotPermitted):
        further(world, grievance, "acknowledged", access=counselor)
    with pytest.raises(NotPermitted):
        receive(world, amara, access=world.access(Role.BILLER))


def test_nothing_of_it_is_in_the_chart(world, amara):
    receive(world, amara)
    director = world.access(Role.DIRECTOR)
    assert jobs.open_about(director, subject=amara.subject) == []
    assert not any("Amara" in row.says for row in jobs.due(director))
    assert [line.kind for line in queries.grievances_of(director, client=amara.subject, at=world.at())] == ["care"]
    tables = apps.get_app_config("grievances").get_models()
    assert not [model for model in tables if issubclass(model, SubjectScoped)], "no export by person finds a table"


def test_who_does_not_want_to_be_named_is_not(world, amara):
    grievance = receive(world, amara, raised_by="unnamed", name="Amara")
    assert (grievance.client_id, grievance.name) == (None, "")


def test_a_note_moves_nothing(world, amara):
    grievance = receive(world, amara)
    actions.add_note(world.access(Role.COUNSELOR), grievance=grievance, at=world.at(hour=12), says="Bo remembers it")
    assert queries.stands(world.access(Role.DIRECTOR), grievance=grievance).state == "received"
    assert set(due(world)) == {"grievance-acknowledge"}


def test_they_are_told_that_nobody_holds_it_against_them_and_who_else_listens(world):
    told = queries.notice(world.access(Role.COUNSELOR), kind="privacy", on=TODAY, site=world.a.site)
    assert "nobody may hold it against you" in told.no_retaliation
    assert told.no_retaliation_es
    assert [place.rule for place in told.outside] == ["outside-licensing-california", "outside-ocr-privacy"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": " "}, "words"),
        ({"kind": "weather"}, "kind"),
        ({"way": "pigeon"}, "way"),
        ({"raised_by": "judge"}, "raised_by"),
        ({"client": None}, "client"),
        ({"raised_by": "relative"}, "name"),
    ],
)
def test_what_cannot_be_used_is_named(world, amara, given, field):
    with pytest.raises(BadInput) as refused:
        receive(world, amara, **given)
    assert refused.value.field == field
