"""A review packet: sections in the asked order, gaps as gaps, nothing of a note, nothing without a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.foundation.policy.document import Rule
from stepwell.foundation.policy.loading import load
from stepwell.office.utilization.rules.packet import OF_PAYER, Evidence, Sentence, categories, sections, wanted

TODAY = date(2026, 3, 30)
POLICY = load("utilization/packet", TODAY)
PAYER = load("payers/harbor-mutual", TODAY)
KEYS = [one["key"] for one in wanted(POLICY)]
KINDS = ["measure", "plan", "objective", "note", "own_part", "counseling_note"]


def with_rule(*entries: dict[str, Any]) -> Any:
    source = PAYER.sources[0]
    mine = Rule(OF_PAYER, "Its own order.", source, {"sections": list(entries)})
    return replace(PAYER, rules=MappingProxyType({**PAYER.rules, OF_PAYER: mine}))


def test_a_payer_that_says_nothing_gets_the_default_order() -> None:
    assert [one["key"] for one in wanted(POLICY, PAYER)] == KEYS


def test_a_payer_names_its_order_and_its_words_and_is_told_no_more() -> None:
    payer = with_rule({"key": "plan", "heading": "Dimension 5"}, {"key": "level"}, {"key": "horoscope"})
    made = sections({}, TODAY, POLICY, payer).answer
    assert [(one.key, one.heading) for one in made] == [("plan", "Dimension 5"), ("level", "Level of care")]


EVIDENCE = st.builds(
    Evidence, kind=st.sampled_from(KINDS), id=st.integers(1, 99), on=st.dates(TODAY - timedelta(days=90), TODAY)
)
SENTENCES = st.lists(st.builds(Sentence, says=st.text(max_size=9), evidence=st.lists(EVIDENCE, max_size=2).map(tuple)))
FOUND = st.dictionaries(st.sampled_from(KEYS), SENTENCES, max_size=4)


@given(FOUND)
def test_nothing_of_a_note_and_nothing_without_a_record_is_told(found: dict[str, list[Sentence]]) -> None:
    never = set(POLICY.rule("never")["kinds"])
    for section in sections(found, TODAY, POLICY).answer:
        for sentence in section.sentences:
            assert sentence.evidence
            assert not never & {one.kind for one in sentence.evidence}


@given(FOUND)
def test_an_empty_section_is_a_gap(found: dict[str, list[Sentence]]) -> None:
    for section in sections(found, TODAY, POLICY).answer:
        assert section.sentences or section.gaps


@given(FOUND, st.frozensets(st.sampled_from(KEYS)))
def test_leaving_out_never_tells_more(found: dict[str, list[Sentence]], out: frozenset[str]) -> None:
    whole = sections(found, TODAY, POLICY).answer
    less = sections(found, TODAY, POLICY, leave_out=out).answer
    assert [one for one in whole if one.key not in out] == list(less)
    assert categories(less, POLICY) <= categories(whole, POLICY)


def test_a_packet_always_tells_who_it_is_about() -> None:
    assert categories(sections({}, TODAY, POLICY).answer, POLICY) == {"identity"}


@pytest.mark.parametrize(("days", "gaps"), [(35, 0), (36, 1)])
def test_the_last_day_that_is_fresh_enough(days: int, gaps: int) -> None:
    seen = Sentence("PHQ-9 12.", (Evidence("measure", 1, TODAY - timedelta(days=days)),))
    made = sections({"measures": [seen]}, TODAY, POLICY).answer
    assert len(next(one for one in made if one.key == "measures").gaps) == gaps
