"""Who is called in an emergency."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.emergencies.rules.calling import PLACES, Contact, EmergencyFacts, guidance, kinds
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.document import Policy, Rule
from stepwell.foundation.policy.loading import load

POLICY = load("emergencies/field-defaults", date(2026, 3, 2))
KINDS = [rule.id for rule in kinds(POLICY)]
MIA = Contact("Mia", "714-555-0101", agreed=True)
TOM = Contact("Tom", "714-555-0102", agreed=False)
FACTS = EmergencyFacts("overdose", "site", on_call=("Dana Example", "714-555-0111"), contacts=(MIA, TOM))


def test_calls_come_in_their_order_with_their_numbers() -> None:
    calls = guidance(FACTS, POLICY).answer.calls
    assert [(call.name, call.number) for call in calls] == [
        ("911, emergency services", "911"),
        ("Dana Example", "714-555-0111"),
        ("Mia", "714-555-0101"),
        ("Tom", "714-555-0102"),
    ]


def test_without_a_consent_a_contact_hears_nothing_of_treatment() -> None:
    by_name = {call.name: call for call in guidance(FACTS, POLICY).answer.calls}
    assert by_name["Mia"].may_tell
    assert not by_name["Mia"].says
    assert not by_name["Tom"].may_tell
    assert "never that anybody is in treatment" in by_name["Tom"].says


def test_a_gap_in_the_rota_names_who_stands_in() -> None:
    ruling = guidance(replace(FACTS, on_call=None), POLICY)
    assert ruling.answer.calls[1].name == "Program director: nobody is on call"
    assert ruling.reasons[-1].facts == {"gap_in_rota": True}


@pytest.mark.parametrize(("address", "step"), [("22 Test St, Irvine", "Say the person's address"), (" ", "Ask now")])
def test_by_video_the_address_comes_first(address: str, step: str) -> None:
    answer = guidance(replace(FACTS, place="video", address=address), POLICY).answer
    assert answer.address_first
    assert answer.steps[0].startswith(step)
    assert answer.steps[-1] == guidance(FACTS, POLICY).answer.steps[-1]


@pytest.mark.parametrize(
    ("kind", "naloxone"), [("overdose", True), ("not-responding", True), ("seizure", False), ("crisis", False)]
)
def test_naloxone_is_for_who_does_not_wake(kind: str, naloxone: bool) -> None:
    assert guidance(replace(FACTS, kind=kind), POLICY).answer.naloxone is naloxone


@pytest.mark.parametrize("given_", [{"kind": "say-where"}, {"kind": "nothing"}, {"place": "moon"}])
def test_what_there_is_none_of_is_refused(given_: dict[str, str]) -> None:
    with pytest.raises(BadFacts):
        guidance(replace(FACTS, **given_), POLICY)


@given(
    kind=st.sampled_from(KINDS),
    place=st.sampled_from(PLACES),
    calls=st.lists(st.sampled_from(["911", "988", "on_call", "emergency_contact"]), unique=True),
)
def test_a_danger_to_life_calls_911_first_whatever_an_operator_writes(kind: str, place: str, calls: list[str]) -> None:
    old = POLICY.rule(kind)
    written = Rule(old.id, old.says, old.source, {**old.values, "calls": calls})
    theirs = replace(POLICY, rules={**POLICY.rules, kind: written})
    asked = [call.whom for call in guidance(replace(FACTS, kind=kind, place=place), theirs).answer.calls]
    assert set(calls) <= set(asked)
    if old["danger_to_life"]:
        assert asked[0] == "911"
        assert asked.count("911") == 1


def test_every_kind_has_steps_and_somebody_to_call() -> None:
    assert len(KINDS) >= 8
    assert isinstance(POLICY, Policy)
    for kind in KINDS:
        answer = guidance(replace(FACTS, kind=kind), POLICY).answer
        assert answer.steps
        assert answer.calls
