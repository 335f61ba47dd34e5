"""Instruments given at intake: scored by policy, and a danger is followed up in the same sitting."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from stepwell.care.measures import queries as of_measures
from stepwell.care.measures.actions import give
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, NotFound
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.jobs import queries as of_jobs
from stepwell.foundation.jobs.models import Task

PHQ_DANGER = [0, 1, 0, 1, 0, 1, 0, 0, 1]
PHQ_QUIET = [1, 1, 1, 1, 1, 1, 1, 1, 0]


@pytest.fixture
def clinician(world):
    return world.access(Role.CLINICIAN)


@pytest.fixture
def amara(world):
    return world.amara().subject


def tasks(access, subject):
    return {task.kind: task for task in of_jobs.open_about(access, subject=subject)}


def test_a_measure_keeps_its_answers_score_band_and_policy(world, clinician, amara):
    kept = give(clinician, subject=amara, instrument="phq-9", answers=PHQ_QUIET, at=world.at(), given_by="Amara")
    assert (kept.score, kept.band, kept.flags, kept.policy_ref) == (8, "mild", [], "instruments/phq-9@1")
    assert kept.answers == PHQ_QUIET
    assert kept.reasons[0]["rule"] == "instruments/phq-9@1#score"
    assert tasks(clinician, amara) == {}


def test_question_nine_opens_the_screener_at_once_whatever_the_total(world, clinician, amara):
    kept = give(clinician, subject=amara, instrument="phq-9", answers=PHQ_DANGER, at=world.at(), given_by="Amara")
    assert kept.band == "minimal"
    task = tasks(clinician, amara)["open-c-ssrs"]
    assert task.due_at == world.at()
    assert of_measures.open_sitting(clinician, subject=amara) == ["c-ssrs"]


def test_the_screener_in_the_same_sitting_finishes_what_was_owed(world, clinician, amara):
    phq = give(clinician, subject=amara, instrument="phq-9", answers=PHQ_DANGER, at=world.at(), given_by="Amara")
    later = world.at(minute=5)
    screener = give(
        clinician,
        subject=amara,
        instrument="c-ssrs",
        answers=[1, 0, None, None, None, 0, None],
        at=later,
        given_by="Sam Specimen",
        opened_by=phq,
    )
    assert (screener.sitting, screener.opened_by_id, screener.band) == (phq.sitting, phq.pk, "low")
    assert of_measures.open_sitting(clinician, subject=amara) == []
    assert {kind: task.due_at for kind, task in tasks(clinician, amara).items()} == {
        "safety-plan": later + timedelta(hours=24),
        "clinician-review": later + timedelta(hours=24),
    }


def test_a_screener_of_another_sitting_does_not_finish_it(world, clinician, amara):
    give(clinician, subject=amara, instrument="phq-9", answers=PHQ_DANGER, at=world.at(), given_by="Amara")
    give(
        clinician,
        subject=amara,
        instrument="c-ssrs",
        answers=[0, 0, None, None, None, 0, None],
        at=world.at(hour=15),
        given_by="Sam Specimen",
    )
    assert of_measures.open_sitting(clinician, subject=amara) == ["c-ssrs"]


def test_a_screener_given_first_is_not_owed_again(world, clinician, amara):
    sitting = uuid4()
    same = {"subject": amara, "at": world.at(), "given_by": "Sam Specimen", "sitting": sitting}
    give(clinician, instrument="c-ssrs", answers=[0, 0, None, None, None, 0, None], **same)
    give(clinician, instrument="phq-9", answers=PHQ_DANGER, **same)
    assert of_measures.open_sitting(clinician, subject=amara) == []


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([1, 1, 0, 1, 0, 0, None], {"constant-observation": 0, "emergency-route": 0}),
        ([1, 1, 1, 0, 0, 0, None], {"risk-assessment": 8, "safety-plan": 8}),
        ([0, 0, None, None, None, 1, 1], {"constant-observation": 0, "emergency-route": 0}),
        ([0, 0, None, None, None, 0, None], {}),
    ],
)
def test_each_level_of_the_screener_asks_for_its_own_work(world, clinician, amara, answers, expected):
    give(clinician, subject=amara, instrument="c-ssrs", answers=answers, at=world.at(), given_by="Sam Specimen")
    due = {kind: task.due_at for kind, task in tasks(clinician, amara).items()}
    assert due == {kind: world.at() + timedelta(hours=hours) for kind, hours in expected.items()}


@pytest.mark.parametrize(
    ("instrument", "answers", "field"),
    [
        ("phq-9", [0] * 8, "answers"),
        ("phq-9", [0] * 7 + [4, 0], "answers[7]"),
        ("phq-9", [0] * 8 + [None], "answers[8]"),
        ("no-such", [0], "instrument"),
    ],
)
def test_what_an_instrument_does_not_allow_is_refused_and_nothing_is_kept(
    world, clinician, amara, instrument, answers, field
):
    with pytest.raises(BadInput) as refused:
        give(clinician, subject=amara, instrument=instrument, answers=answers, at=world.at(), given_by="Amara")
    assert refused.value.field == field
    assert of_measures.history(clinician, subject=amara, instrument=instrument) == []


def test_a_sitting_belongs_to_one_person(world, clinician, amara):
    phq = give(clinician, subject=amara, instrument="phq-9", answers=PHQ_DANGER, at=world.at(), given_by="Amara")
    ben = world.ben().subject
    same = {"instrument": "gad-7", "answers": [0] * 7, "at": world.at(), "given_by": "Ben"}
    with pytest.raises(BadInput, match="another person"):
        give(clinician, subject=ben, opened_by=phq, **same)
    with pytest.raises(BadInput, match="another person"):
        give(clinician, subject=ben, sitting=phq.sitting, **same)
    with pytest.raises(BadInput, match="the sitting that opened it"):
        give(clinician, subject=amara, sitting=uuid4(), opened_by=phq, **same)


def test_change_is_read_from_the_first_to_the_last(world, clinician, amara):
    for month, answers in ((3, [2] * 9), (4, [3] * 9), (5, [0] * 9)):
        at = world.at().replace(month=month)
        give(clinician, subject=amara, instrument="phq-9", answers=answers, at=at, given_by="Amara")
        if month == 3:
            assert of_measures.change(clinician, subject=amara, instrument="phq-9") is None
    found = of_measures.change(clinician, subject=amara, instrument="phq-9")
    assert (found.points, found.direction, found.reliable, found.remission) == (-18, "better", True, True)
    scores = [row.score for row in of_measures.history(clinician, subject=amara, instrument="phq-9")]
    assert scores == [18, 27, 0]


def test_scales_without_a_total_are_kept_and_compared_scale_by_scale(world, clinician, amara):
    quiet = [0] * 17
    using = [0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    for day, answers in ((2, quiet), (9, using)):
        at = world.at().replace(day=day)
        kept = give(clinician, subject=amara, instrument="bam", answers=answers, at=at, given_by="Amara")
    assert (kept.score, kept.scores["use"]) == (None, 3)
    assert of_measures.change(clinician, subject=amara, instrument="bam").direction == "worse"


def test_giving_the_same_again_makes_no_second_open_task(world, clinician, amara):
    sitting = uuid4()
    for _ in range(2):
        give(
            clinician,
            subject=amara,
            instrument="phq-9",
            answers=PHQ_DANGER,
            at=world.at(),
            given_by="Amara",
            sitting=sitting,
        )
    with opened(clinician):
        assert Task.objects.filter(kind="open-c-ssrs").count() == 1


def test_the_neighbour_cannot_give_or_read(world, clinician, amara):
    with pytest.raises(NotFound):
        give(world.stranger, subject=amara, instrument="phq-9", answers=PHQ_QUIET, at=world.at(), given_by="X")
    with pytest.raises(NotFound):
        of_measures.history(world.stranger, subject=amara, instrument="phq-9")
