"""Outcomes: three completion rates side by side, with their denominators."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stepwell.office.reports.rules.outcomes import (
    Change,
    Stay,
    census,
    change_in_measures,
    completion,
    hours_kept,
    length_of_stay,
    retention,
    show_rate,
)

DAY = date(2026, 3, 2)


def stay(days: int | None, teds: int | None, *, down: bool = False, since: date = DAY) -> Stay:
    ended = since + timedelta(days=days) if days is not None else None
    return Stay(since, ended, teds, down, expected=10, attended=8, attended_minutes=720, planned_minutes=900)


COHORT = [
    stay(60, 1),
    stay(100, 1),
    stay(20, 2),
    stay(40, 4, down=True),
    stay(40, 4),
    stay(10, 5),
    stay(5, 6),
    stay(None, None),
]


def test_completion_under_three_definitions():
    by_discharge, or_down, intent = completion(COHORT)
    assert (by_discharge.numerator, by_discharge.denominator) == (2, 5)
    assert by_discharge.left_out == "2 who died or were incarcerated"
    assert (or_down.numerator, or_down.denominator) == (3, 5)
    assert (intent.numerator, intent.denominator) == (2, 8)


def test_retention_counts_only_those_admitted_long_enough_ago():
    figure = retention(COHORT, DAY + timedelta(days=120), 90)
    # Both who completed, and the one still here.
    assert (figure.numerator, figure.denominator) == (3, 8)
    early = retention([*COHORT, stay(None, None, since=DAY + timedelta(days=60))], DAY + timedelta(days=120), 90)
    assert early.denominator == 8
    assert early.left_out == "1 admitted too recently to count"


def test_nobody_is_not_zero_percent():
    assert show_rate([]).value is None
    assert completion([])[0].value is None
    assert length_of_stay([]).value is None


def test_length_of_stay_is_a_median_and_says_who_is_missing():
    figure = length_of_stay([stay(9, 1), stay(19, 1), stay(99, 2), stay(None, None)])
    assert figure.value == 20
    assert figure.left_out == "1 stays still open"


def test_census_counts_the_last_day():
    assert census([stay(5, 1)], DAY + timedelta(days=5)).value == 1
    assert census([stay(5, 1)], DAY + timedelta(days=6)).value == 0
    assert census([stay(None, None)], DAY - timedelta(days=1)).value == 0


def test_hours_above_plan_do_not_hide_hours_below_it():
    over = Stay(DAY, None, None, False, 1, 1, 2000, 900)
    under = Stay(DAY, None, None, False, 1, 1, 0, 900)
    assert hours_kept([over, under]).value == 0.5


def test_reliable_improvement():
    changes = [
        Change("phq-9", 18, 8, True, True),
        Change("phq-9", 10, 9, False, True),
        Change("gad-7", 5, 15, True, False),
    ]
    assert change_in_measures(changes, "phq-9").value == 0.5
    assert change_in_measures(changes, "gad-7").value == 0


stays = st.lists(
    st.builds(
        stay,
        st.one_of(st.none(), st.integers(0, 400)),
        st.one_of(st.none(), st.integers(1, 7)),
        down=st.booleans(),
    ),
    max_size=20,
)


@given(stays, st.randoms())
def test_order_does_not_matter_and_the_definitions_nest(cohort: list[Stay], random):
    first = completion(cohort)
    shuffled = list(cohort)
    random.shuffle(shuffled)
    assert completion(shuffled) == first
    assert first[0].numerator <= first[1].numerator
    assert all(0 <= figure.value <= 1 for figure in first if figure.value is not None)
    assert first[2].denominator == len(cohort)
