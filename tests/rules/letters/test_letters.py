"""Letters: no consent, no letter to anybody else; a narrower consent never allows more; words that tell are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.letters.rules.telling import AdditionFacts, addition_findings
from stepwell.care.letters.rules.wording import clock, day, fill, languages_of, listed, sender
from stepwell.care.letters.rules.writing import LetterFacts, consent_for, kind_of, may_write
from stepwell.foundation.gate.rules.consent import ActiveConsent
from stepwell.foundation.policy.loading import load
from tests.rules.policy_cases import policy_cases

TODAY = date(2026, 3, 2)
POLICY = load("letters/field-defaults", TODAY)
KINDS = sorted(POLICY.rule("kinds")["kinds"])
SAYS = sorted(POLICY.rule("facts")["categories"])
PURPOSES = ["legal", "employment", "education", "excuse", "treatment", "payment", "operations"]
WHO = ["County Court", "Harbor Foods", "Lake School"]
SIGNED: dict[str, Any] = {
    "id": 1, "kind": "release", "recipients": ["Harbor Foods"], "purposes": ["employment"],
    "categories": ["attendance"], "recipient_class": "", "starts_on": TODAY, "expires_on": None, "revoked_on": None,
}  # fmt: skip


def consent(**changed: Any) -> ActiveConsent:
    given = {**SIGNED, **changed}
    for name in ("recipients", "purposes", "categories"):
        given[name] = frozenset(given[name])
    return ActiveConsent(**given)


def rules(ruling: Any) -> list[str]:
    return [reason.rule.rpartition("#")[2] for reason in ruling.reasons]


@pytest.mark.parametrize(("facts", "expect"), policy_cases("letters/field-defaults"))
def test_cases_of_the_policy(facts: dict[str, Any], expect: dict[str, Any]) -> None:
    kind = kind_of(facts["kind"], POLICY)
    assert kind is not None
    signed = facts.get("consent")
    asked = LetterFacts(
        kind=facts["kind"],
        to=facts["to"],
        says=frozenset(facts.get("says", kind["usual"])),
        on=TODAY,
        recipient=facts.get("recipient", ""),
        purpose=kind["purposes"][0],
        consents=(consent(**{"recipients": [], **signed}),) if signed else (),
    )
    ruling = may_write(asked, POLICY)
    assert {"may_write": ruling.answer, "why": rules(ruling)} == expect


CONSENTS = st.builds(
    consent,
    id=st.integers(1, 9),
    kind=st.sampled_from(["release", "tpo", "court-or-probation", "contact"]),
    recipients=st.frozensets(st.sampled_from(WHO)),
    purposes=st.frozensets(st.sampled_from(PURPOSES)),
    categories=st.frozensets(st.sampled_from(["attendance", "diagnosis", "tests", "plan"])),
    starts_on=st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
    expires_on=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
    revoked_on=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
)
ASKED = st.builds(
    LetterFacts,
    kind=st.sampled_from(KINDS),
    to=st.just("recipient"),
    says=st.frozensets(st.sampled_from(SAYS)),
    on=st.just(TODAY),
    recipient=st.sampled_from([*WHO, ""]),
    purpose=st.sampled_from(PURPOSES),
    consents=st.lists(CONSENTS, max_size=4).map(tuple),
)


@given(ASKED)
def test_without_a_consent_nothing_is_sent(asked: LetterFacts) -> None:
    assert may_write(replace(asked, consents=()), POLICY).answer is False


@given(ASKED)
def test_what_is_permitted_is_named_by_one_consent(asked: LetterFacts) -> None:
    if not may_write(asked, POLICY).answer:
        return
    found = next(one for one in asked.consents if one.id == consent_for(asked, POLICY))
    assert asked.recipient in found.recipients
    assert asked.purpose in found.purposes
    assert found.kind != "tpo"
    assert found.starts_on <= TODAY
    assert found.expires_on is None or found.expires_on >= TODAY
    assert found.revoked_on is None or found.revoked_on > TODAY


@given(ASKED, st.data())
def test_a_narrower_consent_never_allows_more(asked: LetterFacts, data: st.DataObject) -> None:
    narrower = tuple(_narrowed(one, data) for one in asked.consents if data.draw(st.booleans()))
    if may_write(replace(asked, consents=narrower), POLICY).answer:
        assert may_write(asked, POLICY).answer


def _narrowed(one: ActiveConsent, data: st.DataObject) -> ActiveConsent:
    def fewer(kept: frozenset[str]) -> frozenset[str]:
        return frozenset(each for each in sorted(kept) if data.draw(st.booleans()))

    return replace(
        one,
        recipients=fewer(one.recipients),
        purposes=fewer(one.purposes),
        categories=fewer(one.categories),
        expires_on=one.expires_on if data.draw(st.booleans()) else TODAY - timedelta(days=1),
    )


@given(ASKED, st.sampled_from(SAYS))
def test_telling_more_is_never_easier(asked: LetterFacts, more: str) -> None:
    if asked.says and may_write(replace(asked, says=asked.says | {more}), POLICY).answer:
        assert may_write(asked, POLICY).answer


@given(ASKED)
def test_the_order_of_consents_does_not_matter(asked: LetterFacts) -> None:
    turned = replace(asked, consents=asked.consents[::-1])
    assert may_write(turned, POLICY).answer == may_write(asked, POLICY).answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("says", ["diagnosis", "results"])
@pytest.mark.parametrize("to", ["client", "recipient"])
def test_no_kind_tells_diagnosis_or_results(kind: str, says: str, to: str) -> None:
    named = KINDS and POLICY.rule("kinds")["kinds"][kind]
    wide = consent(
        kind=kind, recipients=WHO, purposes=PURPOSES, categories=["attendance", "diagnosis", "tests", "identity"]
    )
    asked = LetterFacts(kind, to, frozenset([*named["usual"], says]), TODAY, WHO[0], named["purposes"][0], (wide,))
    assert rules(may_write(asked, POLICY)) == ["minimum"]


def test_an_unknown_kind_is_refused() -> None:
    assert rules(may_write(LetterFacts("landlord", "client", frozenset(["dates"]), TODAY), POLICY)) == ["unknown-kind"]


def test_an_empty_letter_is_refused() -> None:
    assert rules(may_write(LetterFacts("excuse", "client", frozenset(), TODAY), POLICY)) == ["says-something"]


AMARA = ("Amara", "", "Sampleworth")
BEN = ("Benjamin", "Ben", "Mockley")


def added(text: str, kind: str = "employer", **more: Any) -> tuple[str, ...]:
    return addition_findings(AdditionFacts(kind, text, frozenset({"attendance"}), **more), POLICY).answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("Please call us with any question.", ()),
        ("She missed Tuesday because her car broke down.", ()),
        ("Her alcohol use disorder is mild.", ("outside", "reveals")),
        ("Every urine test was negative.", ("outside", "reveals")),
        ("F10.20 since March.", ("codes",)),
        ("She is doing well in treatment.", ("reveals",)),
        ("Está en tratamiento.", ("reveals",)),
        ("Su diagnóstico es leve.", ("outside", "reveals")),
        ("x" * 601, ("length",)),
    ],
)
def test_words_added_by_hand(text: str, found: tuple[str, ...]) -> None:
    assert added(text) == found


def test_a_court_may_read_the_word_treatment_and_no_result() -> None:
    assert added("Attendance at treatment is counted from the record.", "court-or-probation") == ()
    assert added("All tests were negative.", "court-or-probation") == ("outside",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She came with Ben Mockley.", ("names",)),
        ("she came with BENJAMIN MOCKLEY", ("names",)),
        ("She came with Ben.", ()),
        ("The Mockley bakery is near.", ()),
    ],
)
def test_somebody_else_by_whole_name_is_found_anywhere(text: str, found: tuple[str, ...]) -> None:
    assert added(text, people=(BEN,)) == found


def test_of_those_beside_the_person_one_name_is_enough() -> None:
    assert added("She came with Ben.", beside=(BEN,)) == ("names",)
    assert added("She will ben the rules.", beside=(BEN,)) == ()


def test_a_reason_repeats_no_name() -> None:
    ruling = addition_findings(AdditionFacts("excuse", "With Ben Mockley", frozenset(), people=(BEN,)), POLICY)
    assert "Mockley" not in str(ruling)


@given(st.text(max_size=80), st.text(max_size=80))
def test_more_words_never_break_less(one: str, more: str) -> None:
    alone, together = added(one, people=(BEN,), beside=(AMARA,)), added(f"{one} {more}", people=(BEN,), beside=(AMARA,))
    assert set(alone) <= set(together)


def test_the_first_neutral_name_is_the_sender() -> None:
    assert sender(("", "Fountain Grove", "Lakeside"), POLICY).answer == "Fountain Grove"
    assert sender(("", "Grove Recovery Center", "Lakeside Clinic", "Lakeside"), POLICY).answer == "Lakeside"
    assert sender(("Grove Office", "Grove Recovery Center"), POLICY).answer == "Grove Office"
    none = sender(("", "Grove Recovery Center", "Rehab at the Lake"), POLICY)
    assert none.answer == ""
    assert "name for letters" in none.reasons[0].says


def test_nothing_in_a_value_is_read_as_a_place_to_fill() -> None:
    assert fill("{name} on {on}.", {"name": "{on}", "on": "Monday"}) == "{on} on Monday."
    assert fill("{unknown} stays", {}) == "{unknown} stays"


def test_days_and_times_as_people_say_them() -> None:
    assert day(date(2026, 3, 2), "en") == "March 2, 2026"
    assert day(date(2026, 3, 2), "es") == "2 de marzo de 2026"
    assert (clock(time(9, 5), "en"), clock(time(9, 5), "es")) == ("9:05 AM", "9:05")
    assert listed([date(2026, 3, 4), date(2026, 3, 2), date(2026, 3, 4)], "en") == "March 2, 2026; March 4, 2026"


@pytest.mark.parametrize(
    ("kind", "spoken"),
    [("court-or-probation", ("en",)), ("employer", ("en", "es")), ("school", ("en", "es")), ("excuse", ("en", "es"))],
)
def test_languages_of_a_kind(kind: str, spoken: tuple[str, ...]) -> None:
    assert languages_of(POLICY.rule("kinds")["kinds"][kind], POLICY) == spoken
