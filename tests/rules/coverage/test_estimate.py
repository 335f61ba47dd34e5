"""The estimate: to the cent, never above the maximum, a range only where something is not verified."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.registry.coverage.rules.estimate import estimate
from stepwell.registry.coverage.rules.estimate_facts import (
    Amount,
    Benefits,
    Estimate,
    EstimateFacts,
    Range,
    Share,
    Stretch,
)
from tests.rules.policy_cases import policy_cases, ruled

ON = date(2026, 3, 2)
POLICY = load("fees/estimate", on=ON)


def dollars(amount: str, verified: bool = True) -> Amount:
    return Amount(Decimal(amount), verified)


BENEFITS = Benefits(dollars("300.00"), dollars("0.00"), dollars("6000.00"), copay=dollars("70.00"))
FACTS = EstimateFacts(ON, (Stretch(2, 3),), Decimal("350.00"), BENEFITS)


def ask(**changed: object) -> Estimate:
    facts = replace(FACTS, benefits=replace(BENEFITS, **changed))
    return estimate(facts, POLICY).answer


def same(amount: str) -> Range:
    return Range(Decimal(amount), Decimal(amount))


@pytest.mark.parametrize(("facts", "expect"), policy_cases("fees/estimate"))
def test_what_the_policy_promises(facts: dict, expect: dict) -> None:
    ruling = ruled("estimate", facts)["ruling"]
    assert {key: ruling[key] for key in expect} == expect


def test_a_copay_a_day() -> None:
    assert ask().you_pay == same("420.00")
    assert ask().plan_pays == same("1380.00")


def test_the_deductible_comes_first_and_ends_within_a_day() -> None:
    answer = ask(deductible_left=dollars("450.00"))
    assert answer.you_pay == same("800.00")  # 300, then 150 and a copay of 70, then four copays
    assert ask(deductible_left=dollars("450.00"), deductible_first=False).you_pay == same("420.00")


def test_a_copay_is_never_more_than_the_day() -> None:
    assert ask(copay=dollars("500.00")).you_pay == same("1800.00")


def test_a_coinsurance_is_rounded_each_day() -> None:
    answer = ask(copay=None, coinsurance=Share(Decimal("33.335"), True), allowed_a_day=dollars("100.00"))
    assert answer.you_pay == same("200.04")


def test_the_maximum_ends_what_the_person_pays() -> None:
    answer = ask(out_of_pocket_left=dollars("100.00"))
    assert answer.you_pay == same("100.00")
    assert [week.you_pay.high for week in answer.weeks] == [Decimal("100.00"), Decimal("0.00")]


def test_weeks_that_thin_out() -> None:
    facts = replace(FACTS, plan=(Stretch(1, 5), Stretch(2, 3)))
    weeks = estimate(facts, POLICY).answer.weeks
    assert [(week.week, week.starts_on, week.days) for week in weeks] == [
        (1, date(2026, 3, 2), 5),
        (2, date(2026, 3, 9), 3),
        (3, date(2026, 3, 16), 3),
    ]


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"copay": dollars("70.00", False)}, "copay"),
        ({"copay": Amount()}, "copay"),
        ({"copay": None}, "copay_or_coinsurance"),
        ({"copay": None, "coinsurance": Share(Decimal(20))}, "coinsurance"),
        ({"deductible_left": dollars("450.00", False)}, "deductible_left"),
        ({"deductible_left": Amount()}, "deductible_left"),
        ({"allowed_a_day": dollars("200.00", False)}, "allowed_a_day"),
        ({"out_of_pocket_left": dollars("300.00", False)}, "out_of_pocket_left"),
    ],
)
def test_what_is_not_verified_makes_a_range_and_is_named(changed: dict, name: str) -> None:
    answer = ask(**changed)
    assert answer.unverified == (name,)
    assert not answer.exact
    varies = answer.total if name == "allowed_a_day" else answer.you_pay
    assert varies.low < varies.high


def test_verified_without_an_amount_is_not_verified() -> None:
    assert ask(copay=Amount(None, verified=True)).unverified == ("copay",)
    assert ask(out_of_pocket_left=Amount(None, verified=True)).exact


def test_nothing_known_ranges_from_nothing_to_everything() -> None:
    unknown = Amount()
    answer = ask(allowed_a_day=unknown, deductible_left=unknown, out_of_pocket_left=unknown, copay=None)
    assert (answer.you_pay.low, answer.you_pay.high) == (Decimal(0), Decimal("2100.00"))


def test_who_pays_themselves_pays_the_price() -> None:
    alone = replace(FACTS, benefits=None)
    assert estimate(alone, POLICY).answer.you_pay == same("2100.00")
    assert estimate(replace(alone, self_pay_a_day=Decimal("10.00")), POLICY).answer.you_pay == same("60.00")


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"plan": []}, "plan"),
        ({"benefits": {"allowed_a_day": {}, "deductible_left": {}, "out_of_pocket_left": {},
                       "copay": {}, "coinsurance": {}}}, "benefits.coinsurance"),
        ({"price_a_day": "350.005"}, "price_a_day"),
        ({"price_a_day": "-1.00"}, "price_a_day"),
        ({"price_a_day": "NaN"}, "price_a_day"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_estimated(changed: dict, path: str) -> None:
    with pytest.raises(BadFacts) as wrong:
        ruled(
            "estimate", {"starts_on": ON, "plan": [{"weeks": 1, "days_a_week": 3}], "price_a_day": "350.00"} | changed
        )
    assert wrong.value.path == path


money = st.integers(0, 100_000).map(lambda cents: Decimal(cents) / 100)
amounts = st.builds(Amount, st.none() | money, st.booleans())
shares = st.builds(Share, st.none() | st.integers(0, 10_000).map(lambda part: Decimal(part) / 100), st.booleans())
paid = st.one_of(
    st.fixed_dictionaries({}),
    st.fixed_dictionaries({"copay": amounts}),
    st.fixed_dictionaries({"coinsurance": shares}),
)
coverages = st.builds(
    lambda allowed, deductible, limit, first, pays: Benefits(
        allowed, deductible, limit, deductible_first=first, **pays
    ),
    amounts, amounts, amounts, st.booleans(), paid,
)  # fmt: skip
plans = st.lists(st.builds(Stretch, st.integers(1, 4), st.integers(1, 7)), min_size=1, max_size=3).map(tuple)
questions = st.builds(EstimateFacts, st.just(ON), plans, money, st.none() | coverages, st.none() | money)


@given(facts=questions)
def test_you_and_the_plan_pay_the_whole_and_nobody_less_than_nothing(facts: EstimateFacts) -> None:
    answer = estimate(facts, POLICY).answer
    for part in (answer, *answer.weeks):
        for side in ("low", "high"):
            you, plan, total = (getattr(of, side) for of in (part.you_pay, part.plan_pays, part.total))
            assert you + plan == total
            assert you >= 0
            assert plan >= 0
            assert you == round(you, 2)
    assert answer.you_pay.low <= answer.you_pay.high
    assert answer.total.low <= answer.total.high
    if answer.exact:
        assert answer.you_pay.low == answer.you_pay.high
    for name in ("total", "you_pay"):
        assert sum(getattr(week, name).high for week in answer.weeks) == getattr(answer, name).high


@given(facts=questions)
def test_never_above_the_maximum_that_is_left(facts: EstimateFacts) -> None:
    if facts.benefits is not None:
        limit = facts.benefits.out_of_pocket_left
        if limit.verified and limit.amount is not None:
            assert estimate(facts, POLICY).answer.you_pay.high <= limit.amount


@given(facts=questions)
def test_a_verification_never_widens_the_range(facts: EstimateFacts) -> None:
    benefits = facts.benefits
    if benefits is None or benefits.copay is None or benefits.copay.amount is None:
        return
    told = replace(benefits, copay=replace(benefits.copay, verified=True))
    before, after = (estimate(replace(facts, benefits=of), POLICY).answer.you_pay for of in (benefits, told))
    assert before.low <= after.low <= after.high <= before.high
