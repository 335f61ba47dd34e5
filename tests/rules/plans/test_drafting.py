"""A draft is changed part by part: what one writes never touches what another writes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.plans.rules import drafting

PROBLEM = {
    "says": "Drinks in the evening",
    "goals": [
        {"quote": "My evenings back", "objectives": [{"behaviour": "Two skills", "interventions": [{"minutes": 90}]}]}
    ],
}


def written() -> drafting.Draft:
    found, _ = drafting.added(drafting.empty(), "plan", PROBLEM)
    return drafting.added(found, "plan", {"says": "Sleeps badly"})[0]


def test_every_part_of_what_is_taken_gets_a_key_of_its_own():
    keys = [node["id"] for _, node in drafting.nodes(written())]
    assert [kind for kind, _ in drafting.nodes(written())] == [
        "problem", "goal", "objective", "intervention", "problem",
    ]  # fmt: skip
    assert len(set(keys)) == 5


def test_what_is_written_in_one_part_leaves_the_others_and_the_old_draft_alone():
    before = written()
    marks = {node["id"]: drafting.mark(before, node["id"]) for _, node in drafting.nodes(before)}
    after = drafting.written(before, "n2", {"quote": "I want to sleep"})
    changed = [key for key, old in marks.items() if drafting.mark(after, key) != old]
    assert changed == ["n2"]
    assert drafting.part(before, "n2")[1]["quote"] == "My evenings back"
    assert [kind for kind, _ in drafting.nodes(after)] == [kind for kind, _ in drafting.nodes(before)]


def test_a_part_is_taken_out_with_what_hangs_under_it_and_its_key_is_never_given_again():
    after = drafting.removed(written(), "n1")
    assert [node["says"] for _, node in drafting.nodes(after)] == ["Sleeps badly"]
    assert drafting.added(after, "plan", {})[1] == "n6"
    with pytest.raises(KeyError):
        drafting.part(after, "n3")


@given(st.permutations(["strengths", "barriers", "family", "frame"]))
def test_parts_written_in_any_order_come_to_the_same_draft(order: list[str]):
    words = {"frame": {"days_per_week": 3}}
    found = written()
    for key in order:
        found = drafting.written(found, key, words.get(key, {"text": key}))
    assert found["texts"] == {"strengths": "strengths", "barriers": "barriers", "family": "family"}
    assert found["frame"] == {"days_per_week": 3}


@pytest.mark.parametrize("key", ["", "frame", "strengths", "n99", "plan"])
def test_what_there_is_one_of_cannot_be_taken_out(key: str):
    with pytest.raises(KeyError):
        drafting.removed(written(), key)
