"""The billable day: exact at the minute, held before it is counted, never more than one unit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.policy.loading import load
from stepwell.office.claims.rules.contract import DayContract, day_contract
from stepwell.office.claims.rules.day import billable_day, counted_minutes
from stepwell.office.claims.rules.day_facts import Authorization, Component, Day, DayFacts, Reduced, Service
from stepwell.office.claims.rules.terms import Terms
from stepwell.office.claims.rules.units import units
from tests.rules.policy_cases import policy_cases, ruled

ON = date(2026, 3, 2)
DEFAULT = load("payers/default", on=ON)
TERMS = Terms(DEFAULT, DEFAULT)
CONTRACT = day_contract(TERMS)
GROUP = Service(90, True, True, "group")
FULL = DayFacts((GROUP, GROUP), Authorization(True, 3), False, True, True)


def ask(facts: DayFacts, contract: DayContract = CONTRACT) -> Day:
    ruling = billable_day(facts, contract, TERMS)
    assert ruling.reasons
    return ruling.answer


def of_minutes(*minutes: int) -> DayFacts:
    return replace(FULL, services=tuple(Service(part, True, True) for part in minutes))


@pytest.mark.parametrize(("facts", "expect"), policy_cases("payers"))
def test_what_the_policies_promise(facts: dict, expect: dict) -> None:
    assert ruled("billable-day", facts)["ruling"] == expect


@pytest.mark.parametrize(("minutes", "unit"), [(0, 0), (1, 0), (179, 0), (180, 1), (181, 1), (360, 1), (1440, 1)])
def test_a_day_begins_at_its_last_minute(minutes: int, unit: int) -> None:
    assert ask(of_minutes(minutes)) == Day(unit > 0, unit)


def test_a_short_day_says_how_many_minutes_were_missing() -> None:
    ruling = billable_day(of_minutes(179), CONTRACT, TERMS)
    assert ruling.reasons[0].says == "179 minutes attended, 1 fewer than the 180 that make a day."
    assert ruling.reasons[0].facts["short_by"] == 1
    assert ruling.reasons[0].rule == "payers/default@1#short-day"


HOLDS = {
    "unsigned-note": replace(FULL, services=(GROUP, replace(GROUP, note_signed=False))),
    "no-active-authorization": replace(FULL, authorization=Authorization(False, 3)),
    "no-units-left": replace(FULL, authorization=Authorization(True, 0)),
    "other-per-diem": replace(FULL, other_per_diem=True),
    "no-payment-consent": replace(FULL, payment_consent=False),
}


@pytest.mark.parametrize(("reason", "facts"), HOLDS.items(), ids=HOLDS)
@pytest.mark.parametrize("policy", ["NONE", "COMPONENT_CODES", "REDUCED"])
@pytest.mark.parametrize("minutes", [1, 60, 180])
def test_a_held_day_leaves_nothing_out_of_the_house(reason, facts, policy, minutes) -> None:
    held = replace(facts, services=tuple(replace(service, minutes=minutes) for service in facts.services))
    assert ask(held, replace(CONTRACT, short_day_policy=policy)) == Day(False, 0, (reason,), ())


def test_every_reason_that_holds_a_day_is_told() -> None:
    facts = DayFacts((replace(GROUP, note_signed=False),), None, True, True, False)
    contract = replace(CONTRACT, required_mix=("individual",))
    assert ask(facts, contract).held == (
        "unsigned-note",
        "no-active-authorization",
        "other-per-diem",
        "no-payment-consent",
        "service-mix-missing",
    )


def test_a_payer_that_asks_for_no_authorization_holds_for_none() -> None:
    contract = replace(CONTRACT, authorization_required=False)
    for granted in (None, Authorization(False, 0)):
        assert ask(replace(FULL, authorization=granted), contract) == Day(True, 1)


def test_units_that_are_not_counted_cannot_run_out() -> None:
    assert ask(replace(FULL, authorization=Authorization(True, None))) == Day(True, 1)


@pytest.mark.parametrize("kind", ["meal", "no-show", "mutual-help", "documentation", "testing"])
def test_what_never_counts_needs_no_note_either(kind: str) -> None:
    facts = replace(FULL, services=(Service(179, True, True), Service(60, True, False, kind)))
    assert ask(facts) == Day(False, 0)


@pytest.mark.parametrize(("minutes", "counted"), [(15, 180), (16, 165), (14, 179)])
def test_a_break_counts_while_it_is_short_and_needs_no_note(minutes: int, counted: int) -> None:
    services = (Service(165, True, True), Service(minutes, True, False, "break"))
    assert counted_minutes(services, CONTRACT) == counted
    assert ask(replace(FULL, services=services)) == Day(counted >= 180, int(counted >= 180))


def test_breaks_alone_are_no_treatment() -> None:
    breaks = tuple(Service(15, True, False, "break") for _ in range(12))
    for policy in ("NONE", "COMPONENT_CODES", "REDUCED"):
        assert ask(replace(FULL, services=breaks), replace(CONTRACT, short_day_policy=policy)) == Day(False, 0)


def test_a_service_that_does_not_count_needs_no_note() -> None:
    assert ask(replace(FULL, services=(GROUP, GROUP, Service(30, False, False)))) == Day(True, 1)


def test_the_parts_of_a_short_day() -> None:
    services = (GROUP, Service(45, True, True, None, "H0004"), Service(30, True, True, "art"))
    day = ask(replace(FULL, services=services), replace(CONTRACT, short_day_policy="COMPONENT_CODES"))
    parts = (Component("H0005", 90, "group"), Component("H0004", 45, None), Component(None, 30, "art"))
    assert day == Day(True, 0, (), parts)


def test_a_reduced_day_is_one_unit_of_its_reduced_code() -> None:
    reduced = replace(CONTRACT, short_day_policy="REDUCED")
    assert ask(of_minutes(60), reduced) == Day(True, 1, (), (Reduced("H0015"),))
    assert ask(of_minutes(60), replace(reduced, reduced_code="H2036")).components == (Reduced("H2036"),)


def test_the_required_mix_must_have_been_attended() -> None:
    contract = replace(CONTRACT, required_mix=("group", "individual"))
    absent = replace(FULL, services=(GROUP, GROUP, Service(0, True, True, "individual")))
    assert ask(absent, contract).held == ("service-mix-missing",)
    assert ask(replace(FULL, services=(GROUP, Service(90, True, True, "individual"))), contract) == Day(True, 1)


def test_medicare_counts_services_and_not_minutes() -> None:
    contract = replace(CONTRACT, basis="services", primary_kinds=("group",), authorization_required=False)
    assert ask(replace(FULL, services=(replace(GROUP, minutes=20),)), contract) == Day(True, 1)
    assert ask(replace(FULL, services=(Service(400, True, True, "education"),)), contract) == Day(False, 0)


def test_fifteen_minute_units_need_as_many_units_left() -> None:
    contract = replace(CONTRACT, unit_type="MIN15")
    assert ask(replace(FULL, authorization=Authorization(True, 12)), contract) == Day(True, 12)
    assert ask(replace(FULL, authorization=Authorization(True, 11)), contract).held == ("no-units-left",)


@pytest.mark.parametrize(
    ("minutes", "eight", "midpoint", "exact"),
    [((7,), 0, 0, 0), ((8,), 1, 1, 0), ((15,), 1, 1, 1), ((22,), 1, 1, 1), ((23,), 2, 2, 1),
     ((7, 8), 1, 1, 1), ((8, 8), 1, 2, 1)],
)  # fmt: skip
def test_how_minutes_become_units(minutes: tuple[int, ...], eight: int, midpoint: int, exact: int) -> None:
    assert units(minutes, "MIN15", "eight_minute") == eight
    assert units(minutes, "MIN15", "midpoint") == midpoint
    assert units(minutes, "MIN15", "exact") == exact
    assert units(minutes, "DAY", "exact") == 1
    assert units(minutes, "SESSION", "exact") == len(minutes)


services = st.lists(
    st.builds(
        Service,
        minutes=st.integers(0, 400),
        countable=st.booleans(),
        note_signed=st.booleans(),
        kind=st.sampled_from([None, "group", "individual", "meal", "no-show", "break"]),
    ),
    max_size=6,
).map(tuple)
days = st.builds(
    DayFacts,
    services=services,
    authorization=st.none() | st.builds(Authorization, st.booleans(), st.none() | st.integers(0, 3)),
    other_per_diem=st.booleans(),
    part2=st.booleans(),
    payment_consent=st.booleans(),
)
policies = st.sampled_from(["NONE", "COMPONENT_CODES", "REDUCED"])


@given(facts=days, policy=policies)
def test_never_more_than_one_unit_and_held_means_none(facts: DayFacts, policy: str) -> None:
    day = ask(facts, replace(CONTRACT, short_day_policy=policy))
    assert 0 <= day.units <= 1
    assert day.billable == bool(day.units or day.components)
    if day.held:
        assert (day.billable, day.units, day.components) == (False, 0, ())


@given(facts=days, policy=policies, more=st.integers(1, 300), at=st.integers(0, 5))
def test_more_minutes_of_treatment_never_lower_the_units(facts, policy, more: int, at: int) -> None:
    contract = replace(CONTRACT, short_day_policy=policy)
    if at >= len(facts.services) or facts.services[at].kind == "break":
        return
    longer = replace(facts.services[at], minutes=facts.services[at].minutes + more)
    after = replace(facts, services=(*facts.services[:at], longer, *facts.services[at + 1 :]))
    assert ask(after, contract).units >= ask(facts, contract).units
    assert ask(after, contract).held == ask(facts, contract).held


@given(facts=days, policy=policies, data=st.data())
def test_the_order_of_services_does_not_matter(facts: DayFacts, policy: str, data) -> None:
    contract = replace(CONTRACT, short_day_policy=policy)
    shuffled = ask(replace(facts, services=tuple(data.draw(st.permutations(facts.services)))), contract)
    straight = ask(facts, contract)
    assert (shuffled.billable, shuffled.units, shuffled.held) == (
        straight.billable,
        straight.units,
        straight.held,
    )
    assert sorted(map(repr, shuffled.components)) == sorted(map(repr, straight.components))


@given(facts=days)
def test_repairing_what_holds_a_day_never_makes_it_worse(facts: DayFacts) -> None:
    signed = tuple(replace(service, note_signed=True) for service in facts.services)
    repaired = DayFacts(signed, Authorization(True, 1), False, facts.part2, True)
    assert ask(repaired).held == ()
    assert ask(repaired).units >= ask(facts).units
