"""The public site's rules: whom to call, by when somebody calls back, what fits, how many people could start."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from stepwell.care.scheduling.rules.openings import days_to_hold, may_hold, people_who_fit
from stepwell.doors.public.rules.danger import told
from stepwell.doors.public.rules.matching import Facts, Wish, misses
from stepwell.doors.public.rules.promise import promised
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

ON = date(2026, 3, 2)
CHECK, SITE, FIRST = load("public/self-check", ON), load("public/site", ON), load("enquiries/first-contact", ON)
KEYS = [one["key"] for rule in ("danger", "fit") for one in CHECK.rule(rule)["questions"]]


@pytest.mark.parametrize(("facts", "expect"), policy_cases("public/self-check"))
def test_the_self_check_says_whom_to_call_and_what_it_leans_to(facts: dict[str, Any], expect: dict[str, Any]):
    found = told(facts["answers"], CHECK)
    assert {"calls": list(found.calls), "leans": found.leans} == expect


@given(some.sets(some.sampled_from(KEYS)), some.sampled_from(KEYS))
def test_one_more_answer_never_takes_a_call_or_care_away(answers: set[str], more: str):
    less, greater = told(answers, CHECK), told(answers | {more}, CHECK)
    order = ("nothing", "less", "iop", "more")
    assert set(less.calls) <= set(greater.calls)
    assert order.index(less.leans) <= order.index(greater.leans)


def test_every_danger_is_a_fact_of_the_safety_check_and_has_a_call():
    from dataclasses import fields

    from stepwell.care.admissions.rules.safety import SafetyFacts

    known = {one.name for one in fields(SafetyFacts)}
    for one in CHECK.rule("danger")["questions"]:
        assert one["fact"] in known
        assert one["call"] in ("911", "988")


def test_every_question_is_there_in_both_languages():
    for rule in ("danger", "fit"):
        for one in CHECK.rule(rule)["questions"]:
            assert one["en"]
            assert one["es"]
            assert one["en"] != one["es"]
    for leaning in ("more", "iop", "less", "nothing"):
        assert set(CHECK.rule("results")[leaning]) == {"en", "es"}


@pytest.mark.parametrize(("facts", "expect"), policy_cases("public/site"))
def test_promises_and_holds(facts: dict[str, Any], expect: dict[str, Any]):
    if facts["ask"] == "hold":
        most = SITE.rule("hold")["most_in_a_group"]
        taken = facts["taken"] + facts["held"]
        assert {"may": may_hold(facts["hard_cap"], taken, facts["held"], most)} == expect
    else:
        at, due = (datetime.fromisoformat(str(facts[each])) for each in ("at", "due"))
        by = promised(at, facts["when"], due, False, SITE, FIRST)
        assert by == datetime.fromisoformat(str(expect["by"]))


@given(
    some.dates(date(2026, 1, 1), date(2026, 12, 31)),
    some.times(),
    some.sampled_from(("soon", "morning", "afternoon", "evening", "nonsense")),
    some.integers(0, 2880),
    some.booleans(),
)
def test_a_promise_is_never_earlier_than_the_clinics_own(on: date, clock: time, when: str, minutes: int, always: bool):
    at = datetime.combine(on, clock)
    due = at + timedelta(minutes=minutes)
    assert promised(at, when, due, always, SITE, FIRST) >= due


ROOM = some.dictionaries(some.integers(0, 6), some.integers(0, 12))


@given(ROOM, some.integers(1, 7))
def test_people_who_fit_can_really_be_seated(free: dict[int, int], days: int):
    """Seat them one after the other on the days with most room: the number is exact, not a guess."""
    room, people = dict(free), 0
    while len(chosen := sorted(room, key=lambda day: -room[day])[:days]) == days and all(room[day] for day in chosen):
        for day in chosen:
            room[day] -= 1
        people += 1
    assert people_who_fit(free, days) == people


@given(ROOM, some.integers(0, 6), some.integers(1, 7))
def test_one_more_free_chair_never_takes_a_seat_away(free: dict[int, int], day: int, days: int):
    assert people_who_fit({**free, day: free.get(day, 0) + 1}, days) >= people_who_fit(free, days)


@given(ROOM, some.integers(1, 7))
def test_a_week_is_held_where_a_person_fits(free: dict[int, int], days: int):
    held = days_to_hold(free, days)
    assert bool(held) == (people_who_fit(free, days) > 0)
    assert all(free[day] > 0 for day in held)
    assert len(held) in (0, days)


HAS = Facts(
    miles=30,
    seats={"morning": 0, "evening": 2},
    ways=frozenset({"in_person"}),
    payers=frozenset({"commercial", "self"}),
    concerns=frozenset({"alcohol"}),
    serves=frozenset({"women"}),
    languages=frozenset({"en"}),
    children=False,
    options=frozenset({"yoga"}),
)


@pytest.mark.parametrize(
    ("wish", "missed"),
    [
        (Wish(), ()),
        (Wish(miles=30), ()),
        (Wish(miles=25), ("far",)),
        (Wish(miles=25, way="video"), ("way",)),
        (Wish(parts=frozenset({"morning"})), ("part",)),
        (Wish(parts=frozenset({"morning", "evening"})), ()),
        (Wish(payer="medicare"), ("payer",)),
        (Wish(payer="self"), ()),
        (Wish(concern="opioids"), ("concern",)),
        (Wish(who="men"), ("who",)),
        (Wish(who="women"), ()),
        (Wish(language="es"), ("language",)),
        (Wish(children=True), ("children",)),
        (Wish(options=frozenset({"yoga"})), ()),
        (Wish(options=frozenset({"matrix", "yoga"})), ("matrix",)),
        (Wish(miles=5, concern="opioids", options=frozenset({"art"})), ("far", "concern", "art")),
    ],
)
def test_what_is_not_met_is_named(wish: Wish, missed: tuple[str, ...]):
    assert misses(wish, HAS) == missed


def test_a_full_program_says_so_and_not_that_the_hour_is_wrong():
    from dataclasses import replace

    full = replace(HAS, seats={"morning": 0, "evening": 0})
    assert misses(Wish(parts=frozenset({"evening"})), full) == ("full",)
