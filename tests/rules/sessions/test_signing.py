"""What is looked at before a note is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.sessions.rules.signing import NoteFacts, findings, is_late
from stepwell.foundation.policy.loading import load

POLICY = load("notes/signing", date(2026, 3, 2))
GOOD = NoteFacts(
    minutes=90,
    response="Named two situations that bring cravings and planned what to do on Friday evening.",
    risk="No thoughts of harm voiced.",
    objective_active=True,
    credential="CADC",
    credential_valid=True,
    held_on=date(2026, 3, 2),
    signed_on=date(2026, 3, 2),
)


@pytest.mark.parametrize(
    ("changed", "blocking"),
    [
        ({}, ()),
        ({"minutes": 0}, ("minutes",)),
        ({"objective_active": False}, ("objective",)),
        ({"objective_active": False, "exception": "crisis"}, ()),
        ({"objective_active": False, "exception": "because"}, ("objective",)),
        ({"risk": "  "}, ("risk",)),
        ({"response": "ok"}, ("response",)),
        ({"others": (GOOD.response,)}, ("copied",)),
        ({"others": ("  " + GOOD.response.upper(),)}, ("copied",)),
        ({"others": ("Spoke about sleep and the new job; wants to try the breathing exercise.",)}, ()),
        ({"response": GOOD.response + " Ben agreed.", "other_names": ("Ben Testingham",)}, ("names",)),
        ({"response": GOOD.response + " The bench was cold.", "other_names": ("Ben Testingham",)}, ()),
        ({"response": GOOD.response + " Asked testingham to stop.", "other_names": ("Ben Testingham",)}, ("names",)),
        ({"credential_valid": False}, ("credential",)),
        ({"credential": "CPS"}, ("credential",)),
        ({"risk": "", "minutes": 0}, ("minutes", "risk")),
    ],
)
def test_what_stops_a_signature(changed: dict, blocking: tuple[str, ...]):
    ruling = findings(replace(GOOD, **changed), POLICY)
    assert ruling.answer.blocking == blocking
    assert len(ruling.reasons) == len(blocking)


@given(st.dictionaries(st.integers(0, 12), st.sampled_from(("", "slept badly", "friday", "evening")), max_size=8))
def test_how_alike_two_responses_are_is_never_cut_short(changed: dict[int, str]):
    words = [changed.get(place, word) for place, word in enumerate(GOOD.response.split())]
    other = " ".join(" ".join(words).split())
    least = POLICY.rule("copied")["alike_percent"]
    alike = round(SequenceMatcher(None, GOOD.response.lower(), other.lower(), autojunk=False).ratio() * 100)
    found = findings(replace(GOOD, others=(other,)), POLICY).answer.blocking
    assert ("copied" in found) == (alike >= least)


def test_a_reason_never_repeats_the_name_it_found():
    ruling = findings(replace(GOOD, response=GOOD.response + " Ben agreed.", other_names=("Ben",)), POLICY)
    assert "Ben" not in str(ruling.reasons)


@pytest.mark.parametrize(
    ("held", "signed", "late"),
    [
        (date(2026, 3, 2), date(2026, 3, 5), False),
        (date(2026, 3, 2), date(2026, 3, 6), True),
        (date(2026, 3, 6), date(2026, 3, 11), False),  # the weekend does not count
        (date(2026, 3, 6), date(2026, 3, 12), True),
    ],
)
def test_three_business_days(held: date, signed: date, late: bool):
    assert is_late(held, signed, POLICY) is late


def test_after_a_crisis_one_day():
    assert is_late(date(2026, 3, 2), date(2026, 3, 4), POLICY, crisis=True)
    assert not is_late(date(2026, 3, 2), date(2026, 3, 3), POLICY, crisis=True)


@given(st.text(), st.lists(st.text(), max_size=3), st.text(), st.integers(-5, 500))
def test_no_text_can_break_it(response: str, others: list[str], name: str, minutes: int):
    facts = replace(GOOD, response=response, others=tuple(others), other_names=(name,), minutes=minutes)
    assert ("minutes" in findings(facts, POLICY).answer.blocking) == (minutes <= 0)
