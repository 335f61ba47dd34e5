"""What an enquiry needs next, and which times are offered for its intake."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.admissions.rules.answering import office_hours
from stepwell.care.admissions.rules.next_act import EnquiryFacts, next_act
from stepwell.care.admissions.rules.offers import Stretch, free_times, is_free
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

ON = date(2026, 3, 2)
START = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("America/Los_Angeles"))
HOURS = office_hours(load("enquiries/first-contact", ON))
ASKED = policy_cases("enquiries")


@pytest.mark.parametrize(("facts", "expect"), [one for one in ASKED if one.values[0].get("ask") == "next-act"])
def test_the_next_act(facts, expect):
    def later(hours):
        return None if hours is None else START + timedelta(hours=hours)

    read = EnquiryFacts(
        state=facts["state"],
        since=START,
        answer_due_at=later(4),
        again_at=later(facts.get("again_in")),
        safety_checked=facts.get("safety_checked", False),
        covered=facts.get("covered", False),
        intake=facts.get("intake", ""),
        intake_at=later(facts.get("intake_in")),
        placed=facts.get("placed", False),
    )
    ruling = next_act(read, later(facts["hours_on"]), load("enquiries/next-act", ON))
    assert (ruling.answer.act, ruling.answer.due_at, ruling.answer.overdue) == (
        expect["act"],
        later(expect["due_in"]),
        expect["overdue"],
    )
    assert ruling.reasons[0].rule == f"enquiries/next-act@1#{expect['act']}"


@pytest.mark.parametrize(("facts", "expect"), [one for one in ASKED if one.values[0].get("ask") == "offers"])
def test_the_times_that_are_offered(facts, expect):
    taken = [Stretch(*map(at, pair)) for pair in facts["taken"]]
    found = free_times(at(facts["at"]), HOURS, taken, load("enquiries/intake", ON))
    assert found[0] == at(expect["first"])
    assert len(found) == expect["how_many"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=START.tzinfo)


@given(st.lists(st.tuples(st.integers(0, 180), st.integers(1, 12)), max_size=8), st.integers(0, 167))
def test_no_offer_meets_what_is_taken_and_more_taken_never_frees_any(spans, hour):
    policy = load("enquiries/intake", ON)
    minutes = policy.rule("length")["minutes"]
    now = START + timedelta(hours=hour)
    taken = [Stretch(START + timedelta(hours=h), START + timedelta(hours=h + n)) for h, n in spans]
    found = free_times(now, HOURS, taken, policy)
    assert all(is_free(start, minutes, taken) and start > now for start in found)
    assert list(found) == sorted(set(found))
    if taken:
        assert free_times(now, HOURS, taken[::-1], policy) == found
