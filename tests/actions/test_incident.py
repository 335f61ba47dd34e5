"""An incident report: written by anyone, outside the chart, reviewed, reported outside and closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps

from stepwell.care.emergencies import actions as emergencies
from stepwell.foundation.gate.models import Login, TrailRow
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.scoped import SubjectScoped
from stepwell.foundation.jobs import queries as jobs
from stepwell.foundation.jobs.worker import drain
from stepwell.office.incidents import actions, queries
from stepwell.office.incidents.actions import Involved


@pytest.fixture
def amara(world):
    return world.amara()


def report(world, access=None, **given):
    usual = {
        "kind": "fall",
        "severity": "serious",
        "at": world.at(hour=9),
        "reported_at": world.at(hour=10),
        "place": "Stairs by the back door",
        "happened": "Slipped on the wet step; wrist swollen.",
        "immediate_action": "Ice, ride to urgent care",
    }
    return actions.report_incident(access or world.access(Role.BILLER), **{**usual, **given})


def due(world, role=Role.DIRECTOR) -> dict[str, int]:
    """Open work of a role by kind: hours from the report."""
    return {
        row.kind: round((row.due_at - world.at(hour=10)) / timedelta(hours=1)) for row in jobs.due(world.access(role))
    }


def test_its_review_and_what_is_owed_outside_are_on_today(world):
    incident = report(world)
    assert due(world) == {"review-incident": 24, "report-outside": 168}
    owed = queries.external_reports_of(world.access(Role.DIRECTOR), incident=incident)
    assert [round((one.due_at - incident.reported_at) / timedelta(hours=1)) for one in owed] == [24, 168]
    assert owed[0].rule == "incidents/field-defaults@1#licensing-phone"
    report(world, kind="privacy", severity="near_miss")
    assert set(due(world, Role.PRIVACY_OFFICER)) == {"review-incident"}


def test_nothing_of_it_is_in_the_chart(world, amara):
    incident = report(world, involved=[Involved("affected", client=amara.subject), Involved("witness", name="Visitor")])
    director = world.access(Role.DIRECTOR)
    assert jobs.open_about(director, subject=amara.subject) == []
    people = queries.people_of(director, incident=incident)
    assert [(one.part, one.client_id, one.name) for one in people] == [
        ("affected", amara.subject_id, ""),
        ("witness", None, "Visitor"),
    ]
    with opened(world.access(Role.PRIVACY_OFFICER)):
        assert not TrailRow.objects.filter(subject=amara.subject, door__contains="incidents").exists()
    tables = apps.get_app_config("incidents").get_models()
    assert not [model for model in tables if issubclass(model, SubjectScoped)], "no export by person finds a table"


def test_the_author_sees_their_own_and_the_director_all(world):
    mine = report(world)
    other = report(world, access=world.access(Role.NURSE))
    biller, director = world.access(Role.BILLER), world.access(Role.DIRECTOR)
    now = world.at(hour=11)
    assert [line.incident_id for line in queries.incidents(biller, at=now)] == [mine.pk]
    assert {line.incident_id for line in queries.incidents(director, at=now)} == {mine.pk, other.pk}
    assert queries.incident_by_id(biller, incident_id=mine.pk) == mine
    for ask in (queries.steps_of, queries.people_of, queries.external_reports_of):
        with pytest.raises(NotFound):
            ask(biller, incident=other)
    for who in (biller, world.stranger, replace(biller, staff_id=None)):
        with pytest.raises(NotFound):
            queries.incident_by_id(who, incident_id=other.pk)
    with pytest.raises(NotFound):
        actions.add_step(biller, incident=other, kind="added", at=now, says="I saw it")


def test_by_login_too_the_author_sees_their_own(world):
    operator = world.a.operator
    writer, other = (
        Login.objects.create_user(name, "long enough to keep", operator, [Role.BILLER], name).access()
        for name in ("ana", "bo")
    )
    incident = report(world, access=writer)
    assert queries.incident_by_id(writer, incident_id=incident.pk) == incident
    with pytest.raises(NotFound):
        queries.incident_by_id(other, incident_id=incident.pk)


def test_from_the_report_to_its_closing(world):
    incident = report(world)
    director, now = world.access(Role.DIRECTOR), world.at(hour=12)
    actions.add_step(world.access(Role.BILLER), incident=incident, kind="told", at=now, who="Family", says="By phone")
    with pytest.raises(Conflict, match="findings"):
        actions.close_incident(director, incident=incident, at=now, says="Done")
    actions.review_incident(director, incident=incident, at=now, findings="The step has no grip; it gets one.")
    with pytest.raises(Conflict, match="still owed"):
        actions.close_incident(director, incident=incident, at=now, says="Done")
    for owed in queries.external_reports_of(director, incident=incident):
        actions.send_report(director, external=owed, at=now, says="By phone, number 88")
        with pytest.raises(Conflict):
            actions.send_report(director, external=owed, at=now, says="Again")
    assert due(world) == {}
    assert not queries.incidents(director, at=now)[0].closed
    actions.close_incident(director, incident=incident, at=now, says="Grip is on")
    kinds = [step.kind for step in queries.steps_of(director, incident=incident)]
    assert kinds == ["told", "found", "sent", "sent", "closed"]
    assert queries.incidents(director, at=now, open_only=True) == []
    with pytest.raises(Conflict, match="closed"):
        actions.add_step(director, incident=incident, kind="added", at=now, says="More")
    with pytest.raises(Conflict, match="closed"):
        actions.close_incident(director, incident=incident, at=now, says="Again")


def test_the_list_says_what_is_owed_next_and_whether_it_is_late(world):
    report(world)
    director = world.access(Role.DIRECTOR)
    line = queries.incidents(director, at=world.at(hour=11))[0]
    assert (line.owed, line.late, line.due_at) == (2, False, world.at(hour=10) + timedelta(hours=24))
    assert queries.incidents(director, at=world.at(hour=11) + timedelta(days=1))[0].late


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "surprise"}, "kind"),
        ({"severity": "huge"}, "severity"),
        ({"happened": " "}, "happened"),
        ({"place": ""}, "place"),
        ({"involved": [Involved("affected")]}, "involved"),
        ({"involved": [Involved("culprit", name="X")]}, "involved"),
    ],
)
def test_what_cannot_be_used_is_named(world, given, field):
    with pytest.raises(BadInput) as refused:
        report(world, **given)
    assert refused.value.field == field


def test_only_who_may_read_them_reviews_and_closes(world):
    incident = report(world, access=world.access(Role.NURSE))
    nurse, now = world.access(Role.NURSE), world.at(hour=12)
    with pytest.raises(NotPermitted):
        actions.review_incident(nurse, incident=incident, at=now, findings="Fine")
    with pytest.raises(NotPermitted):
        actions.close_incident(nurse, incident=incident, at=now, says="Fine")


@pytest.mark.django_db(transaction=True)
def test_after_an_emergency_a_report_is_asked_for_that_names_nobody(committed_world):
    world = committed_world
    amara = world.amara()
    nurse = world.access(Role.NURSE)
    emergency = emergencies.note_emergency(
        nurse, subject=amara.subject, kind="seizure", at=world.at(hour=9), place="site", seen="A seizure"
    )
    emergencies.end_emergency(nurse, emergency=emergency, how="stayed", at=world.at(hour=10))
    drain()
    assert due(world)["write-incident"] == 24
    about_amara = {row.kind for row in jobs.open_about(nurse, subject=amara.subject)}
    assert "write-incident" not in about_amara
