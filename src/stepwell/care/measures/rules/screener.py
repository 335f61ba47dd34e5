"""Screeners that are never summed: the first level that any answer reaches is the level."""

from __future__ import annotations

from stepwell.care.measures.rules.answers import Answers
from stepwell.care.measures.rules.sums import Score
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

SKIP_CONTRADICTED = "skip-contradicted"


def first_match(answers: Answers, policy: Policy) -> Ruling[Score]:
    """The level of a screener. Levels stand from the gravest down; one yes is enough for a level.

    A yes counts even where the question should have been skipped, and is then flagged.
    """
    bands = policy.rule("bands")["bands"]
    yes = [item for item, value in answers.items() if value]
    level = next(one for one in bands if not one["any"] or set(one["any"]) & set(yes))
    flags = (SKIP_CONTRADICTED,) if _contradicted(answers, policy) else ()
    because = [item for item in yes if item in level["any"]]
    reason = policy.reason("bands", {"band": level["band"], "because": because, "yes": yes})
    return Ruling(Score(None, level["band"], flags), (reason,))


def _contradicted(answers: Answers, policy: Policy) -> bool:
    """Whether a question was answered yes although the one before it said to skip it."""
    return any(
        bool(answers[item["id"]]) and not answers[item["asked_if"]]
        for item in policy.rule("form")["items"]
        if "asked_if" in item
    )
