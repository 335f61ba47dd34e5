"""Instruments with several scales and no total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stepwell.care.measures.rules.answers import Answers
from stepwell.care.measures.rules.sums import INCOMPLETE, completeness, prorated
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class ScaleScore:
    """One sitting of an instrument with scales. score and band are None: there is no total.

    scores: points by scale ("use", "risk", "protective"), None where too little of a scale was answered.
    """

    score: None
    band: None
    flags: tuple[str, ...]
    scores: Mapping[str, int | None]


def scale_scores(answers: Answers, policy: Policy) -> Ruling[ScaleScore]:
    """Each scale by itself, prorated by itself; a scale that reaches its mark is flagged."""
    parts = {of["scale"]: {item: answers[item] for item in of["items"]} for of in policy.rule("score")["scales"]}
    scores = {scale: prorated(part, policy) for scale, part in parts.items()}
    marked = tuple(_marked(scores, policy))
    missing = {flag for scale, part in parts.items() for flag in completeness(scores[scale], part)}
    flags = tuple(reason.facts["flag"] for reason in marked) + tuple(sorted(missing, reverse=True))
    rule = "missing" if INCOMPLETE in missing else "score"
    return Ruling(ScaleScore(None, None, flags, scores), (policy.reason(rule, {"scores": scores}), *marked))


def _marked(scores: Mapping[str, int | None], policy: Policy) -> Iterator[Reason]:
    for mark in policy.rule("bands")["flags"]:
        points = scores[mark["scale"]]
        if points is None:
            continue
        if points >= mark.get("at_least", points + 1) or points <= mark.get("at_most", points - 1):
            yield policy.reason("bands", {"flag": mark["flag"], "scale": mark["scale"], "score": points})
