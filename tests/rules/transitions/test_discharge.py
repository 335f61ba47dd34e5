"""Leaving: the next step first, a result alone never, kind words above and codes beneath."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.transitions.rules.discharge import follow_up_dates, may_discharge
from stepwell.care.transitions.rules.discharge_facts import DischargeFacts, MayDischarge
from stepwell.care.transitions.rules.handoff import HandoffFacts, may_close
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases, ruled

ON = date(2026, 6, 12)
REASONS = load("transitions/discharge-reasons", on=ON)
FOLLOW_UP = load("transitions/follow-up", on=ON)
LEAVES = DischargeFacts(
    reason="completed",
    on=ON,
    admitted_on=date(2026, 3, 2),
    next_step="booked",
    approved_by="Rosa Lin",
    credential="LMFT",
    next_on=ON + timedelta(days=5),
    client_signature="signed",
)
BY_CHOICE = ["completed", "left-early", "ended-by-program", "transferred", "other"]
EVERY = [*BY_CHOICE, "died", "incarcerated"]


def ask(**changed: object) -> MayDischarge:
    ruling = may_discharge(replace(LEAVES, **changed), REASONS, FOLLOW_UP)
    assert len(ruling.reasons) == 1 + len(ruling.answer.blocked)
    return ruling.answer


@pytest.mark.parametrize(("facts", "expect"), policy_cases("transitions/discharge-reasons"))
def test_what_the_policy_promises(facts: dict, expect: dict) -> None:
    ruling = ruled("discharge", facts)["ruling"]
    assert {key: ruling[key] for key in expect} == expect


@pytest.mark.parametrize(("facts", "expect"), policy_cases("transitions/follow-up"))
def test_a_handoff_closes_only_so(facts: dict, expect: bool) -> None:
    assert may_close(HandoffFacts(**facts), FOLLOW_UP).answer is expect


@pytest.mark.parametrize(
    ("reason", "teds"),
    [("completed", 1), ("left-early", 2), ("ended-by-program", 3), ("transferred", 4), ("incarcerated", 5),
     ("died", 6), ("other", 7)],
)  # fmt: skip
def test_each_reason_has_its_code_beneath_and_kind_words_above(reason: str, teds: int) -> None:
    answer = ask(reason=reason)
    assert answer.teds == teds
    for unkind in ("terminated", "non-compliant", "dropped", "abuse", "failed", "expelled"):
        assert unkind not in answer.says.lower()


@pytest.mark.parametrize(
    ("progress", "interviewed", "code"), [(True, True, 3), (True, False, 4), (False, True, 5), (False, False, 6)]
)
def test_the_states_code_follows_progress_and_interview(progress: bool, interviewed: bool, code: int) -> None:
    told = ask(reason="left-early", satisfactory_progress=progress, interviewed=interviewed)
    assert told.caloms == code


@pytest.mark.parametrize("reason", BY_CHOICE)
@pytest.mark.parametrize("director", ["", "A written reason."])
def test_a_positive_test_alone_never_ends_treatment(reason: str, director: str) -> None:
    assert "positive-test-alone" in ask(reason=reason, positive_test_only=True, director_reason=director).blocked


@pytest.mark.parametrize(
    ("changed", "blocked"),
    [
        ({"next_step": "none"}, ("next-step",)),
        ({"next_on": None}, ("next-step",)),
        ({"next_on": ON - timedelta(days=1)}, ("next-step",)),
        ({"next_on": ON}, ()),
        ({"next_step": "declined"}, ("next-step",)),
        ({"next_step": "declined", "declined_says": "  "}, ("next-step",)),
        ({"next_step": "declined", "declined_says": "Sees a therapist at home."}, ()),
        ({"next_step": "unreached", "attempts": 9}, ("next-step",)),
        ({"approved_by": " "}, ("clinician",)),
        ({"credential": "RADT"}, ("clinician",)),
        ({"client_signature": "none"}, ("client-signature",)),
        ({"client_signature": "refused"}, ("client-signature",)),
        ({"client_signature": "refused", "client_signature_says": "Wanted to leave at once."}, ()),
        ({"admitted_on": ON + timedelta(days=1)}, ("before-admission",)),
    ],
)
def test_what_must_be_arranged_first(changed: dict, blocked: tuple[str, ...]) -> None:
    assert ask(**changed).blocked == blocked


def test_a_reason_nobody_knows_is_told_with_those_there_are() -> None:
    with pytest.raises(BadFacts, match="left-early"):
        ask(reason="terminated")


def test_calls_after_leaving() -> None:
    assert follow_up_dates(ON, FOLLOW_UP, (365, 30))[-1] == ON + timedelta(days=365)
    assert [(day - ON).days for day in follow_up_dates(ON, FOLLOW_UP)] == [7, 30, 90, 180]


everything = st.fixed_dictionaries(
    {
        "reason": st.sampled_from(EVERY),
        "next_step": st.sampled_from(["booked", "declined", "unreached", "none"]),
        "attempts": st.integers(0, 5),
        "declined_says": st.sampled_from(["", "No, thank you."]),
        "positive_test_only": st.booleans(),
        "substance_use_only": st.booleans(),
        "director_reason": st.sampled_from(["", "A written reason."]),
        "client_signature": st.sampled_from(["signed", "refused", "unable", "none"]),
        "satisfactory_progress": st.booleans(),
        "interviewed": st.booleans(),
        "referred": st.booleans(),
    }
)


@given(facts=everything)
def test_use_and_results_never_end_a_stay_by_themselves(facts: dict) -> None:
    answer = ask(**facts)
    assert 1 <= answer.caloms <= 8
    assert answer.may == (not answer.blocked)
    if facts["reason"] in BY_CHOICE:
        assert not (answer.may and facts["positive_test_only"])
        assert not (answer.may and facts["substance_use_only"] and not facts["director_reason"])
        assert not (answer.may and facts["next_step"] == "none")
