"""Medications: kept from when until when; two that must not meet are refused, and a stop is followed up."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from stepwell.care.medications import actions as medications
from stepwell.care.medications import queries as of_medications
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from tests.actions.care_stay import in_care
from tests.world import TODAY

USUAL = {"dose": "50 mg", "route": "oral", "frequency": "once a day", "prescriber": "Morgan Demoson", "since": TODAY}
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def prescriber(world):
    return world.access(Role.PRESCRIBER)


@pytest.fixture
def stay(world):
    return in_care(world)


@pytest.fixture
def start(prescriber, stay):
    def started(drug, **given):
        usual = {"subject": stay.subject, "episode": stay.episode, **USUAL}
        return medications.start(prescriber, drug=drug, **{**usual, **given})

    return started


def tasks(access, stay):
    return {task.kind: task for task in of_jobs.open_about(access, subject=stay.subject)}


def taken(access, stay, on=TODAY):
    return [row.drug for row in of_medications.taken_on(access, subject=stay.subject, on=on)]


def test_a_medication_is_taken_from_its_first_day_to_its_last(world, prescriber, stay, start):
    row = start("sertraline", next_due_on=NEXT_WEEK)
    assert taken(prescriber, stay, TODAY - timedelta(days=1)) == []
    assert taken(prescriber, stay, NEXT_WEEK) == ["sertraline"]
    medications.stop(prescriber, medication=row, on=NEXT_WEEK, why="Sleeps well again.", at=world.at(NEXT_WEEK))
    assert taken(prescriber, stay, NEXT_WEEK) == ["sertraline"]
    assert taken(prescriber, stay, NEXT_WEEK + timedelta(days=1)) == []
    assert tasks(prescriber, stay) == {}, "another medication's stop asks for nothing"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("oxycodone 5 mg", "naltrexone"),
        ("Suboxone", "Vivitrol"),
        ("naltrexone", "methadone"),
        ("naltrexone", "tramadol"),
    ],
)
def test_naltrexone_never_meets_an_opioid_or_its_agonist(prescriber, stay, start, first, second):
    start(first)
    with pytest.raises(NotAllowed, match="brings on sudden withdrawal") as refused:
        start(second, for_addiction=True)
    reason = refused.value.reasons[0]
    assert reason.rule == "medications/alerts@1#naltrexone-with-opioid"
    assert reason.facts == {"drug": second, "beside": first}
    assert taken(prescriber, stay) == [first]


def test_a_day_that_both_would_share_counts(world, prescriber, stay, start):
    row = start("oxycodone")
    medications.stop(prescriber, medication=row, on=NEXT_WEEK, why="Tooth healed.", at=world.at())
    with pytest.raises(NotAllowed):
        start("naltrexone", since=NEXT_WEEK)
    assert start("naltrexone", since=NEXT_WEEK + timedelta(days=1)).pk


def test_one_that_begins_later_is_seen_as_well(start):
    start("methadone", since=NEXT_WEEK)
    with pytest.raises(NotAllowed):
        start("naltrexone")


def test_another_persons_opioid_does_not_count(world, start):
    ben = in_care(world, person=world.ben())
    start("oxycodone")
    assert start("naltrexone", subject=ben.subject, episode=ben.episode).pk


def test_a_warning_is_recorded_and_talked_over(world, prescriber, stay, start):
    start("buprenorphine", for_addiction=True)
    start("gabapentin", at=world.at())
    assert taken(prescriber, stay) == ["buprenorphine", "gabapentin"]
    task = tasks(prescriber, stay)["ask-prescriber"]
    assert task.says.startswith("gabapentin beside buprenorphine: Together they slow breathing.")
    assert (task.for_role, task.due_at) == ("prescriber", world.at() + timedelta(hours=24))


def test_without_the_hour_a_warning_is_due_by_the_end_of_the_first_day(world, prescriber, stay, start):
    start("buprenorphine")
    start("gabapentin")
    assert tasks(prescriber, stay)["ask-prescriber"].due_at == world.at(hour=0) + timedelta(hours=24)


@pytest.mark.parametrize("drug", ["buprenorphine", "naltrexone"])
def test_stopping_one_for_addiction_asks_for_reaching_the_person_with_naloxone(world, prescriber, stay, start, drug):
    row = start(drug, for_addiction=True)
    medications.stop(prescriber, medication=row, on=NEXT_WEEK, why="Wanted to pause.", at=world.at(NEXT_WEEK))
    task = tasks(prescriber, stay)["overdose-risk"]
    assert task.says.startswith(f"Reach the client today: {drug} stopped")
    assert "naloxone" in task.says
    assert task.due_at == world.at(NEXT_WEEK) + timedelta(hours=24)


def test_a_change_of_dose_ends_one_row_and_starts_the_next_and_nothing_alarms(prescriber, stay, start):
    row = start("buprenorphine", for_addiction=True)
    new = medications.change_dose(prescriber, medication=row, on=NEXT_WEEK, dose="16 mg", why="Cravings at night.")
    rows = of_medications.medications_of(prescriber, subject=stay.subject)
    assert [(each.dose, each.since, each.until) for each in rows] == [
        ("50 mg", TODAY, NEXT_WEEK - timedelta(days=1)),
        ("16 mg", NEXT_WEEK, None),
    ]
    assert (new.for_addiction, new.frequency) == (True, "once a day")
    assert tasks(prescriber, stay) == {}


def test_what_has_ended_does_not_end_again(world, prescriber, start):
    row = start("sertraline")
    given = {"medication": row, "why": "Done.", "at": world.at()}
    with pytest.raises(BadInput, match="It began on"):
        medications.stop(prescriber, on=TODAY - timedelta(days=1), **given)
    with pytest.raises(BadInput, match="Say why"):
        medications.stop(prescriber, on=TODAY, **{**given, "why": " "})
    medications.stop(prescriber, on=TODAY, **given)
    with pytest.raises(Conflict, match="ended on 2026-03-02 already"):
        medications.stop(prescriber, on=TODAY, **given)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"dose": ""}, "dose"),
        ({"prescriber": "x" * 121}, "prescriber"),
        ({"next_due_on": TODAY - timedelta(days=1)}, "next_due_on"),
    ],
)
def test_what_cannot_be_used_is_named(start, given, field):
    with pytest.raises(BadInput) as refused:
        start("sertraline", **given)
    assert refused.value.field == field


def test_another_persons_stay_is_refused(world, start):
    with pytest.raises(BadInput, match="another person's stay"):
        start("sertraline", subject=world.ben().subject)


def test_a_check_up_keeps_what_was_measured_and_by_whom(world, stay):
    nurse = world.access(Role.NURSE)
    given = {"subject": stay.subject, "episode": stay.episode, "at": world.at()}
    medications.check_up(nurse, vitals={"pulse": 76, "blood_pressure": "122/78"}, findings="Well.", **given)
    (row,) = of_medications.check_ups_of(nurse, subject=stay.subject)
    assert (row.by, row.vitals["pulse"], row.findings) == ("Robin Trialman", 76, "Well.")
    with pytest.raises(BadInput, match="at least one vital sign"):
        medications.check_up(nurse, vitals={}, **given)


def test_who_may_keep_the_list(world, stay):
    given = {"subject": stay.subject, "episode": stay.episode, "drug": "sertraline", **USUAL}
    with pytest.raises(NotPermitted):
        medications.start(world.access(Role.COUNSELOR), **given)
    assert medications.start(world.access(Role.NURSE), **given).pk


def test_the_neighbour_sees_and_changes_nothing(world, stay, start):
    row = start("sertraline")
    with pytest.raises(NotFound):
        medications.stop(world.stranger, medication=row, on=TODAY, why="No.", at=world.at())
    with pytest.raises(NotFound):
        medications.start(world.stranger, subject=stay.subject, episode=None, drug="sertraline", **USUAL)
    for read in (of_medications.medications_of, of_medications.check_ups_of):
        with pytest.raises(NotFound):
            read(world.stranger, subject=stay.subject)


def test_two_who_write_at_once_cannot_bring_them_together(committed_world):
    world = committed_world
    stay = in_care(world)
    ready, outcomes = threading.Barrier(2), []

    def write(drug: str) -> None:
        try:
            ready.wait()
            medications.start(
                world.access(Role.PRESCRIBER), subject=stay.subject, episode=stay.episode, drug=drug, **USUAL
            )
            outcomes.append("kept")
        except NotAllowed:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(drug,)) for drug in ("naltrexone", "methadone")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "refused"]
