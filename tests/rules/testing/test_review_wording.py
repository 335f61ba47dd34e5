"""What Today says of a test: never more certain than the method, never a verdict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.testing.rules.results import Reading
from stepwell.care.testing.rules.wording import LONGEST, Found, with_results, without_result

KINDS = ["expected-detected", "unexpected-detected", "expected-missing", "unexpected-missing"]
founds = st.lists(
    st.builds(
        Found,
        st.text(alphabet="abcdefgh", min_size=1, max_size=40),
        st.builds(Reading, st.sampled_from(KINDS), st.booleans()),
    ),
    max_size=30,
)


def one(analyte: str, interpretation: str, confirmed: bool = False) -> Found:
    return Found(analyte, Reading(interpretation, confirmed))


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (
            [one("fentanyl", "unexpected-detected")],
            "Screen suggests fentanyl, not confirmed. Reach the client today; offer naloxone.",
        ),
        (
            [one("fentanyl", "unexpected-detected", confirmed=True)],
            "Confirmed: fentanyl. Reach the client today; offer naloxone.",
        ),
        (
            [one("THC", "unexpected-detected"), one("cocaine metabolite", "unexpected-detected")],
            "Screen suggests THC and cocaine metabolite, not confirmed. Reach the client today; offer naloxone.",
        ),
        (
            [one("buprenorphine", "unexpected-missing")],
            "Prescribed buprenorphine not found. Ask how taking it is going.",
        ),
        (
            [one("buprenorphine", "expected-detected"), one("THC", "expected-missing")],
            "Nothing unexpected was found. Look at it and tell the client.",
        ),
    ],
)
def test_the_sentence(found: list[Found], says: str):
    assert with_results(found) == says


@given(founds)
def test_a_screen_alone_is_never_called_confirmed_and_it_always_fits(found: list[Found]):
    says = with_results(found)
    assert len(says) <= LONGEST
    unexpected = {each.reading.confirmed for each in found if each.reading.interpretation == "unexpected-detected"}
    assert ("Confirmed:" in says) is (True in unexpected)
    assert ("not confirmed" in says) is (False in unexpected)
    assert ("naloxone" in says) is bool(unexpected)


@pytest.mark.parametrize("state", ["refused", "unable", "no_show", "invalid"])
def test_without_a_result_there_is_still_something_kind_to_do(state: str):
    says = without_result(state)
    assert any(verb in says for verb in ("Ask", "Offer", "Reach out"))
    assert len(says) <= LONGEST
