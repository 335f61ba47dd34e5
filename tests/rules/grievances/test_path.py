"""The path of a grievance and its deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from stepwell.office.grievances.rules.deadlines import NEXT, DueFacts, after_working_days, next_due, outside
from stepwell.office.grievances.rules.path import ENDS, PAIRS, STATES, Answering, may_answer, may_close, may_follow

POLICY = load("grievances/field-defaults", date(2026, 3, 2))
ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 3, 2, 10, tzinfo=ZONE)
KINDS = sorted(POLICY.rule("kinds")["kinds"])
MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("state", "to", "may"),
    [
        ("received", "acknowledged", True),
        ("received", "answered", False),
        ("acknowledged", "answered", False),
        ("looked_into", "answered", True),
        ("looked_into", "closed", False),
        ("answered", "closed", True),
        ("answered", "withdrawn", False),
        ("appealed", "closed", False),
        ("appeal_answered", "appealed", False),
        ("closed", "appealed", False),
    ],
)
def test_each_step_follows_the_one_before(state: str, to: str, may: bool) -> None:
    assert may_follow(state, to) is may


def test_every_state_leads_to_an_end_and_has_work_until_then() -> None:
    reached = set(ENDS)
    for _ in STATES:
        reached |= {state for state, after in PAIRS.items() if after & reached}
    assert reached == set(STATES)
    assert set(NEXT) == set(STATES) - set(ENDS)


@given(MOMENTS, st.integers(0, 12))
def test_a_deadline_is_the_close_of_a_later_working_day(since: datetime, days: int) -> None:
    due = after_working_days(since, days, POLICY)
    assert due > since
    assert due.weekday() < 5
    assert (due.hour, due.minute) == (17, 0)
    assert after_working_days(since, days + 1, POLICY) >= due
    between = (since.date() + timedelta(days=ahead) for ahead in range(1, (due.date() - since.date()).days + 1))
    assert sum(day.weekday() < 5 for day in between) <= max(days, 1)


def test_the_hour_stays_over_the_change_of_clocks() -> None:
    friday = datetime(2026, 3, 6, 10, tzinfo=ZONE)
    assert after_working_days(friday, 1, POLICY) == datetime(2026, 3, 9, 17, tzinfo=ZONE)


@given(st.sampled_from(KINDS), st.sampled_from(sorted(NEXT)), MOMENTS, st.integers(0, 10_000))
def test_what_is_due_is_on_today_ahead_of_its_deadline_and_urgent_is_never_later(
    kind: str, state: str, received_at: datetime, later: int
) -> None:
    facts = DueFacts(kind, state, received_at, received_at + timedelta(minutes=later))
    due = next_due(facts, POLICY).answer
    assert due is not None
    assert facts.reached_at <= due.remind_at
    assert due.remind_at <= max(due.due_at, facts.reached_at)
    urgent, calm = (next_due(replace(facts, kind=one), POLICY).answer for one in ("safety", "care"))
    assert urgent.due_at <= calm.due_at


def test_nothing_is_due_once_it_has_ended() -> None:
    for state in ENDS:
        assert next_due(DueFacts("care", state, MONDAY, MONDAY), POLICY).answer is None


@pytest.mark.parametrize(
    ("kind", "about", "role"),
    [
        ("care", (), "director"),
        ("care", ("director",), "privacy_officer"),
        ("care", ("counselor",), "director"),
        ("privacy", (), "privacy_officer"),
        ("privacy", ("privacy_officer",), "director"),
    ],
)
def test_whose_it_is(kind: str, about: tuple[str, ...], role: str) -> None:
    assert next_due(DueFacts(kind, "received", MONDAY, MONDAY, about), POLICY).answer.for_role == role


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        (Answering("looked_into", 1, None, None), True),
        (Answering("looked_into", 1, 1, None), False),
        (Answering("looked_into", None, None, None), True),
        (Answering("appealed", 1, None, 1), False),
        (Answering("appealed", 2, None, 1), True),
        (Answering("appealed", 2, 2, 1), False),
        (Answering("appeal_answered", 1, None, 1), True),
    ],
)
def test_nobody_answers_about_themselves_or_twice(facts: Answering, may: bool) -> None:
    ruling = may_answer(facts, POLICY)
    assert ruling.answer is may
    assert may or ruling.reasons[0].facts["would_change"]


@pytest.mark.parametrize(
    ("state", "days", "content", "may"),
    [
        ("answered", 0, True, True),
        ("answered", 29, False, False),
        ("answered", 30, False, True),
        ("appeal_answered", 0, False, True),
    ],
)
def test_closing_leaves_time_to_appeal(state: str, days: int, content: bool, may: bool) -> None:
    assert may_close(state, MONDAY, MONDAY + timedelta(days=days), content, POLICY).answer is may


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["CA", "FL", ""])
def test_there_is_always_somebody_outside_to_turn_to(kind: str, state: str) -> None:
    assert outside(kind, state, POLICY)[0].rule.startswith("outside-licensing")


def test_a_privacy_complaint_names_the_office_for_civil_rights() -> None:
    assert "Office for Civil Rights" in " ".join(place.name for place in outside("privacy", "FL", POLICY))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadFacts):
        outside("weather", "CA", POLICY)
