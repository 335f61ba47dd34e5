"""Pages of health: medications and what alarms, allergies in the head of every page, check-ups, withdrawal."""

from __future__ import annotations

import pytest
from django.urls import reverse

from stepwell.care.medications import actions as medications
from stepwell.care.medications import queries as of_medications
from stepwell.foundation.gate.refusals import Conflict, NotAllowed
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as jobs
from tests.actions.care_pages import said, sent, signed_in, statements, staying, today
from tests.world import World

DRUG = {"drug": "Naltrexone 50 mg", "dose": "50 mg", "route": "by mouth", "frequency": "once a day",
        "prescriber": "Dr. Demo", "for_addiction": "yes"}  # fmt: skip


def start(client, person: int, **changed: str):
    return sent(client, reverse("medication-new", args=[person]), {**DRUG, "since": today().isoformat(), **changed})


def test_a_medication_is_started_changed_and_stopped_and_the_stop_asks_for_naloxone(world: World):
    stay, nurse = staying(world), signed_in(world, Role.NURSE)
    person = stay.person.pk
    assert start(nurse, person).status_code == 302
    row = of_medications.taken_on(world.access(Role.NURSE), subject=stay.subject, on=today())[0]
    again = {"on": today().isoformat(), "dose": "100 mg", "frequency": "once a day", "why": "More help"}
    assert sent(nurse, reverse("medication-dose", args=[person, row.pk]), again).status_code == 422
    stop = reverse("medication-end", args=[person, row.pk])
    assert sent(nurse, stop, {"on": today().isoformat(), "why": "Wants to stop"}).status_code == 302
    assert "overdose-risk" in [task.kind for task in jobs.open_about(world.access(Role.NURSE), subject=stay.subject)]


def test_what_alarms_is_refused_with_why_and_nothing_typed_is_lost(world: World):
    stay, nurse = staying(world), signed_in(world, Role.NURSE)
    assert start(nurse, stay.person.pk, drug="Methadone").status_code == 302
    refused = start(nurse, stay.person.pk)
    assert refused.status_code == 422
    assert "sudden withdrawal" in said(refused)
    assert "Naltrexone 50 mg" in said(refused)


def test_an_allergy_stands_in_the_head_of_every_page_and_holds_up_the_medication(world: World):
    stay, nurse, counselor = staying(world), signed_in(world, Role.NURSE), signed_in(world, Role.COUNSELOR)
    person = stay.person.pk
    path = reverse("allergy-new", args=[person])
    assert sent(nurse, path, {"to_what": "Naltrexone", "severity": "severe", "reaction": "Hives"}).status_code == 302
    assert sent(nurse, path, {"to_what": "naltrexone", "severity": "mild"}).status_code == 409
    for name in ("person", "chart-plan", "chart-health"):
        assert "Allergic to Naltrexone" in said(counselor.get(reverse(name, args=[person]))), name
    refused = start(nurse, person)
    assert refused.status_code == 422
    assert "allergic" in said(refused)
    assert start(nurse, person, despite_allergy="Tested; only the tablet dye").status_code == 302
    row = of_medications.allergies_of(world.access(Role.NURSE), subject=stay.subject)[0]
    assert sent(nurse, reverse("allergy-end", args=[person, row.pk]), {"why": "Tested"}).status_code == 302
    assert "Allergic to" not in said(nurse.get(reverse("chart-health", args=[person])))


def test_an_allergy_that_was_ended_stays_in_the_record(world: World):
    stay, access = staying(world), world.access(Role.NURSE)
    at = world.at(today())
    row = medications.record_allergy(access, subject=stay.subject, to_what="Latex", severity="mild", at=at)
    medications.end_allergy(access, allergy=row, at=at, why="A mistake")
    with pytest.raises(Conflict):
        medications.end_allergy(access, allergy=row, at=at, why="Again")
    assert of_medications.allergy_by_id(access, allergy_id=row.pk).ended_why == "A mistake"
    assert of_medications.allergies_of(access, subject=stay.subject) == []


def test_a_known_allergy_refuses_for_whoever_writes(world: World):
    stay, access = staying(world), world.access(Role.PRESCRIBER)
    at = world.at(today())
    medications.record_allergy(access, subject=stay.subject, to_what="Acamprosate", severity="unknown", at=at)
    given = {"drug": "Acamprosate", "dose": "666 mg", "route": "mouth", "frequency": "daily", "prescriber": "Dr. Demo"}
    with pytest.raises(NotAllowed):
        medications.start(access, subject=stay.subject, episode=stay.episode, since=today(), **given)


def test_a_check_up_keeps_what_was_taken(world: World):
    stay, nurse = staying(world), signed_in(world, Role.NURSE)
    path = reverse("check-up-new", args=[stay.person.pk])
    assert sent(nurse, path, {}).status_code == 422
    assert sent(nurse, path, {"systolic": "122"}).status_code == 422
    assert sent(nurse, path, {"systolic": "122", "diastolic": "78", "pulse": "76"}).status_code == 302
    assert "122/78" in said(nurse.get(reverse("chart-health", args=[stay.person.pk])))


def test_a_page_costs_at_most_twenty_statements(world: World):
    stay, nurse = staying(world), signed_in(world, Role.NURSE)
    start(nurse, stay.person.pk)
    row = of_medications.taken_on(world.access(Role.NURSE), subject=stay.subject, on=today())[0]
    person = stay.person.pk
    costs = {
        name: statements(nurse, reverse(name, args=args))
        for name, args in {
            "chart-health": [person], "medication-new": [person], "medication-dose": [person, row.pk],
            "medication-end": [person, row.pk], "allergy-new": [person], "check-up-new": [person],
        }.items()
    }  # fmt: skip
    assert {name: cost for name, cost in costs.items() if cost > 20} == {}, costs


def test_who_may_not_reads_or_writes_nothing_and_hostile_input_is_answered(world: World):
    stay, nurse = staying(world), signed_in(world, Role.NURSE)
    person = stay.person.pk
    assert signed_in(world, Role.BILLER).get(reverse("chart-health", args=[person])).status_code in (403, 404)
    assert signed_in(world, Role.COUNSELOR).get(reverse("medication-new", args=[person])).status_code in (403, 404)
    assert nurse.get(reverse("chart-health", args=[99999])).status_code == 404
    assert nurse.get(reverse("medication-end", args=[person, 99999])).status_code == 404
    assert start(nurse, person, drug="x" * 500, since="soon").status_code == 422
    assert sent(nurse, reverse("allergy-new", args=[person]), {"to_what": " ", "severity": "huge"}).status_code == 422
