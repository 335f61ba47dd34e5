"""What a sitting's answers come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from stepwell.care.measures.rules.answers import Answers, Given, read_answers
from stepwell.care.measures.rules.follow_up import FollowUp, follow_ups
from stepwell.care.measures.rules.scales import ScaleScore, scale_scores
from stepwell.care.measures.rules.screener import first_match
from stepwell.care.measures.rules.sums import Score, lowest, summed
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy

METHODS: Final[Mapping[str, Callable[[Answers, Policy], Ruling[Score] | Ruling[ScaleScore]]]] = {
    "sum": summed,
    "lowest": lowest,
    "first-match": first_match,
    "scales": scale_scores,
}


def score(given: Sequence[Given], policy: Policy) -> Ruling[Score] | Ruling[ScaleScore]:
    """The score, band and flags of one sitting.

    given: one answer an item, None for an open one. policy: of the instrument, as instruments/phq-9. Raises
    BadFacts for answers the instrument does not allow. Source: the instrument's policy.
    """
    ruling = METHODS[policy.rule("score")["method"]](read_answers(given, policy), policy)
    asked_for = tuple(
        policy.reason("follow-up", _next(step), says=step.says) for step in follow_ups(ruling.answer, policy)
    )
    return replace(ruling, reasons=ruling.reasons + asked_for)


def _next(step: FollowUp) -> Mapping[str, Any]:
    return {"instrument": step.instrument, "task": step.task, "due_hours": step.due_hours}
