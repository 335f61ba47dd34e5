"""Legal steps of a drug test, what a result means, and what follows: always a review, never a discharge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy

Interpretation = Literal["expected-detected", "unexpected-detected", "expected-missing", "unexpected-missing"]


@dataclass(frozen=True)
class ResultFacts:
    """One analyte. method: presumptive or definitive. prescribed: substances that are expected to be found."""

    analyte: str
    method: Literal["presumptive", "definitive"]
    detected: bool
    prescribed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a result means. confirmed is true for a definitive method only."""

    interpretation: Interpretation
    confirmed: bool


@dataclass(frozen=True)
class Consequence:
    """What follows: a review within hours. There is no other field, so nothing else can follow."""

    review_within_hours: int


def may_follow(state: str | None, following: str, policy: Policy) -> Ruling[bool]:
    """Whether a step may follow the state a test is in (None: not ordered yet). policy: testing/drug-tests."""
    allowed = policy.rule("steps")["may_follow"]
    fine = following == "ordered" if state is None else following in allowed.get(state, ())
    facts = {"state": state, "following": following, "would_change": allowed.get(state, ["ordered"])}
    return Ruling(fine, (policy.reason("steps", facts),))


def read(facts: ResultFacts, policy: Policy) -> Ruling[Reading]:
    """What a result means beside what is prescribed, which is looked at before anything is called unexpected."""
    expected = facts.analyte.lower() in {name.lower() for name in facts.prescribed}
    kind: Interpretation
    if facts.detected:
        kind = "expected-detected" if expected else "unexpected-detected"
    else:
        kind = "unexpected-missing" if expected else "expected-missing"
    confirmed = facts.method == "definitive"
    given = {"analyte": facts.analyte, "method": facts.method, "detected": facts.detected, "prescribed": expected}
    reasons: tuple[Reason, ...] = (
        policy.reason(kind, given),
        policy.reason("confirmed" if confirmed else "unconfirmed", {"method": facts.method}),
    )
    return Ruling(Reading(kind, confirmed), reasons)


def consequence(policy: Policy) -> Ruling[Consequence]:
    """What follows from any result, refusal or invalid specimen."""
    hours = policy.rule("review")["within_hours"]
    return Ruling(Consequence(hours), (policy.reason("review"), policy.reason("never-discharge")))
