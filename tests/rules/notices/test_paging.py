"""What is done with a page: never two at once, never again once it may have arrived, never for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.notices.rules.paging import PageFacts, page_step
from stepwell.foundation.policy.loading import load
from tests.world import TODAY

PAGING = load("notices/paging", TODAY)
TRIES = PAGING.rule("tries")
#: Half past ten at night: no hour is quiet for who is on call.
ASKED = datetime(2026, 3, 2, 22, 31, tzinfo=UTC)


def after(minutes):
    return None if minutes is None else ASKED + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("tries", "began", "ended", "now", "step"),
    [
        (0, None, None, 0, "try"),
        (0, None, None, 9, "try"),
        (0, None, None, 10, "give-up"),
        (1, 0, None, 2, "wait"),
        (1, 0, None, 3, "unknown"),
        (1, 9, None, 11, "wait"),
        (1, 0, 0, 0, "wait"),
        (1, 0, 0, 1, "try"),
        (2, 1, 1, 2, "wait"),
        (2, 1, 1, 3, "try"),
        (5, 7, 7, 8, "wait"),
        (5, 7, 7, 9, "try"),
        (5, 9, 9, 10, "give-up"),
    ],
)
def test_what_is_to_be_done_with_it_now(tries, began, ended, now, step):
    facts = PageFacts(ASKED, tries, after(began), after(ended))
    ruling = page_step(facts, ASKED + timedelta(minutes=now), PAGING)
    assert ruling.answer == step
    assert ruling.reasons[0].rule.endswith("#tries")


@given(st.integers(1, 30), st.integers(0, 60), st.integers(0, 240))
def test_it_is_never_tried_while_somebody_may_be_at_it(tries, began, now):
    facts = PageFacts(ASKED, tries, after(began))
    assert page_step(facts, ASKED + timedelta(minutes=began + now), PAGING).answer in ("wait", "unknown")


@given(st.integers(0, 30), st.integers(0, 240))
def test_it_ends_for_certain(tries, ended):
    facts = PageFacts(ASKED, tries, after(ended) if tries else None, after(ended) if tries else None)
    late = ASKED + timedelta(minutes=ended + TRIES["give_up_after_minutes"])
    assert page_step(facts, late, PAGING).answer == "give-up"


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_what_was_not_to_wait_any_more_never_waits_again(tries, ended, now, later):
    facts = PageFacts(ASKED, tries, after(ended), after(ended))
    first = page_step(facts, ASKED + timedelta(minutes=now), PAGING).answer
    then = page_step(facts, ASKED + timedelta(minutes=now + later), PAGING).answer
    order = ["wait", "try", "give-up"]
    assert order.index(then) >= order.index(first)
