"""Who outside is owed a report of an incident, and who inside reads it by when. Moments are passed in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from stepwell.foundation.kernel.facts import BadFacts
from stepwell.foundation.kernel.ruling import Ruling
from stepwell.foundation.policy.document import Policy, Rule


@dataclass(frozen=True)
class IncidentFacts:
    """kind and severity: of the policy. state: two letters, of the site. known_at: when it became known."""

    kind: str
    severity: str
    state: str
    known_at: datetime


@dataclass(frozen=True)
class Owed:
    """A report to somebody outside. rule: its id in the policy. for_role: who sends it."""

    rule: str
    to_whom: str
    says: str
    due_at: datetime
    for_role: str


@dataclass(frozen=True)
class Review:
    """Who reads the report, and by when."""

    for_role: str
    due_at: datetime


def owed_outside(facts: IncidentFacts, policy: Policy) -> Ruling[tuple[Owed, ...]]:
    """The reports that are owed, the first due first; a graver incident of the same kind never owes a later one.

    Raises BadFacts for a kind or severity there is none of. Source: incidents/field-defaults.
    """
    _known(facts, policy)
    rules = sorted(_applying(facts, policy), key=lambda rule: rule["within_hours"])
    answer = tuple(
        Owed(
            rule.id,
            rule["to_whom"],
            rule.says,
            facts.known_at + timedelta(hours=rule["within_hours"]),
            rule["for_role"],
        )
        for rule in rules
    )
    seen = {"kind": facts.kind, "severity": facts.severity, "state": facts.state}
    reasons = tuple(policy.reason(rule.id, seen) for rule in rules) or (policy.reason("none-owed", seen),)
    return Ruling(answer, reasons)


def review(facts: IncidentFacts, policy: Policy) -> Ruling[Review]:
    """Who reads it and by when; the graver the sooner. Source: incidents/field-defaults."""
    _known(facts, policy)
    rule, private = policy.rule("review"), policy.rule("privacy-review")
    for_role = private["for_role"] if facts.kind in private["kinds"] else rule["for_role"]
    due_at = facts.known_at + timedelta(hours=rule["within_hours"][facts.severity])
    return Ruling(Review(for_role, due_at), (policy.reason("review", {"severity": facts.severity}),))


def kinds(policy: Policy) -> dict[str, str]:
    """Kinds of incident and what each is called."""
    return dict(policy.rule("kinds")["kinds"])


def severities(policy: Policy) -> tuple[str, ...]:
    """Severities, the least first."""
    return tuple(policy.rule("severities")["severities"])


def _known(facts: IncidentFacts, policy: Policy) -> None:
    if facts.kind not in kinds(policy):
        raise BadFacts("kind", f"one of {', '.join(kinds(policy))}", facts.kind)
    if facts.severity not in severities(policy):
        raise BadFacts("severity", f"one of {', '.join(severities(policy))}", facts.severity)


def _applying(facts: IncidentFacts, policy: Policy) -> Iterator[Rule]:
    for rule in policy.rules.values():
        if (
            rule.get("external")
            and (not rule["kinds"] or facts.kind in rule["kinds"])
            and (not rule["severities"] or facts.severity in rule["severities"])
            and (not rule["states"] or facts.state in rule["states"])
            and facts.state not in rule.get("not_states", ())
        ):
            yield rule
