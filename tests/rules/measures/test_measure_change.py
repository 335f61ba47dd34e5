"""Better or worse, and what a score asks for next."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stepwell.care.measures.rules.change import Change, change
from stepwell.care.measures.rules.follow_up import follow_ups
from stepwell.care.measures.rules.scales import ScaleScore
from stepwell.care.measures.rules.score import score
from stepwell.care.measures.rules.sums import Score
from stepwell.foundation.policy.document import Policy
from stepwell.foundation.policy.loading import load


def instrument(name: str) -> Policy:
    return load(f"instruments/{name}", on=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("name", "first", "last", "expected"),
    [
        ("phq-9", 18, 12, Change(-6, "better", reliable=True, response=False, remission=False)),
        ("phq-9", 18, 13, Change(-5, "better", reliable=False, response=False, remission=False)),
        ("phq-9", 18, 9, Change(-9, "better", reliable=True, response=True, remission=False)),
        ("phq-9", 18, 4, Change(-14, "better", reliable=True, response=True, remission=True)),
        ("phq-9", 6, 12, Change(6, "worse", reliable=True, response=False, remission=False)),
        ("phq-9", 0, 0, Change(0, "same", reliable=False, response=None, remission=True)),
        ("gad-7", 12, 8, Change(-4, "better", reliable=True)),
        ("gad-7", 12, 9, Change(-3, "better", reliable=False)),
        ("pcl-5", 50, 33, Change(-17, "better", reliable=False)),
        ("pcl-5", 33, 50, Change(17, "worse", reliable=True)),
        ("barc-10", 30, 47, Change(17, "better", reliable=None)),
        ("readiness", 4, 6, Change(2, "better", reliable=True)),
        ("phq-9", None, 4, Change(None, "unknown", reliable=None)),
    ],
)
def test_change_by_points(name: str, first: int | None, last: int | None, expected: Change) -> None:
    found = change(Score(first, None), Score(last, None), instrument(name))
    assert found.answer == expected
    assert found.reasons[0].facts == {"first": first, "last": last}


@pytest.mark.parametrize(
    ("first", "last", "direction", "reliable"),
    [
        ("none", "low", "worse", True),
        ("low", "high", "worse", True),
        ("high", "moderate", "better", True),
        ("low", "low", "same", False),
    ],
)
def test_any_step_of_the_screener_counts(first: str, last: str, direction: str, reliable: bool) -> None:
    found = change(Score(None, first), Score(None, last), instrument("c-ssrs")).answer
    assert (found.direction, found.reliable, found.points) == (direction, reliable, None)


@pytest.mark.parametrize(
    ("first", "last", "direction", "reliable"),
    [(0, 1, "worse", True), (3, 0, "better", None), (2, 4, "worse", None), (None, 4, "unknown", None)],
)
def test_new_use_is_a_worsening(first: int | None, last: int, direction: str, reliable: bool | None) -> None:
    before, after = (ScaleScore(None, None, (), {"use": use, "risk": 3, "protective": 20}) for use in (first, last))
    found = change(before, after, instrument("bam")).answer
    assert (found.direction, found.reliable) == (direction, reliable)


@pytest.mark.parametrize(
    ("name", "answers", "steps"),
    [
        ("phq-9", [0, 0, 0, 0, 0, 0, 0, 0, 1], [("c-ssrs", None, 0)]),
        ("phq-9", [3, 3, 3, 3, 3, 3, 3, 3, 0], []),
        (
            "c-ssrs",
            [0, 0, None, None, None, 1, 1],
            [(None, "constant-observation", 0), (None, "emergency-route", 0)],
        ),
        ("c-ssrs", [0, 1, 1, 0, 0, 0, None], [(None, "risk-assessment", 8), (None, "safety-plan", 8)]),
        (
            "c-ssrs",
            [1, 0, None, None, None, 0, None],
            [(None, "safety-plan", 24), (None, "clinician-review", 24)],
        ),
        ("c-ssrs", [0, 0, None, None, None, 0, None], []),
        ("ciwa-ar", [2] * 9 + [1], [(None, "emergency-route", 0)]),
        ("gad-7", [3] * 7, []),
    ],
)
def test_what_a_score_asks_for_next(name: str, answers: list[Any], steps: list[Any]) -> None:
    policy = instrument(name)
    ruling = score(answers, policy)
    found = follow_ups(ruling.answer, policy)
    assert [(one.instrument, one.task, one.due_hours) for one in found] == steps
    cited = [reason for reason in ruling.reasons if reason.rule.endswith("#follow-up")]
    assert [reason.says for reason in cited] == [one.says for one in found]
