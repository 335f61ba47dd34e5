"""Sliding fee, good-faith estimates, parity and payment plans."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.doors.cli.decide.engine import Engine
from stepwell.doors.cli.decide.typed import facts_of
from stepwell.foundation.policy.loading import load
from stepwell.registry.coverage.rules.business_days import business_days_later, holidays, is_business_day
from stepwell.registry.coverage.rules.good_faith import GoodFaithFacts, good_faith_due
from stepwell.registry.coverage.rules.parity import Limits, parity_flags
from stepwell.registry.coverage.rules.payment_plan import PlanFacts, payment_plan
from stepwell.registry.coverage.rules.sliding_fee import Household, sliding_fee
from tests.rules.policy_cases import plain_json, policy_cases

ON = date(2026, 3, 2)
GUIDELINE = load("fees/poverty-guideline-2026", on=ON)
SCALE = load("fees/sliding-scale", on=ON)
PRICE = Decimal("240.00")
HOLIDAYS = load("fees/good-faith-estimate", on=ON).rule("holidays")["days"]


def read(kind: type, facts: dict):
    """Facts of a case as the rule's own dataclass, read as strictly as the shell reads them."""
    asked = Engine("", kind, kind, lambda _: _, ())
    raw = plain_json(facts)
    return facts_of(asked, facts, raw)


def fee(income: str, people: int = 1, state: str = "CA"):
    return sliding_fee(Household(Decimal(income), people, state, ON), PRICE, GUIDELINE, SCALE).answer


@pytest.mark.parametrize(
    ("facts", "expect"), policy_cases("fees/poverty-guideline-2026") + policy_cases("fees/sliding-scale")
)
def test_what_the_fee_policies_promise(facts: dict, expect: dict | None) -> None:
    answer = sliding_fee(read(Household, facts), PRICE, GUIDELINE, SCALE).answer
    if expect is None:
        assert answer is None
    else:
        told = asdict(answer)
        assert {key: None if told[key] is None else str(told[key]) for key in expect} == expect


@pytest.mark.parametrize(
    ("people", "line"),
    [(1, 15960), (2, 21640), (3, 27320), (4, 33000), (5, 38680), (6, 44360), (7, 50040), (8, 55720), (10, 67080)],
)
def test_the_table_of_2026(people: int, line: int) -> None:
    assert fee("0.00", people).guideline == line


@pytest.mark.parametrize("state", ["AK", "HI", "hi"])
def test_a_state_with_its_own_table_is_told_so(state: str) -> None:
    ruling = sliding_fee(Household(Decimal(0), 1, state, ON), PRICE, GUIDELINE, SCALE)
    assert ruling.answer is None
    assert "Alaska and Hawaii" in ruling.reasons[0].says


def test_a_nominal_fee_is_never_more_than_the_price() -> None:
    ruling = sliding_fee(Household(Decimal(0), 1, "CA", ON), Decimal("4.00"), GUIDELINE, SCALE)
    assert ruling.answer is not None
    assert ruling.answer.a_day == Decimal("4.00")


def test_proof_on_the_last_of_february_expires_a_year_later() -> None:
    ruling = sliding_fee(Household(Decimal(0), 1, "CA", date(2028, 2, 29)), PRICE, GUIDELINE, SCALE)
    assert ruling.answer is not None
    assert ruling.answer.expires_on == date(2029, 2, 28)


@given(
    income=st.integers(0, 20_000_000),
    more=st.integers(0, 5_000_000),
    people=st.integers(1, 12),
    further=st.integers(0, 5),
)
def test_more_income_never_lowers_and_more_people_never_raise_the_fee(income, more, people, further) -> None:
    def a_day(cents: int, persons: int) -> Decimal:
        return fee(str(Decimal(cents) / 100), persons).a_day

    assert a_day(income + more, people) >= a_day(income, people)
    assert a_day(income, people + further) <= a_day(income, people)
    assert 0 <= a_day(income, people) <= PRICE


@pytest.mark.parametrize(("facts", "expect"), policy_cases("fees/good-faith-estimate"))
def test_when_a_good_faith_estimate_is_due(facts: dict, expect: date | None) -> None:
    policy = load("fees/good-faith-estimate", on=ON)
    ruling = good_faith_due(read(GoodFaithFacts, facts), policy)
    assert ruling.answer == expect
    assert ruling.reasons


def test_asked_for_and_booked_the_earlier_day_holds() -> None:
    policy = load("fees/good-faith-estimate", on=ON)
    booked = GoodFaithFacts(False, booked_on=ON, service_on=ON + timedelta(days=3))
    assert good_faith_due(replace(booked, requested_on=ON), policy).answer == ON + timedelta(days=1)


def test_the_federal_holidays_of_2026() -> None:
    assert sorted(holidays(2026, HOLIDAYS)) == [
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19),
        date(2026, 7, 3), date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26),
        date(2026, 12, 25),
    ]  # fmt: skip


def test_new_year_on_a_saturday_is_kept_in_the_old_year() -> None:
    assert not is_business_day(date(2027, 12, 31), HOLIDAYS)
    assert business_days_later(date(2027, 12, 30), 1, HOLIDAYS) == date(2028, 1, 3)


@pytest.mark.parametrize(("facts", "expect"), policy_cases("fees/parity"))
def test_where_a_plan_is_stricter(facts: dict, expect: list) -> None:
    policy = load("fees/parity", on=ON)
    behavioral, medical = read(Limits, facts["behavioral"]), read(Limits, facts["medical"])
    ruling = parity_flags(behavioral, medical, policy)
    assert list(ruling.answer) == expect
    assert ruling.reasons


@given(limit=st.none() | st.integers(0, 366), copay=st.none() | st.integers(0, 100).map(Decimal), prior=st.booleans())
def test_equal_limits_are_never_stricter(limit, copay, prior) -> None:
    limits = Limits(copay, None, limit, prior)
    assert parity_flags(limits, limits, load("fees/parity", on=ON)).answer == ()


@pytest.mark.parametrize(("facts", "expect"), policy_cases("fees/payment-plan"))
def test_the_instalments_the_policy_promises(facts: dict, expect: list) -> None:
    made = payment_plan(read(PlanFacts, facts), load("fees/payment-plan", on=ON)).answer
    assert [[one.due_on.isoformat(), str(one.amount)] for one in made] == expect


def test_by_the_week_and_too_many() -> None:
    policy = load("fees/payment-plan", on=ON)
    weekly = payment_plan(PlanFacts(Decimal("40.00"), 2, ON, "week"), policy).answer
    assert [one.due_on for one in weekly] == [ON, ON + timedelta(days=7)]
    refused = payment_plan(PlanFacts(Decimal("4000.00"), 37, ON), policy)
    assert (refused.answer, refused.reasons[0].rule) == ((), "fees/payment-plan@1#too-many")


@given(cents=st.integers(0, 10_000_000), instalments=st.integers(1, 40))
def test_instalments_sum_to_what_is_owed_to_the_cent(cents: int, instalments: int) -> None:
    total = Decimal(cents) / 100
    made = payment_plan(PlanFacts(total, instalments, ON), load("fees/payment-plan", on=ON)).answer
    if made:
        assert sum(one.amount for one in made) == total
        assert max(one.amount for one in made) - min(one.amount for one in made) <= Decimal("0.01")
        assert len({one.due_on for one in made}) == instalments
