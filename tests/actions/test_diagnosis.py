"""Diagnoses: counted and coded by rule, made by someone who may."""

from __future__ import annotations

import pytest

from stepwell.care.placement import queries as of_placement
from stepwell.care.placement.actions import begin_assessment, diagnose, resolve_diagnosis
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotPermitted
from stepwell.foundation.gate.roles import Role
from tests.world import TODAY

FIVE = ["larger-or-longer", "cut-down", "craving", "roles", "tolerance"]


@pytest.fixture
def clinician(world):
    return world.access(Role.CLINICIAN)


@pytest.fixture
def assessment(world, clinician):
    sam = world.a.staff[Role.CLINICIAN][0]
    return begin_assessment(clinician, subject=world.amara().subject, by=sam, on=TODAY)


@pytest.fixture
def diagnosed(world, clinician, assessment):
    def made(access=clinician, **given):
        usual = {"by": world.a.staff[Role.CLINICIAN][0], "on": TODAY}
        return diagnose(access, assessment=assessment, **{**usual, **given})

    return made


def test_criteria_come_to_a_severity_and_a_code_with_the_reasons(diagnosed):
    kept = diagnosed(substance="alcohol", criteria=FIVE, principal=True)
    assert (kept.code, kept.severity, kept.label) == ("F10.20", "moderate", "Alcohol use disorder, moderate")
    assert kept.criteria["counted"] == 5
    assert kept.reasons[0]["facts"]["counted"] == FIVE


def test_what_is_taken_as_prescribed_does_not_count(diagnosed):
    kept = diagnosed(
        substance="opioid", criteria=["time", "craving", "tolerance", "withdrawal"], taken_as_prescribed=True
    )
    assert (kept.severity, kept.code) == ("mild", "F11.10")


def test_a_past_disorder_is_in_remission(diagnosed):
    kept = diagnosed(
        substance="stimulant",
        criteria=["craving"],
        worst_severity="severe",
        months_without_criteria=14,
        controlled_environment=True,
    )
    assert (kept.code, kept.label) == (
        "F15.21",
        "Stimulant use disorder, severe, sustained remission, in a controlled environment",
    )


def test_one_criterion_is_no_disorder(diagnosed):
    with pytest.raises(NotAllowed, match="fewer than 2 is no disorder"):
        diagnosed(substance="alcohol", criteria=["time"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"substance": "sugar", "criteria": FIVE}, "substance"),
        ({"substance": "alcohol", "criteria": ["bad-mood"]}, "criteria[0]"),
        ({}, "code"),
        ({"substance": "alcohol", "criteria": FIVE, "code": "F41.1"}, "code"),
        ({"code": "depressed", "label": "Low", "other_code_because": "It is."}, "code"),
    ],
)
def test_what_cannot_be_used_is_named(diagnosed, given, field):
    with pytest.raises(BadInput) as refused:
        diagnosed(**given)
    assert refused.value.field == field


def test_a_mental_health_code_is_one_of_the_list_or_has_its_reason(diagnosed):
    listed = diagnosed(code="F33.1")
    assert listed.label == "Depressive disorders: Recurrent, moderate"
    with pytest.raises(NotAllowed, match="not among those listed"):
        diagnosed(code="G47.00", label="Insomnia")
    other = diagnosed(code="G47.00", label="Insomnia", other_code_because="Diagnosed by the sleep clinic.")
    assert other.reasons[0]["facts"]["because"] == "Diagnosed by the sleep clinic."


def test_one_is_principal_and_the_same_is_not_made_twice(world, clinician, assessment, diagnosed):
    first = diagnosed(substance="alcohol", criteria=FIVE, principal=True)
    second = diagnosed(code="F33.1", principal=True)
    found = of_placement.diagnoses_of(clinician, subject=assessment.subject, on=TODAY)
    assert [(each.pk, each.principal) for each in found] == [(second.pk, True), (first.pk, False)]
    with pytest.raises(Conflict, match="active diagnoses already"):
        diagnosed(code="F33.1")


def test_a_resolved_diagnosis_is_active_no_more(world, clinician, assessment, diagnosed):
    sam = world.a.staff[Role.CLINICIAN][0]
    kept = diagnosed(code="F33.1")
    resolve_diagnosis(clinician, diagnosis=kept, by=sam, on=TODAY)
    assert of_placement.diagnoses_of(clinician, subject=assessment.subject, on=TODAY) == []
    with pytest.raises(Conflict):
        resolve_diagnosis(clinician, diagnosis=kept, by=sam, on=TODAY)
    assert diagnosed(code="F33.1").pk != kept.pk


def test_who_does_not_diagnose(world, diagnosed):
    alex = world.a.staff[Role.COUNSELOR][0]
    given = {"by": alex, "substance": "alcohol", "criteria": FIVE}
    with pytest.raises(NotPermitted):
        diagnosed(world.access(Role.COUNSELOR), **given)
    with pytest.raises(NotAllowed, match="does not diagnose"):
        diagnosed(world.a.access(Role.SYSTEM), **given)
    with pytest.raises(NotAllowed, match="signed in as themselves"):
        diagnosed(world.access(Role.PRESCRIBER), substance="alcohol", criteria=FIVE)
    with pytest.raises(NotAllowed, match="no credential that is valid"):
        diagnosed(on=TODAY.replace(year=2030), substance="alcohol", criteria=FIVE)
    with pytest.raises(NotAllowed, match="no credential that is valid in NJ"):
        diagnosed(state="NJ", substance="alcohol", criteria=FIVE)
