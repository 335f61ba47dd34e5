"""Every instrument: its cases, what it refuses, and what must hold of any answers."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepwell.care.measures.rules.answers import item_ids
from stepwell.care.measures.rules.score import score
from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.folders import shipped_folder
from stepwell.foundation.policy.loading import load

ON = date(2026, 3, 2)
SUMMED = ("phq-9", "gad-7", "pcl-5", "barc-10", "ciwa-ar", "cows")
ALL = (*SUMMED, "bam", "c-ssrs", "readiness")
LEVELS = ["none", "low", "moderate", "high"]


def instrument(name: str) -> Policy:
    return load(f"instruments/{name}", on=ON)


def cases() -> list[Any]:
    found = []
    for path in sorted(Path(shipped_folder(), "instruments").glob("*/cases.yaml")):
        for case in yaml.safe_load(path.read_text())["cases"]:
            found.append(pytest.param(case, id=f"{path.parent.name}-{case['id']}"))
    return found


def allowed(name: str) -> list[list[int]]:
    form = instrument(name).rule("form")
    return [item.get("allowed") or form["allowed"] for item in form["items"]]


def sittings(name: str) -> st.SearchStrategy[list[int]]:
    return st.tuples(*(st.sampled_from(values) for values in allowed(name))).map(list)


@pytest.mark.parametrize("case", cases())
def test_a_case_of_the_policy(case: dict[str, Any]) -> None:
    ruling = score(case["facts"]["answers"], instrument(case["facts"]["instrument"]))
    said = asdict(ruling.answer) | {"flags": list(ruling.answer.flags)}
    assert {key: said[key] for key in case["expect"]} == case["expect"]
    assert ruling.reasons


@pytest.mark.parametrize("name", SUMMED)
def test_the_lowest_and_highest_answers_reach_the_ends_of_the_range(name: str) -> None:
    policy = instrument(name)
    ends = [score([pick(values) for values in allowed(name)], policy).answer.score for pick in (min, max)]
    assert ends == [policy.rule("score")["range"]["min"], policy.rule("score")["range"]["max"]]


@pytest.mark.parametrize("name", [*SUMMED, "readiness"])
def test_bands_leave_no_gap_and_do_not_overlap(name: str) -> None:
    policy = instrument(name)
    bands, whole = policy.rule("bands")["bands"], policy.rule("score")["range"]
    covered = [points for band in bands for points in range(band["from"], band["to"] + 1)]
    assert covered == list(range(whole["min"], whole["max"] + 1))


@pytest.mark.parametrize("name", ALL)
def test_an_instrument_says_its_licence_and_when_it_is_given(name: str) -> None:
    policy = instrument(name)
    assert policy.rule("licence")["wording"] in ("shipped", "short-names")
    assert {"at", "every_days"} <= set(policy.rule("cadence").values)
    assert len(set(item_ids(policy))) == len(item_ids(policy))


@pytest.mark.parametrize(
    ("name", "answers", "path"),
    [
        ("phq-9", [0] * 8, "answers"),
        ("phq-9", [0] * 10, "answers"),
        ("phq-9", [], "answers"),
        ("phq-9", [0, 0, 0, 4, 0, 0, 0, 0, 0], "answers[3]"),
        ("phq-9", [0, 0, -1, 0, 0, 0, 0, 0, 0], "answers[2]"),
        ("phq-9", [True, 0, 0, 0, 0, 0, 0, 0, 0], "answers[0]"),
        ("phq-9", [0, 0, 0, 0, 0, 0, 0, 0, None], "answers[8]"),
        ("pcl-5", [0] * 15 + [None] + [0] * 4, "answers[15]"),
        ("barc-10", [0] + [1] * 9, "answers[0]"),
        ("barc-10", [7] + [1] * 9, "answers[0]"),
        ("ciwa-ar", [0] * 9 + [5], "answers[9]"),
        ("cows", [3] + [0] * 10, "answers[0]"),
        ("cows", [0] * 10 + [1], "answers[10]"),
        ("bam", [0] * 6 + [None] + [0] * 6 + [1, 0, 0, 0], "answers[13]"),
        ("bam", [0] * 16, "answers"),
        ("bam", [0] * 18, "answers"),
        ("bam", [0] * 22 + [5], "answers[22]"),
        ("c-ssrs", [1, 1, 0, 0, 0, 0], "answers"),
        ("c-ssrs", [2, 0, None, None, None, 0, None], "answers[0]"),
        ("c-ssrs", [None, 0, None, None, None, 0, None], "answers[0]"),
        ("c-ssrs", [0, None, None, None, None, 0, None], "answers[1]"),
        ("c-ssrs", [0, 1, None, 0, 0, 0, None], "answers[2]"),
        ("c-ssrs", [0, 0, None, None, None, None, None], "answers[5]"),
        ("c-ssrs", [0, 0, None, None, None, 1, None], "answers[6]"),
        ("readiness", [11, 1, 1], "answers[0]"),
    ],
)
def test_answers_an_instrument_does_not_allow(name: str, answers: list[Any], path: str) -> None:
    with pytest.raises(BadFacts) as refused:
        score(answers, instrument(name))
    assert refused.value.path == path
    assert refused.value.expected


@pytest.mark.parametrize("name", SUMMED)
@given(data=st.data())
def test_a_higher_answer_never_lowers_the_score(name: str, data: st.DataObject) -> None:
    answers = data.draw(sittings(name))
    place = data.draw(st.integers(0, len(answers) - 1))
    higher = data.draw(st.sampled_from([one for one in allowed(name)[place] if one >= answers[place]]))
    raised = [*answers[:place], higher, *answers[place + 1 :]]
    policy = instrument(name)
    before, after = (score(one, policy).answer.score for one in (answers, raised))
    assert before is not None
    assert after is not None
    assert after - before == higher - answers[place]


@given(answers=sittings("phq-9"), open_places=st.sets(st.integers(0, 7), max_size=8))
def test_question_nine_is_flagged_whatever_the_total_says(answers: list[int], open_places: set[int]) -> None:
    some: list[int | None] = [None if place in open_places else one for place, one in enumerate(answers)]
    flags = score(some, instrument("phq-9")).answer.flags
    assert ("item-9" in flags) == (answers[8] > 0)


@given(answers=sittings("phq-9"), place=st.integers(0, 7))
def test_a_prorated_score_lies_between_the_least_and_the_most_it_could_be(answers: list[int], place: int) -> None:
    some: list[int | None] = [*answers[:place], None, *answers[place + 1 :]]
    answer = score(some, instrument("phq-9")).answer
    known = sum(one for one in some if one is not None)
    assert answer.score is not None
    assert known <= answer.score <= known + 3
    assert answer.flags[-1] == "prorated"


@given(answers=sittings("c-ssrs"), place=st.integers(0, 6))
def test_one_more_yes_never_lowers_the_level_of_the_screener(answers: list[int], place: int) -> None:
    policy = instrument("c-ssrs")
    raised = [*answers[:place], 1, *answers[place + 1 :]]
    before, after = (score(one, policy).answer.band for one in (answers, raised))
    assert LEVELS.index(str(after)) >= LEVELS.index(str(before))


@given(answers=sittings("c-ssrs"))
def test_the_screener_is_read_by_its_worst_answer_and_never_summed(answers: list[int]) -> None:
    q1, q2, q3, q4, q5, q6, q6a = answers
    expected = "high" if q4 or q5 or q6a else "moderate" if q3 or q6 else "low" if q1 or q2 else "none"
    answer = score(answers, instrument("c-ssrs")).answer
    assert (answer.score, answer.band) == (None, expected)


@given(answers=sittings("bam"), value=st.integers(0, 4))
def test_question_seven_of_the_bam_changes_no_scale(answers: list[int], value: int) -> None:
    policy = instrument("bam")
    changed: list[int | None] = [*answers[:6], value, *answers[7:]]
    apart: list[int | None] = [*answers[:6], *([value] * 7), *answers[7:]]
    assert score(changed, policy).answer == score(answers, policy).answer == score(apart, policy).answer


def test_reversed_items_are_turned_round() -> None:
    policy = instrument("gad-7")
    rules = dict(policy.rules)
    turned = dict(rules["score"].values) | {"reverse": ["3"]}
    rules["score"] = type(rules["score"])("score", "", rules["score"].source, turned)
    reversed_third = Policy("instruments/own", 1, "released", ON, None, rules)
    assert score([0, 0, 0, 0, 0, 0, 0], reversed_third).answer.score == 3
    assert score([0, 0, 3, 0, 0, 0, 0], reversed_third).answer.score == 0
