"""The day of a test is drawn: one in each stretch, on a weekday, the same whenever it is asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.testing.rules.random_draw import stretch_of

MONDAY = date(2026, 3, 2)


def draw(seed: str, day: int, many: int):
    return stretch_of(seed=seed, admitted_on=MONDAY, on=MONDAY + timedelta(days=day), in_four_weeks=many)


@given(st.text(max_size=8), st.integers(0, 400), st.integers(1, 12))
def test_each_day_lies_in_one_stretch_with_one_day_drawn_in_it(seed: str, day: int, many: int):
    found = draw(seed, day, many)
    assert found.first <= MONDAY + timedelta(days=day) <= found.last
    assert found.first <= found.drawn <= found.last
    length = (found.last - found.first).days + 1
    assert all(draw(seed, (found.first - MONDAY).days + one, many) == found for one in range(length))


@given(st.text(max_size=8), st.integers(1, 4))
def test_four_weeks_have_as_many_tests_as_the_program_says_all_on_weekdays(seed: str, many: int):
    drawn = {draw(seed, day, many).drawn for day in range(28)}
    assert len(drawn) == many
    assert all(one.weekday() < 5 for one in drawn)


def test_people_are_not_drawn_on_the_same_days():
    assert len({draw(f"stay-{number}", 0, 4).drawn for number in range(40)}) > 3


def test_no_tests_no_draw_and_none_before_the_stay():
    assert draw("a", 3, 0) is None
    with pytest.raises(ValueError, match="day of the stay"):
        draw("a", -1, 4)
