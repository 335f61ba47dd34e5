"""Instruments with one number: added up, prorated where little is missing, read by bands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stepwell.care.measures.rules.answers import Answers
from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

PRORATED = "prorated"
INCOMPLETE = "incomplete"


@dataclass(frozen=True)
class Score:
    """One sitting of an instrument.

    score: whole points; None when too little was answered or the instrument is never summed. band: the name
    of its range; None without a score or without bands. flags: what matters by itself, safety first, then
    "prorated" or "incomplete".
    """

    score: int | None
    band: str | None
    flags: tuple[str, ...] = ()


def summed(answers: Answers, policy: Policy) -> Ruling[Score]:
    """The sum of the answers with its band; a danger in one answer is flagged whatever the sum says."""
    turned = _turned(answers, policy)
    total = prorated(turned, policy)
    band = _band(total, policy)
    marked = (*_safety(answers, policy), *_clusters(answers, policy))
    flags = tuple(reason.facts["flag"] for reason in marked) + completeness(total, turned)
    reasons = (_scored(total, turned, policy), *_banded(total, band, policy), *marked)
    return Ruling(Score(total, band["band"] if band else None, flags), reasons)


def lowest(answers: Answers, policy: Policy) -> Ruling[Score]:
    """Rulers that each stand for themselves: the lowest is the score, every low one is flagged."""
    given = [value for value in answers.values() if value is not None]
    total = min(given) if len(given) == len(answers) else None
    band = _band(total, policy)
    flags = tuple(f"low-{item}" for item, value in answers.items() if _is_flagged(value, policy))
    facts = {"score": total, "rulers": dict(answers)}
    reasons = (policy.reason("score", facts), *_banded(total, band, policy))
    missing = () if total is not None else (INCOMPLETE,)
    return Ruling(Score(total, band["band"] if band else None, flags + missing), reasons)


def prorated(answers: Answers, policy: Policy) -> int | None:
    """The sum as if all had been answered like those that were, half a point up; None when too few were."""
    given = [value for value in answers.values() if value is not None]
    if not given or len(given) * 100 < policy.rule("missing")["least_answered_percent"] * len(answers):
        return None
    return (2 * sum(given) * len(answers) + len(given)) // (2 * len(given))


def completeness(total: int | None, answers: Answers) -> tuple[str, ...]:
    """The flag that says how much of the answers a score rests on; none when all were given."""
    if all(value is not None for value in answers.values()):
        return ()
    return (INCOMPLETE,) if total is None else (PRORATED,)


def _turned(answers: Answers, policy: Policy) -> Answers:
    """The answers with reversed items turned round."""
    reverse = set(policy.rule("score").get("reverse", ()))
    return {
        item: value if value is None or item not in reverse else _ends(item, policy) - value
        for item, value in answers.items()
    }


def _ends(item: str, policy: Policy) -> int:
    form = policy.rule("form")
    of_item = next(one for one in form["items"] if one["id"] == item)
    allowed = of_item.get("allowed") or form["allowed"]
    return int(min(allowed) + max(allowed))


def _band(total: int | None, policy: Policy) -> Mapping[str, Any] | None:
    if total is None:
        return None
    bands: list[Mapping[str, Any]] = policy.rule("bands")["bands"]
    return next((band for band in bands if band["from"] <= total <= band["to"]), None)


def _is_flagged(value: int | None, policy: Policy) -> bool:
    band = _band(value, policy)
    return bool(band and band.get("flag"))


def _scored(total: int | None, answers: Answers, policy: Policy) -> Reason:
    given = sum(1 for value in answers.values() if value is not None)
    facts = {"score": total, "answered": given, "items": len(answers)}
    return policy.reason("score" if given == len(answers) else "missing", facts)


def _banded(total: int | None, band: Mapping[str, Any] | None, policy: Policy) -> tuple[Reason, ...]:
    if band is None:
        return ()
    facts = {"score": total, "band": band["band"], "from": band["from"], "to": band["to"]}
    return (policy.reason("bands", facts),)


def _safety(answers: Answers, policy: Policy) -> Iterator[Reason]:
    rule = policy.rules.get("safety")
    for entry in rule["items"] if rule else ():
        value = answers[entry["item"]]
        if value is not None and value >= entry["at_least"]:
            yield policy.reason("safety", {"flag": entry["flag"], "item": entry["item"], "answer": value})


def _clusters(answers: Answers, policy: Policy) -> Iterator[Reason]:
    """A pattern over groups of items; an open question never counts as met."""
    rule = policy.rules.get("clusters")
    if rule is None:
        return
    met = {
        of["cluster"]: sum(1 for item in of["items"] if (answers[item] or 0) >= rule["at_least"])
        for of in rule["clusters"]
    }
    if all(met[of["cluster"]] >= of["needed"] for of in rule["clusters"]):
        yield policy.reason("clusters", {"flag": rule["flag"], "met": met})
