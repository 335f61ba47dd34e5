"""Which problems and steps an assessment suggests: to be taken as free text, or left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy


@dataclass(frozen=True)
class Found:
    """What is known. ratings: token by subdimension; scores: the latest by instrument; diagnoses: label by code."""

    ratings: Mapping[str, str] = field(default_factory=dict)
    scores: Mapping[str, int] = field(default_factory=dict)
    diagnoses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggested:
    """One suggestion. because: the fact it rests on, in words. words: a problem with what hangs under it."""

    id: str
    because: str
    words: Mapping[str, Any]
    reason: Reason

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reason alone, as a Why? takes it."""
        return (self.reason,)


def suggestions(found: Found, policy: Policy) -> Ruling[tuple[Suggested, ...]]:
    """What the findings suggest, in the policy's order. policy: plans/suggestions.

    The person's goal is left open: it is written in their own words. Nothing is decided here.
    """
    made = tuple(_suggested(found, policy))
    return Ruling(made, tuple(one.reason for one in made))


def _suggested(found: Found, policy: Policy) -> Iterator[Suggested]:
    for rule in policy.rules.values():
        fact = _fact(found, rule["when"])
        if fact is None:
            continue
        name, value, code, said = fact
        given = dict(rule["problem"])
        words = {
            "dimension": given["dimension"],
            "diagnosis": code,
            "says": given["says"],
            "evidence": said,
            "status": "active",
            "goals": [{"quote": "", "outcome": given.get("outcome", ""), "for_discharge": True,
                       "objectives": [_objective(one, value) for one in given["objectives"]]}],
        }  # fmt: skip
        yield Suggested(rule.id, said, words, policy.reason(rule.id, {name: value}))


def _objective(given: Mapping[str, Any], value: str) -> dict[str, Any]:
    baseline = value if given.get("baseline") == "found" else given.get("baseline", "")
    own = {name: given.get(name, "") for name in ("behaviour", "measure", "target")}
    return {**own, "baseline": baseline, "interventions": [dict(one) for one in given.get("interventions", ())]}


def _fact(found: Found, when: Mapping[str, Any]) -> tuple[str, str, str, str] | None:
    """The fact that calls for it: its name, its value, a diagnosis code where it is one, and a sentence."""
    if "rating" in when:
        token = found.ratings.get(when["rating"])
        if token is not None and token not in when["except"]:
            return when["rating"], token, "", f"{when['rating']} is rated {token}."
    elif "measure" in when:
        score = found.scores.get(when["measure"])
        if score is not None and score >= when["at_least"]:
            return when["measure"], str(score), "", f"{when['measure'].upper()} is {score}."
    else:
        for code, label in found.diagnoses.items():
            if code.startswith(tuple(when["diagnosis"])):
                return "diagnosis", code, code, f"{label} ({code}) is diagnosed."
    return None
