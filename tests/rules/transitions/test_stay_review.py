"""A review of the stay: one sign of need is enough to step up, every criterion is needed to step down."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.transitions.rules.stay import advise, may_approve
from stepwell.care.transitions.rules.stay_facts import Approval, StayAdvice, StayFacts
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

POLICY = load("transitions/stay-review", on=date(2026, 3, 2))
READY = StayFacts(
    level="2.1",
    required_level="1.5",
    attendance_percent=(80, 80, 80, 80),
    hours_kept=(True,) * 4,
    days_since_risky_use=30,
    objectives_met_percent=75,
    rating_4a="A",
    relapse_plan=True,
    aftercare_booked=True,
    progressing=True,
)


def ask(facts: StayFacts) -> StayAdvice:
    ruling = advise(facts, POLICY)
    assert ruling.reasons
    return ruling.answer


@pytest.mark.parametrize(("facts", "expect"), policy_cases("transitions/stay-review"))
def test_what_the_policy_promises(facts: dict, expect: dict) -> None:
    given_ = {key: tuple(value) if isinstance(value, list) else value for key, value in facts.items()}
    answer = vars(ask(StayFacts(**given_)))
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in answer.items()}
    assert {key: told[key] for key in expect} == expect


def test_at_the_edge_of_every_criterion_it_is_a_step_down() -> None:
    assert ask(READY) == StayAdvice("step_down", "1.5", ())


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"attendance_percent": (80, 80, 80, 79)}, "attendance"),
        ({"attendance_percent": (100, 100, 100)}, "attendance"),
        ({"hours_kept": (True, False, True, True)}, "hours"),
        ({"days_since_risky_use": 29}, "no_risky_use"),
        ({"days_since_risky_use": 13, "planned_management": True}, "no_risky_use"),
        ({"objectives_met_percent": 74}, "objectives"),
        ({"rating_4a": "B"}, "risk_of_use_low"),
        ({"rating_4a": None}, "risk_of_use_low"),
        ({"measures_stable": False}, "measures_stable"),
        ({"worsenings": 1}, "measures_stable"),
        ({"relapse_plan": False}, "relapse_plan"),
        ({"aftercare_booked": False}, "aftercare_booked"),
    ],
)
def test_each_criterion_alone_holds_a_step_down_back(changed: dict, missing: str) -> None:
    answer = ask(replace(READY, **changed))
    assert answer.recommended == "continue"
    assert answer.missing == (missing,)


def test_a_plan_that_meets_a_risky_use_shortens_the_wait() -> None:
    assert ask(replace(READY, days_since_risky_use=14, planned_management=True)).recommended == "step_down"


SIGNS = [
    {"required_level": "2.5"},
    {"worsenings": 2},
    {"repeated_use": True, "unsafe_environment": True},
    {"new_withdrawal": True},
    {"suicide_risk": "high", "risk_contained": False},
]


@pytest.mark.parametrize("sign", SIGNS)
def test_one_sign_of_need_outweighs_all_progress(sign: dict) -> None:
    answer = ask(replace(READY, **sign))
    assert (answer.recommended, answer.level) == ("step_up", "2.5")


@pytest.mark.parametrize(
    "sign", [{"repeated_use": True}, {"unsafe_environment": True}, {"suicide_risk": "high"}, {"worsenings": 1}]
)
def test_half_a_sign_is_none(sign: dict) -> None:
    assert ask(replace(READY, **sign)).recommended != "step_up"


def test_fewer_days_only_while_there_is_a_day_to_give_up() -> None:
    steady = replace(READY, aftercare_booked=False, days_per_week=4)
    assert ask(steady).recommended == "thin"
    assert ask(replace(steady, days_per_week=3)).recommended == "continue"


def test_a_named_licensed_clinician_approves() -> None:
    said = Approval("step_down", "step_down", "Rosa Lin", "LMFT")
    assert may_approve(said, POLICY).answer
    assert not may_approve(replace(said, approved_by=" "), POLICY).answer
    assert not may_approve(replace(said, credential="RADT"), POLICY).answer
    assert not may_approve(replace(said, decided="continue"), POLICY).answer
    assert may_approve(replace(said, decided="continue", why="The child starts school first."), POLICY).answer


stays = st.builds(
    StayFacts,
    level=st.sampled_from(["1.5", "2.1", "2.5"]),
    required_level=st.none() | st.sampled_from(["1.0", "1.5", "2.1", "2.5", "3.5", "4"]),
    attendance_percent=st.lists(st.integers(0, 100), max_size=5).map(tuple),
    hours_kept=st.lists(st.booleans(), max_size=5).map(tuple),
    days_since_risky_use=st.none() | st.integers(0, 60),
    planned_management=st.booleans(),
    objectives_met_percent=st.integers(0, 100),
    rating_4a=st.none() | st.sampled_from("0ABCDE"),
    measures_stable=st.booleans(),
    worsenings=st.integers(0, 3),
    relapse_plan=st.booleans(),
    aftercare_booked=st.booleans(),
    days_per_week=st.integers(1, 7),
    progressing=st.booleans(),
    suicide_risk=st.sampled_from(["none", "low", "moderate", "high"]),
    risk_contained=st.booleans(),
)


@given(facts=stays, sign=st.sampled_from(SIGNS[1:]))
def test_no_progress_averages_a_danger_away(facts: StayFacts, sign: dict) -> None:
    assert ask(replace(facts, **sign)).recommended == "step_up"


@given(facts=stays)
def test_more_progress_never_speaks_for_more_treatment(facts: StayFacts) -> None:
    better = replace(facts, objectives_met_percent=100, relapse_plan=True, aftercare_booked=True)
    if ask(facts).recommended == "step_down":
        assert ask(better).recommended == "step_down"
    assert (ask(better).recommended == "step_up") == (ask(facts).recommended == "step_up")
