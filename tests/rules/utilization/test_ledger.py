"""The authorization ledger: derived, never negative, paused by a leave, foreseen with a range."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.rules.cover import cover_on
from stepwell.office.utilization.rules.ledger import WOULD_CHANGE, authorization_ledger
from stepwell.office.utilization.rules.ledger_facts import Alarm, Event, Ledger, LedgerFacts, Pause, Span, Status
from tests.rules.policy_cases import policy_cases, ruled

MONDAY = date(2026, 3, 2)
POLICY = load("utilization/ledger", on=MONDAY)
GRANTED = (Event("requested", date(2026, 2, 20)), Event("granted", date(2026, 2, 24)))
SPAN = Span("A1", MONDAY, MONDAY + timedelta(days=40), 10, GRANTED)
FACTS = LedgerFacts(today=MONDAY, spans=(SPAN,))


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def ask(facts: LedgerFacts) -> Ledger:
    ruling = authorization_ledger(facts, POLICY)
    assert ruling.reasons
    return ruling.answer


@pytest.mark.parametrize(("facts", "expect"), policy_cases("utilization/ledger"))
def test_what_the_policy_promises(facts: dict, expect: dict) -> None:
    ruling = ruled("authorization", facts)["ruling"]
    assert {key: ruling[key] for key in expect} == expect


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"events": ()}, "requested"),
        ({"events": (Event("requested", day(-5)),)}, "requested"),
        ({"events": (Event("requested", day(-5)), Event("pended", day(-3)))}, "pended"),
        ({"events": (Event("denied", day(-5)),)}, "denied"),
        ({"events": (Event("denied", day(-5)), Event("appealed", day(-2)))}, "appealed"),
        ({"events": (Event("requested", day(-5)), Event("granted", day(3)))}, "requested"),
        ({"events": (Event("granted", day(-2)), Event("denied", day(-5)))}, "active"),
        ({}, "active"),
        ({"begins": day(3)}, "upcoming"),
        ({"begins": day(-9), "ends": day(-1)}, "expired"),
        ({"begins": day(-9), "ends": day(0)}, "active"),
        ({"units": 0}, "exhausted"),
    ],
)
def test_the_status_is_derived(changed: dict, status: str) -> None:
    assert ask(replace(FACTS, spans=(replace(SPAN, **changed),))).status == status


def test_the_best_span_speaks_for_the_ledger() -> None:
    spans = (
        replace(SPAN, number="old", ends=day(-1)),
        SPAN,
        replace(SPAN, number="asked", events=(Event("requested", day(-1)),)),
    )
    assert ask(replace(FACTS, spans=spans)).number == "A1"
    assert ask(replace(FACTS, spans=spans[::2])).status == "requested"


def test_a_day_uses_the_span_that_ends_first_and_only_once() -> None:
    spans = (replace(SPAN, number="late", ends=day(50)), replace(SPAN, number="soon", units=1))
    facts = replace(FACTS, today=day(4), spans=spans, used=(day(0), day(0), day(2)))
    used = {state.number: state.units_used for state in ask(facts).spans}
    assert used == {"soon": 1, "late": 1}


def test_a_leave_uses_nothing_and_keeps_what_is_left() -> None:
    facts = replace(FACTS, today=day(9), used=(day(0), day(2)), pauses=(Pause(day(3), day(12)),))
    ledger = ask(facts)
    assert (ledger.status, ledger.units_left) == ("paused", 8)
    assert ledger.forecast is not None
    after = ask(replace(facts, today=day(13)))
    assert (after.status, after.units_left) == ("active", 8)


def test_a_leave_without_an_end_foresees_nothing() -> None:
    assert ask(replace(FACTS, pauses=(Pause(day(-1)),))).forecast is None


@pytest.mark.parametrize(("units", "alarms"), [(6, ()), (5, (5,)), (4, (5,)), (3, (3,)), (2, (3,)), (1, (1,))])
def test_an_alarm_at_five_three_and_one_units_left(units: int, alarms: tuple[int, ...]) -> None:
    ledger = ask(replace(FACTS, spans=(replace(SPAN, units=units),)))
    assert tuple(alarm.at for alarm in ledger.alarms if alarm.what == "units") == alarms


def test_an_alarm_before_the_end_date() -> None:
    ledger = ask(replace(FACTS, spans=(replace(SPAN, ends=day(3)),)))
    assert Alarm("days", 3, 3) in ledger.alarms


def test_the_forecast_at_three_days_a_week() -> None:
    ledger = ask(replace(FACTS, spans=(replace(SPAN, units=6),), days_a_week=3))
    assert ledger.forecast is not None
    assert (ledger.forecast.on, ledger.forecast.by) == (day(13), "units")
    assert ledger.forecast.earliest < ledger.forecast.on < ledger.forecast.latest


def test_the_end_date_comes_before_the_last_unit() -> None:
    ledger = ask(replace(FACTS, spans=(replace(SPAN, units=100),)))
    assert ledger.forecast is not None
    assert (ledger.forecast.on, ledger.forecast.by) == (SPAN.ends, "end_date")


def test_the_review_is_due_after_so_many_program_days() -> None:
    facts = replace(FACTS, used=(day(0), day(2), day(4)), today=day(7), review_every=6)
    assert ask(facts).next_review_due == day(13)
    assert ask(replace(facts, review_every=3)).next_review_due == day(7)
    assert ask(replace(facts, review_every=3, reviewed=(day(7),))).next_review_due == day(13)
    assert ask(replace(facts, review_every=0)).next_review_due is None
    assert ask(replace(facts, spans=(replace(SPAN, review_on=day(10)),))).next_review_due == day(10)


def test_whether_a_date_is_covered() -> None:
    facts = replace(FACTS, spans=(replace(SPAN, units=2),), used=(day(0), day(2), day(4)), today=day(7))
    assert cover_on(day(0), facts).units_left == 0
    assert cover_on(day(4), replace(facts, used=(day(0), day(4)))).units_left == 1
    assert not cover_on(day(-1), facts).active
    assert not cover_on(day(3), replace(facts, pauses=(Pause(day(3), day(3)),))).active
    assert cover_on(day(3), replace(facts, used=())).number == "A1"


dates = st.integers(-10, 60).map(day)
events = st.lists(st.builds(Event, st.sampled_from(["requested", "pended", "granted", "denied", "appealed"]), dates))
spans = st.lists(
    st.builds(
        lambda number, begins, length, units, events: Span(
            number, begins, begins + timedelta(days=length), units, tuple(events)
        ),
        st.sampled_from("abc"), dates, st.integers(0, 60), st.integers(0, 8), events | st.just(list(GRANTED)),
    ),
    max_size=3, unique_by=lambda span: span.number,
).map(tuple)  # fmt: skip
pauses = st.lists(
    st.builds(Pause, dates)
    | st.builds(lambda begins, length: Pause(begins, begins + timedelta(length)), dates, st.integers(0, 20)),
    max_size=2,
).map(tuple)  # fmt: skip
ledgers = st.builds(
    LedgerFacts,
    today=dates,
    spans=spans,
    used=st.lists(dates, max_size=12).map(tuple),
    pauses=pauses,
    days_a_week=st.integers(1, 7),
    reviewed=st.lists(dates, max_size=2).map(tuple),
    review_every=st.integers(0, 10),
)


@given(facts=ledgers)
def test_every_attended_day_is_counted_once_and_nothing_falls_below_nothing(facts: LedgerFacts) -> None:
    ledger = ask(facts)
    for state in ledger.spans:
        assert 0 <= state.units_used <= state.units
        assert state.units_left == state.units - state.units_used
    on_leave = {used for used in facts.used if facts.away(used)}
    total = sum(state.units_used for state in ledger.spans) + len(ledger.uncovered) + len(on_leave)
    assert total == len(set(facts.used))
    if ledger.forecast is not None:
        assert ledger.forecast.earliest <= ledger.forecast.on <= ledger.forecast.latest


@given(facts=ledgers, begins=dates, length=st.integers(0, 20))
def test_a_leave_never_uses_a_unit(facts: LedgerFacts, begins: date, length: int) -> None:
    away = replace(facts, pauses=(*facts.pauses, Pause(begins, begins + timedelta(days=length))))
    before = sum(state.units_used for state in ask(facts).spans)
    assert sum(state.units_used for state in ask(away).spans) <= before


@given(facts=ledgers, data=st.data())
def test_order_does_not_matter(facts: LedgerFacts, data) -> None:
    shuffled = replace(facts, used=tuple(data.draw(st.permutations(facts.used))))
    assert ask(shuffled) == ask(facts)


@given(facts=ledgers, more=st.integers(1, 5))
def test_more_planned_days_never_run_out_later(facts: LedgerFacts, more: int) -> None:
    slow, fast = ask(facts), ask(replace(facts, days_a_week=min(facts.days_a_week + more, 7)))
    if slow.forecast is not None and fast.forecast is not None:
        assert fast.forecast.on <= slow.forecast.on


def test_whatever_is_not_active_says_what_would_change_it() -> None:
    silent = {"active", "not_required"}
    assert set(get_args(Status)) - silent == set(WOULD_CHANGE)
    assert not silent & set(WOULD_CHANGE)
    spent = authorization_ledger(replace(FACTS, spans=(replace(SPAN, units=0),)), POLICY)
    assert spent.reasons[0].facts["would_change"] == "more units, or another authorization"
