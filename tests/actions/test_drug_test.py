"""Drug tests: every step a row, every result one review, and nothing else of the stay is touched."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepwell.care.testing import actions as testing
from stepwell.care.testing import queries as of_testing
from stepwell.foundation.gate.opening import opened
from stepwell.foundation.gate.refusals import BadInput, Conflict, NotAllowed, NotFound, NotPermitted
from stepwell.foundation.gate.roles import Role
from stepwell.foundation.gate.scoped import OperatorScoped
from stepwell.foundation.jobs import queries as of_jobs
from tests.actions.care_stay import in_care
from tests.world import TODAY

MAY_CHANGE = {"testing.DrugTest", "testing.TestStep", "testing.TestResult", "jobs.Task", "gate.TrailRow"}


@pytest.fixture
def counselor(world):
    return world.access(Role.COUNSELOR)


@pytest.fixture
def nurse(world):
    return world.access(Role.NURSE)


@pytest.fixture
def stay(world):
    return in_care(world)


@pytest.fixture
def order(world, counselor, stay):
    def ordered(**given):
        usual = {"due_on": TODAY, "panel": ["fentanyl"], "why": "Weekly in the first phase"}
        by = world.a.staff[Role.COUNSELOR][0]
        return testing.order(counselor, episode=stay.episode, by=by, **{**usual, **given})

    return ordered


@pytest.fixture
def collected(world, nurse, order):
    def taken(**given):
        test = order(**given)
        testing.step(nurse, test=test, state="collected", at=world.at(hour=8))
        return test

    return taken


@pytest.fixture
def result(world, counselor):
    def resulted(test, analyte="fentanyl", method="presumptive", detected=True, hour=9, **given):
        usual = {"cut_off": 1, "unit": "ng/mL", "lab": "Demonstration Laboratory", "prescribed": []}
        return testing.result(
            counselor,
            test=test,
            analyte=analyte,
            method=method,
            detected=detected,
            at=world.at(hour=hour),
            **{**usual, **given},
        )

    return resulted


def reviews(access, stay):
    return [task for task in of_jobs.open_about(access, subject=stay.subject) if task.kind == "review-test"]


def everything(access):
    """Every row of every table about people, but for those that a test may write."""
    with opened(access):
        return {
            model._meta.label: list(model.objects.order_by("pk").values())
            for model in apps.get_models()
            if issubclass(model, OperatorScoped) and model._meta.label not in MAY_CHANGE
        }


def state(access, stay):
    return of_testing.tests_of(access, episode=stay.episode)[0].state


@pytest.mark.parametrize("method", ["presumptive", "definitive"])
@pytest.mark.parametrize("detected", [True, False])
@pytest.mark.parametrize("prescribed", [[], ["fentanyl"]])
def test_any_result_makes_exactly_one_review_and_changes_nothing_else(
    counselor, stay, collected, result, method, detected, prescribed
):
    test = collected()
    before = everything(counselor)
    result(test, method=method, detected=detected, prescribed=prescribed)
    assert len(reviews(counselor, stay)) == 1
    assert everything(counselor) == before


reported = st.lists(
    st.tuples(
        st.sampled_from(["fentanyl", "THC", "buprenorphine", "cocaine metabolite"]),
        st.sampled_from(["presumptive", "definitive"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[:2],
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reported, st.sets(st.sampled_from(["buprenorphine", "fentanyl"])))
def test_whatever_a_laboratory_reports_one_review_is_open(counselor, stay, collected, result, found, prescribed):
    test = collected(panel=sorted({analyte for analyte, _, _ in found}))
    before = everything(counselor)
    for analyte, method, detected in sorted(found, key=lambda one: one[1], reverse=True):
        result(test, analyte, method, detected, cut_off=10, prescribed=sorted(prescribed))
    about_this = [task for task in reviews(counselor, stay) if task.about == f"test:{test.pk}"]
    assert len(about_this) == 1
    assert everything(counselor) == before


def test_a_screen_is_worded_as_a_screen_and_a_confirmation_as_one(counselor, world, stay, collected, result):
    test = collected()
    screen = result(test)
    assert screen.interpretation == "unexpected-detected"
    first = reviews(counselor, stay)[0]
    assert first.says == "Screen suggests fentanyl, not confirmed. Reach the client today; offer naloxone."
    assert (first.for_role, first.due_at) == ("clinician", world.at(hour=9) + timedelta(hours=24))
    result(test, method="definitive", hour=16)
    (second,) = reviews(counselor, stay)
    assert second.says == "Confirmed: fentanyl. Reach the client today; offer naloxone."
    assert second.due_at == first.due_at, "a later result does not put the review off"


def test_a_confirmation_that_finds_nothing_takes_the_suspicion_back(counselor, stay, collected, result):
    test = collected()
    result(test)
    result(test, method="definitive", detected=False, hour=16)
    assert reviews(counselor, stay)[0].says == "Nothing unexpected was found. Look at it and tell the client."


def test_what_is_prescribed_is_looked_at_first(counselor, stay, collected, result):
    test = collected(panel=["buprenorphine"])
    row = result(test, "buprenorphine", detected=False, cut_off=None, prescribed=["Buprenorphine"])
    assert (row.interpretation, row.cut_off) == ("unexpected-missing", 5)
    assert reviews(counselor, stay)[0].says == "Prescribed buprenorphine not found. Ask how taking it is going."


def test_further_analytes_of_one_report_stand_in_the_same_step(counselor, stay, collected, result):
    test = collected(panel=["fentanyl", "THC"])
    result(test)
    result(test, "THC", cut_off=50)
    (course,) = of_testing.tests_of(counselor, episode=stay.episode)
    assert [step.state for step in course.steps] == ["collected", "presumptive"]
    assert [row.analyte for row in course.results] == ["fentanyl", "THC"]
    with pytest.raises(Conflict, match="here already"):
        result(test, "thc", cut_off=50)


@pytest.mark.parametrize("outcome", ["refused", "unable", "no_show"])
def test_without_a_specimen_it_goes_to_review_too(counselor, nurse, world, stay, order, outcome):
    test = order()
    before = everything(counselor)
    testing.step(nurse, test=test, state=outcome, at=world.at())
    (task,) = reviews(counselor, stay)
    assert task.due_at == world.at() + timedelta(hours=24)
    assert everything(counselor) == before
    testing.review(counselor, test=test, at=world.at(hour=11), says="Had slept badly; will come tomorrow.")
    assert reviews(counselor, stay) == []


def test_an_invalid_specimen_goes_to_review(counselor, nurse, world, stay, collected):
    testing.step(nurse, test=collected(), state="invalid", at=world.at(hour=9))
    assert "Offer to repeat it" in reviews(counselor, stay)[0].says


def test_reviewing_finishes_the_task_and_a_late_confirmation_opens_it_again(counselor, world, stay, collected, result):
    test = collected()
    result(test)
    testing.review(counselor, test=test, at=world.at(hour=10), says="Talked it over; waits for the laboratory.")
    assert reviews(counselor, stay) == []
    assert state(counselor, stay) == "reviewed"
    result(test, method="definitive", hour=16)
    assert len(reviews(counselor, stay)) == 1
    testing.review(counselor, test=test, at=world.at(hour=17), says="Sunday at a wedding. Plan changed.")
    testing.discuss(counselor, test=test, at=world.at(hour=18), says="With the sister, as agreed.")
    assert (reviews(counselor, stay), state(counselor, stay)) == ([], "discussed")


def test_an_illegal_step_is_refused_with_what_may_follow(counselor, nurse, world, stay, order, result):
    test = order()
    with pytest.raises(NotAllowed, match="ordered; what may follow is: notified, collected, refused, unable, no_show"):
        testing.review(counselor, test=test, at=world.at(), says="Fine.")
    with pytest.raises(NotAllowed):
        result(test)
    testing.step(nurse, test=test, state="refused", at=world.at())
    with pytest.raises(NotAllowed, match="refused; what may follow is: reviewed") as refused:
        testing.step(nurse, test=test, state="collected", at=world.at(hour=11))
    assert refused.value.reasons[0].rule == "testing/drug-tests@1#steps"
    assert state(counselor, stay) == "refused"


@pytest.mark.parametrize("word", ["presumptive", "definitive", "reviewed", "discussed"])
def test_a_result_or_review_is_no_mere_step(nurse, world, collected, word):
    with pytest.raises(BadInput):
        testing.step(nurse, test=collected(), state=word, at=world.at())


def test_a_step_lies_not_before_the_last(counselor, world, collected, result):
    test = collected()
    with pytest.raises(BadInput, match="before the test was collected"):
        result(test, hour=7)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"panel": []}, "panel"),
        ({"panel": "fentanyl"}, "panel"),
        ({"why": " "}, "why"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_an_order_says_what_for_and_when(order, given, field):
    with pytest.raises(BadInput) as refused:
        order(**given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"method": "guessed"}, "method"),
        ({"analyte": "tea", "cut_off": None}, "cut_off"),
        ({"analyte": " "}, "analyte"),
        ({"cut_off": -1}, "cut_off"),
    ],
)
def test_a_result_says_of_what_and_how(counselor, stay, collected, result, given, field):
    test = collected()
    with pytest.raises(BadInput) as refused:
        result(test, **given)
    assert refused.value.field == field
    assert (reviews(counselor, stay), state(counselor, stay)) == ([], "collected")


def test_a_test_is_ordered_in_an_open_stay(order, stay):
    stay.episode.ended_on = TODAY
    with pytest.raises(Conflict, match="The stay has ended"):
        order()


def test_who_may_do_what(world, counselor, nurse, order, result, collected):
    test = order()
    with pytest.raises(NotPermitted):
        testing.step(counselor, test=test, state="collected", at=world.at())
    with pytest.raises(NotPermitted):
        testing.review(nurse, test=test, at=world.at(), says="Fine.")
    with pytest.raises(NotPermitted):
        testing.discuss(nurse, test=test, at=world.at(), says="Fine.")


def test_the_neighbour_sees_and_changes_nothing(world, counselor, stay, collected, result):
    test = collected()
    result(test)
    at = world.at(hour=12)
    with pytest.raises(NotFound):
        testing.step(world.stranger, test=test, state="sent", at=at)
    with pytest.raises(NotFound):
        testing.review(world.stranger, test=test, at=at, says="Fine.")
    with pytest.raises(NotFound):
        of_testing.tests_of(world.stranger, episode=stay.episode)
    with pytest.raises(NotFound):
        of_testing.test_by_id(world.stranger, test_id=test.pk)
    assert of_testing.test_by_id(counselor, test_id=test.pk) == test
