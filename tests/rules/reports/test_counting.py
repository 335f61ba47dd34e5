"""The dashboard's counting: shares with their denominators, lengths of stay, and the product-limit curve by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.policy.loading import load
from stepwell.office.reports.rules.counting import Bar, Spread, bars, basis, few, kept, mondays, show, spread
from stepwell.office.reports.rules.retention import Point, Seen, curve
from tests.rules.policy_cases import policy_cases

DAY = date(2026, 3, 2)
POLICY = load("reports/dashboard", DAY)


@pytest.mark.parametrize(("facts", "expect"), policy_cases("reports/dashboard"))
def test_the_cases_of_the_policy(facts, expect):
    facts = dict(facts)
    ask = facts.pop("ask")
    if ask == "few":
        answer = {"few": few(facts["n"], POLICY)}
    elif ask == "show":
        found = show(facts, POLICY)
        answer = {"expected": found.of, "share": found.share}
    elif ask == "kept":
        answer = {"kept": kept(**facts, policy=POLICY)}
    else:
        answer = {"days": POLICY.rule("retention")["at_days"]}
    assert answer == expect


def test_a_figure_says_what_it_rests_on():
    found = basis(POLICY, "show-rate", 4, "sessions", DAY, DAY, "2 not decided yet")
    assert found.definition.startswith("Sessions attended, of all sessions people were expected at")
    assert (found.n, found.what, found.left_out) == (4, "sessions", "2 not decided yet")
    assert found.few.startswith("Only 4")
    assert found.rule == "reports/dashboard@1#show-rate"


def test_nobody_counted_is_no_zero():
    assert show({"expected": 3}, POLICY).share is None
    assert spread([]) == Spread(None, None, None)


def test_the_curve_is_the_one_worked_out_by_hand():
    """Five stays: left on days 5, 10 and 20; seen to days 10 and 30.

    After 5: 4/5. On day 10 four are at risk, one leaves: 4/5 x 3/4 = 3/5. On day 20 two are at risk: 3/5 x 1/2 = 3/10.
    """
    seen = [Seen(5, True), Seen(10, True), Seen(10, False), Seen(20, True), Seen(30, False)]
    assert curve(seen, [0, 5, 6, 10, 11, 20, 21, 30, 31]) == (
        Point(0, 1.0, 5, 0),
        Point(5, 1.0, 5, 0),
        Point(6, 0.8, 4, 1),
        Point(10, 0.8, 4, 1),
        Point(11, 0.6, 2, 2),
        Point(20, 0.6, 2, 2),
        Point(21, 0.3, 1, 3),
        Point(30, 0.3, 1, 3),
        Point(31, None, 0, 3),
    )


def test_the_published_example_of_remission_times():
    """Gehan's 21 patients on 6-mercaptopurine, as every textbook has it: 0.857 after 6 weeks, 0.448 after 23."""
    left = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    seen = [Seen(day, True) for day in left] + [Seen(day, False) for day in still]
    found = {point.day: point.share for point in curve(seen, [7, 8, 11, 14, 17, 23, 24])}
    assert found == {7: 0.8571, 8: 0.8067, 11: 0.7529, 14: 0.6902, 17: 0.6275, 23: 0.5378, 24: 0.4482}


def test_when_all_have_left_the_share_is_zero_and_of_nobody_there_is_none():
    assert curve([Seen(3, True)], [3, 4, 90]) == (Point(3, 1.0, 1, 0), Point(4, 0.0, 0, 1), Point(90, 0.0, 0, 1))
    assert curve([], [7])[0].share is None


STAYS = st.lists(st.builds(Seen, st.integers(0, 150), st.booleans()), max_size=30)


@given(STAYS, st.randoms())
def test_the_curve_never_rises_and_does_not_ask_for_an_order(seen, random):
    days = [0, 7, 14, 30, 60, 90, 120]
    found = curve(seen, days)
    known = [point.share for point in found if point.share is not None]
    assert known == sorted(known, reverse=True)
    shuffled = list(seen)
    random.shuffle(shuffled)
    assert curve(shuffled, days) == found


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_without_anybody_open_the_curve_is_the_plain_share(days):
    (point,) = curve([Seen(day, True) for day in days], [30])
    assert point.share == round(sum(day >= 30 for day in days) / len(days), 4)


@given(st.lists(st.integers(1, 400), max_size=40))
def test_every_stay_is_in_one_bar(days):
    found = bars(days, POLICY.rule("length-of-stay")["up_to_days"])
    assert sum(bar.stays for bar in found) == len(days)
    assert [bar.over for bar in found[1:]] == [bar.up_to for bar in found[:-1]]


def test_the_edges_of_a_bar():
    assert bars([7, 8, 14, 15], [7, 14]) == (Bar(0, 7, 1), Bar(7, 14, 2), Bar(14, None, 1))


def test_median_and_quarters():
    assert spread([1, 2, 3, 4]) == Spread(2.5, 1.5, 3.5)
    assert spread([5, 1, 3]) == Spread(3.0, 2.0, 4.0)


def test_weeks_begin_on_mondays():
    assert mondays(DAY + timedelta(days=6), DAY + timedelta(days=7)) == [DAY, DAY + timedelta(weeks=1)]
    assert mondays(DAY, DAY) == [DAY]
