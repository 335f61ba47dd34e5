"""Which medications alarm beside each other, and what follows when one for addiction stops."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from stepwell.foundation.kernel.ruling import Reason, Ruling
from stepwell.foundation.policy.document import Policy, Rule


@dataclass(frozen=True)
class Alert:
    """Two medications that alarm. severity: hard (is not recorded) or warn (is talked over with the prescriber)."""

    rule: str
    severity: Literal["hard", "warn"]
    drug: str
    beside: str


@dataclass(frozen=True)
class Risk:
    """What follows a stop: reaching the person within hours, naloxone in hand."""

    within_hours: int


def classes_of(drug: str, policy: Policy) -> frozenset[str]:
    """The classes whose names a medication's name holds as whole words, brand or generic, with strength or without."""
    words = set(re.findall(r"[a-z]+", drug.lower()))
    classes = policy.rule("drugs")["classes"]
    return frozenset(name for name, drugs in classes.items() if words & set(drugs))


def alerts(drug: str, beside: Iterable[str], policy: Policy) -> Ruling[tuple[Alert, ...]]:
    """What alarms when a medication is taken beside others, hard ones first. policy: medications/alerts.

    A pair alarms whichever of the two came first. Nothing found is no proof that two go together: the list is short
    and the prescriber decides.
    """
    others = sorted(set(beside))
    found = [
        Alert(rule.id, rule["severity"], drug, other)
        for rule in sorted(_pairs(policy), key=lambda each: str(each["severity"]))
        for other in others
        if _meet(classes_of(drug, policy), classes_of(other, policy), rule)
    ]
    reasons = tuple(_reason(alert, policy) for alert in found)
    return Ruling(tuple(found), reasons)


def after_stop(for_addiction: bool, policy: Policy) -> Ruling[Risk | None]:
    """What follows when a medication stops; None where it was not for addiction. policy: medications/alerts."""
    if not for_addiction:
        return Ruling(None)
    hours = min(policy.rule(rule)["within_hours"] for rule in ("stopped", "naloxone"))
    return Ruling(Risk(hours), (policy.reason("stopped"), policy.reason("naloxone")))


def _pairs(policy: Policy) -> list[Rule]:
    return [rule for rule in policy.rules.values() if rule.get("pair")]


def _meet(mine: frozenset[str], others: frozenset[str], rule: Rule) -> bool:
    one, against = rule["pair"]
    return (one in mine and bool(others & set(against))) or (one in others and bool(mine & set(against)))


def _reason(alert: Alert, policy: Policy) -> Reason:
    says = f"{alert.drug} beside {alert.beside}: {policy.rule(alert.rule).says}"
    return policy.reason(alert.rule, {"drug": alert.drug, "beside": alert.beside}, says=says)
